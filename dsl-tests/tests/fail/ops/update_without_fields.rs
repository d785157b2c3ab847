use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { made: String [create_only] },
        ops: [update],
    }
}

fn main() {}

//~ 10:9 `ops` E0080: resource `Task` offers `update`, but has no field that can change; leave the operation out
