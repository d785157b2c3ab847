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

//~ 3:1..14:2 E0004
//~ 3:1..14:2 E0124
//~ 3:1..14:2 E0124
//~ 3:1..14:2 E0428
//~ 3:1..14:2 E0428
//~ 3:1..14:2 E0499
//~ 3:1..14:2 E0499
//~ 6:14 `Task` E0080: resource `Task`: field `title`: another field has the same JSON name; rename one, or give it a `name("..")`
//~ 11:17 `title` E0062
//~ 11:17 `title` E0062
//~ 11:17 `title` E0062
//~ 11:17 `title` E0062
//~ 11:17 `title` E0428
//~ elsewhere E0062
//~ elsewhere E0062
