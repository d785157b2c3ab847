use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            title: String [name("-title")],
        },
    }
}

fn main() {}

//~ 10:13 `title` E0080: resource `Task`: field `title`: its JSON name begins with `-`, which turns an order around; begin it with a letter, a digit or `_`
