use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { bearer: Bearer::new() = check },
        access: bearer,
    }

    resource Profile {
        path: "/profile",
        one: owner,
        owner: user,
        key: { id: i64 [auto_increment] },
        fields: { user: String [unique] },
        ops: [read],
    }

    resource Photo {
        path: "/profiles/{profile}/photos",
        key: { id: i64 [auto_increment] },
        fields: { profile_id: i64 [references(Profile)] },
        relations: { profile: Profile = profile_id },
        ops: [list, read],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 21:9 `path` E0080: resource `Photo`: path "/profiles/{profile}/photos" has `{profile}`, whose resource is a singleton: no path names a row of it; remove `one: owner` there, or `{profile}` from the path
