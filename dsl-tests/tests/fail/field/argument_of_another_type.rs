use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            title: String [len(1)],
        },
    }
}

fn main() {}

//~ 10:32 `1` E0308
