use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Color { Red = "red" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { color: Color [default("blue")] },
    }
}

fn main() {}

//~ 11:19 `color` E0080: resource `Task`: field `color`: its default is none of the enum's values; give one of them
