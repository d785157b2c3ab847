use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        table: "tasks",
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { photo: Json<File> },
    }
}

fn main() {}

//~ 10:19 `photo` E0080: resource `Task`: field `photo` is a file, which a table doesn't hold; take it with an `op` and `Multipart<..>`, and store its bytes or where it was put
