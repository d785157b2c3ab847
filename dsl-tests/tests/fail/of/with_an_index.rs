use warp_openapi::prelude::*;

api! {
    api Blog {
        title: "Blog",
        version: "1",
        security: { bearer: Bearer::new() = check },
        access: bearer,
    }

    resource User {
        path: "/users",
        key: { id: i64 [auto_increment] },
        fields: {
            name: String [unique],
            bio: Option<String>,
            password: String [hidden, default("")],
            email: String [access(bearer[users])],
            age: i32,
        },
        ops: [list],
    }

    resource Profile {
        of: User,
        path: "/profiles",
        key: { id: i64 [auto_increment] },
        fields: { age: i32 [index] },
        ops: [read],
    }

    resource Post {
        key: { id: i64 [auto_increment] },
        fields: { user_id: i64 [references(User)], user: String [references(User.name)] },
        relations: { author: Profile = user_id },
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Ok(Principal::new("ann"))
}

async fn before(_: &Ctx, _: &mut profile::ActiveModel) -> Result<(), Error> {
    Ok(())
}

fn main() {}

//~ 25:9 `of` E0080: resource `Profile`: field `age`: `User` alone declares the table; leave out `index` and `was`
