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

//~ 11:13 `severity` error: filter `severity` has no operators; write `severity: [eq]` or `severity(bool) = function`
