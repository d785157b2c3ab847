use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { limit: i32 },
        filters: {
            limit: [eq],
        },
    }
}

fn main() {}

//~ 10:9 `filters` E0080: resource `Task`: filter `limit` has the name of a parameter that lists have by themselves; rename it, or give the field a `name("..")`
