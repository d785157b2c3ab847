use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        component: "User row",
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
    }
}

fn main() {}

//~ 7:9 `component` E0080: `component: "User row"` is not a name that the document can have; take letters, digits, `.`, `_` and `-`
