use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", tags: { Articles: "What is read" } }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        ops: [read [operation_id("Login")]],
    }

    op login() -> String { route: POST "/login", operation_id: "Login" }
}

async fn login(_: Ctx) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 4:9 `Shop` E0080: op `login`: its operation id "Login" is one of `Article` too; give one another `operation_id`
