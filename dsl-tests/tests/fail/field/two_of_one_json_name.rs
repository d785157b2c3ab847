use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            title: String,
                heading: String [name("title")],
        },
    }
}

fn main() {}

//~ 11:17 `heading` E0080: resource `Task`: field `heading`: another field has the same JSON name; rename one, or give it a `name("..")`
