use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        table: "tasks",
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        ops: [list, read],
    }

    op read_task() -> String { route: GET "/first" }
}

async fn read_task(_: Ctx) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 4:9 `Shop` E0080: op `read_task` has the operation id of an operation of resource `Task`; rename it
