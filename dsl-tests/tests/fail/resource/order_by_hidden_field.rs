use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { rank: Option<i32> [hidden] },
        order: [rank],
    }
}

fn main() {}

//~ 10:9 `order` E0080: resource `Task`: field `rank` is hidden, so `order_by` can't name it; remove it from `order`
