use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Kind { Small = "small" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { user: Uuid [references(Usr)], kind: Uuid [references(Kind, cascade)] },
    }
}

fn main() {}
