use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema TaskCreate { name: String }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { name: String },
        ops: [create],
    }
}

fn main() {}

//~ 4:9 `Shop` E0080: two components of the document are named `TaskCreate`: items, the views of resources (`TaskCreate`, `TaskUpdate`, `TaskPut`) and the built-in `Problem` and `FieldError` share their names; rename an item
