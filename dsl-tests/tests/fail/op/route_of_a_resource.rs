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

    op find(id: Uuid) -> String { route: GET "/tasks/{id}" }
}

async fn find(_: Ctx, _: Uuid) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 4:9 `Shop` E0080: op `find`: `Task` answers GET "/tasks/{id}" already; give one another path or method
