use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { size: i32 [format(email)] },
    }
}

fn main() {}

//~ 9:30 `format` E0599
