use warp_openapi::prelude::*;

api_part! {
    part Colors {}

    enum Color { Red = "red" }
}

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { color: Color },
    }
}

fn main() {}

//~ 10:9 `Shop` E0080: resource `Task`: field `color`: type `Color` isn't part of this API; join the `api_part!` that declares it with `parts: [..]`
