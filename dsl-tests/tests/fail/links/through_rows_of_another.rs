use warp_openapi::prelude::*;

api! {
    api Desk {
        title: "Desk",
        version: "1",
        security: { bearer: Bearer::new() = check },
        access: bearer,
    }

    resource User {
        path: "/users",
        key: { id: i64 [auto_increment] },
        fields: { name: String },
        relations: { followers: [User] = Follower(followed_id, follower_id) [limit(5)] },
        ops: [read, link(followers)],
    }

    resource Follow {
        key: { id: i64 [auto_increment] },
        fields: { followed_id: i64, follower_id: i64 },
        unique: [[followed_id, follower_id]],
    }

    resource Follower {
        of: Follow,
        key: { id: i64 [auto_increment] },
        fields: { followed_id: i64, follower_id: i64 },
        owner: follower_id,
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Ok(Principal::new("1"))
}

fn main() {}

//~ 16:26 `followers` E0080: resource `User`: `link(followers)`: `Follower` shows rows of another resource, which alone changes them; name that one in the relation
