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

//~ 11:42 `Usr` E0425
//~ 11:72 `Kind` E0277: `Kind` is not a resource, so no field can refer to its rows
