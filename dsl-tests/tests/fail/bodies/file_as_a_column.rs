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

//~ 3:1..12:2 E0277
//~ 3:1..12:2 E0277
//~ 3:1..12:2 E0277
//~ 3:1..12:2 E0277
//~ 3:1..12:2 E0277
//~ 3:1..12:2 E0277
//~ 3:1..12:2 E0277
//~ 3:1..12:2 E0277
//~ 3:1..12:2 E0277
//~ 3:1..12:2 E0277
//~ 3:1..12:2 E0277
//~ 3:1..12:2 E0277
//~ 3:1..12:2 E0277
//~ 3:1..12:2 E0277
//~ 3:1..12:2 E0277
//~ 3:1..12:2 E0277: `warp_openapi::File` can be neither a column nor a parameter
//~ 3:1..12:2 E0369
//~ 10:26 `File` E0277: `warp_openapi::File` can be neither a column nor a parameter
