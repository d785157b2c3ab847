use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String [was("")] },
    }
}

fn main() {}

//~ 9:19 `title` E0080: resource `Task`: field `title`: `was` is empty; give the name that its column had, or leave the option out
