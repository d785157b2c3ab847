use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        if_match: true,
    }
}

fn main() {}

//~ 9:9 `if_match` error: `if_match` is written `if_match: required`, or left out
