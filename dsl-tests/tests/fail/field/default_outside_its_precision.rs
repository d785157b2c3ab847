use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            price: Decimal [precision(4, 2), default(123.5)],
        },
    }
}

fn main() {}

//~ 10:13 `price` E0080: resource `Task`: field `price`: its default breaks its own `precision`; change one of them
