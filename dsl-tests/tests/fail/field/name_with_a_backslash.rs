use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            title: String [name("a\\b")],
        },
    }
}

fn main() {}

//~ 10:13 `title` E0080: resource `Task`: field `title`: its JSON name holds a character that means something in queries, paths or lists of names; keep to letters, digits, `_` and `-`
