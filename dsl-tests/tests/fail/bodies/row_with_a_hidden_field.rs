use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Item {
        path: "/items",
        key: { id: i64 },
        fields: { name: String, secret: String [hidden] },
        ops: [read],
    }

    /// It holds a row
    schema Delivery { item: Option<Item> }

    op restock(body: Delivery) { route: POST "/restock" }
}

async fn restock(_: Ctx, _: Delivery) -> Result<NoContent, Error> {
    Ok(NoContent)
}

fn main() {}

//~ 4:9 `Shop` E0080: requests hold rows of `Item`, whose field `secret` must have a value and isn't in replies, so that clients can't send one; take `item::Create` there, or a schema with the properties that requests have
