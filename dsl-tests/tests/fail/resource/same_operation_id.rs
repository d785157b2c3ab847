use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource BigTask {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
    }

    resource Big_Task {
        path: "/big",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
    }
}

fn main() {}

//~ 3:1..15:2 E0119
//~ 3:1..15:2 E0277
//~ 3:1..15:2 E0428
//~ 4:9 `Shop` E0080: two components of the document are named `BigTask`: items, the views of resources (`TaskCreate`, `TaskUpdate`, `TaskPut`) and the built-in `Problem` and `FieldError` share their names; rename an item
//~ 11:14 `Big_Task` warning non_camel_case_types
