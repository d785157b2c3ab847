use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            price: Decimal [precision(2, 4)],
        },
    }
}

fn main() {}

//~ 10:13 `price` E0080: resource `Task`: field `price`: `precision(digits, scale)` takes 1 to 28 digits and at most as many of them after the point
