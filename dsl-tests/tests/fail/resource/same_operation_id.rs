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
//~ 3:1..15:2 E0119
//~ 3:1..15:2 E0119
//~ 3:1..15:2 E0119
//~ 3:1..15:2 E0277
//~ 3:1..15:2 E0277
//~ 3:1..15:2 E0277
//~ 3:1..15:2 E0277
//~ 3:1..15:2 E0277
//~ 3:1..15:2 E0277
//~ 3:1..15:2 E0277
//~ 3:1..15:2 E0277
//~ 3:1..15:2 E0277: `big_task::Model` is not a resource, so no field can refer to its rows
//~ 3:1..15:2 E0428
//~ 11:14 `Big_Task` E0277
//~ 11:14 `Big_Task` E0277
//~ 11:14 `Big_Task` warning non_camel_case_types
