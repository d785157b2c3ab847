use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource User {
        table: "users",
        path: "/users",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
    }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { user: Uuid [references("user", cascade)] },
    }
}

fn main() {}
