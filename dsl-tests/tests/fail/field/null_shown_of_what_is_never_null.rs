use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String [null_shown] },
        ops: [list],
    }
}

fn main() {}

//~ 9:19 `title` E0080: resource `Task`: field `title` is never null; make its type an `Option`, or remove `null_shown` or `null_omitted`
