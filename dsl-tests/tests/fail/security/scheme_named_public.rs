use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { public: Bearer::new() = check_key },
        access: public,
    }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 4:9 `Shop` E0080: api `Shop`: scheme `public`: `public` means access without credentials; give it another name
