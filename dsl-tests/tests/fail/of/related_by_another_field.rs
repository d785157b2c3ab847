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
        fields: { name: String [unique] },
        ops: [read],
    }

    resource Post {
        key: { id: i64 [auto_increment] },
        fields: { user_id: i64 [references(User)], user: String [references(User.name)] },
        relations: { author: Profile = user },
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Ok(Principal::new("ann"))
}

async fn before(_: &Ctx, _: &mut profile::ActiveModel) -> Result<(), Error> {
    Ok(())
}

fn main() {}

//~ 35:22 `author` E0080: resource `Post`: relation `author`: `user` refers to a field that isn't the key, which leads to the resource with the table alone; name that one, or refer to the key
