use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            parent: Uuid [references(Task, set_null)],
        },
    }
}

fn main() {}

//~ 10:13 `parent` E0080: resource `Task`: field `parent`: `references(.., set_null)` needs a column that can be null; make the type an `Option`
