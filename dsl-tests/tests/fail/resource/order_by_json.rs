use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { data: JsonValue },
        order: [data],
    }
}

fn main() {}

//~ 10:9 `order` E0080: resource `Task`: field `data` has no order; remove it from `order`
