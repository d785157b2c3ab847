use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { severity: i32 },
        filters: {
            severity,
        },
    }
}

fn main() {}

//~ 10:9 `filters` error: `filters` is written `filters: { title: [eq, ne], done(bool) = is_done }`
