use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        table: "tasks",
        path: "/tasks",
        key: { id: i64 [auto_increment] },
        fields: { title: String, secret: String [write_only] },
        ops: [read],
    }

    schema Made { task: task::Create }

    op make() -> Made { route: POST "/made" }
}

async fn make(_: Ctx) -> Result<Made, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 4:9 `Shop` E0080: replies or messages hold `TaskCreate`, which is for requests; take `Task` there, or a schema with the properties that they have
