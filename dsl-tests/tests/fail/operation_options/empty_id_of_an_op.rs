use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", tags: { Articles: "What is read" } }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        ops: [read],
    }

    op login() -> String { route: POST "/login", operation_id: "" }
}

async fn login(_: Ctx) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 13:50 `operation_id` E0080: op `login`: operation id "" is not a name that clients can be generated from; take letters, digits, `.`, `_` and `-`
