use warp_openapi::prelude::*;

api! {
    api Post {
        title: "Post",
        version: "1",
        security: { key: ApiKey::header("X-Key") = check },
        access: key,
    }

    resource Letter {
        path: "/letters",
        key: { id: i64 [auto_increment] },
        fields: { body: String [not_in_lists], user: String },
        owner: user,
        others: [list],
        ops: [list, create, read],
    }

    resource Stack {
        path: "/stacks",
        key: { id: i64 [auto_increment] },
        relations: { letters: [Letter] = Stacked(stack_id, letter_id) [limit(5), shown_as(body)] },
        include: [letters],
        ops: [read],
    }

    resource Stacked {
        key: { stack_id: i64, letter_id: i64 },
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 23:22 `letters` E0080: resource `Stack`: relation `letters`: not every client sees `body` in every row; name another field in `shown_as`
