use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { key: ApiKey::header("X-Key") = check_key },
        access: public | key,
    }

    resource Item {
        path: "/items",
        key: { id: i64 [auto_increment] },
        fields: { name: String, cost: i64 [access(key)] },
        ops: [read],
    }

    op stock(body: item::Create) -> Item { route: POST "/stock" }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

async fn stock(ctx: Ctx, body: item::Create) -> Result<Item, Error> {
    item::ops::create(&ctx, body).await
}

fn main() {}

//~ 4:9 `Shop` E0080: op `stock`: its body holds `item::Create`, whose field `cost` must have a value, but clients that `access` hides it from can't set it; add `owner` there, give it a default, or make its type an `Option`
