use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema User { name: String }

    resource UserRow {
        component: "User",
        path: "/users",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
    }
}

fn main() {}
