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
        fields: { subject: String, body: String [not_in_lists], user: String },
        owner: user,
        others: [list],
        publish: [create],
        ops: [list, create, read],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 17:9 `publish` E0080: resource `Letter`: `publish` would show `body` to all subscribers of the channel, but `others` lets them list rows alone, and lists leave it out; add `read` to `others`, or remove `publish`
