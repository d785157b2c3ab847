use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task as "Todo" {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
    }
}

fn main() {}

//~ 6:14 `Task` error: `resource` is written `resource Task { .. }`, without a signature; the document's name for it is its section `component`
