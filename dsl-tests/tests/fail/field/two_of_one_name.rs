use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            title: String,
                title: String,
        },
    }
}

fn main() {}

//~ 3:1..14:2 E0062
//~ 3:1..14:2 E0062
//~ 3:1..14:2 E0428
//~ 3:1..14:2 E0428
//~ 6:14 `Task` E0004
//~ 6:14 `Task` E0124
//~ 6:14 `Task` E0124
//~ 6:14 `Task` E0499
//~ 6:14 `Task` E0499
//~ 11:17 `title` E0062
//~ 11:17 `title` E0428
