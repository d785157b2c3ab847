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
        key: { id: i64 },
        fields: { name: String, cost: i64 [default(0), access(key)] },
        ops: [read],
    }

    op restock(body: Vec<Item>) { route: POST "/restock" }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

async fn restock(_: Ctx, _: Vec<Item>) -> Result<NoContent, Error> {
    Ok(NoContent)
}

fn main() {}

//~ 4:9 `Shop` E0080: op `restock`: its body holds rows of `Item`, whose field `cost` has an `access` rule, so that it doesn't exist for some clients; take `item::Create` there, or a schema with the properties that requests have
