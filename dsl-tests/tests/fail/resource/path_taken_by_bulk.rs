use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        ops: [create_many],
    }

    resource Todo {
        path: "/tasks/bulk",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        ops: [list],
    }
}

fn main() {}

//~ 4:9 `Shop` E0080: two resources answer at "/tasks/bulk"; give one another `path` (`create_many` answers at `/bulk` below it)
