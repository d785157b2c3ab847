use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        table: "tasks",
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { photo: File },
    }
}

fn main() {}

//~ 6:14 `Task` E0277
//~ 6:14 `Task` E0277
//~ 6:14 `Task` E0277
//~ 6:14 `Task` E0277
//~ 6:14 `Task` E0277
//~ 6:14 `Task` E0277
//~ 6:14 `Task` E0277
//~ 6:14 `Task` E0277
//~ 6:14 `Task` E0277
//~ 6:14 `Task` E0277
//~ 6:14 `Task` E0277
//~ 6:14 `Task` E0277
//~ 6:14 `Task` E0277
//~ 6:14 `Task` E0277
//~ 6:14 `Task` E0277
//~ 6:14 `Task` E0277: `warp_openapi::File` can be neither a column nor a parameter
//~ 6:14 `Task` E0369
//~ 10:26 `File` E0277: `warp_openapi::File` can be neither a column nor a parameter
