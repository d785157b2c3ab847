use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Upload { file: File }


    resource Task {
        table: "tasks",
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { photo: Json<Upload> },
    }
}

fn main() {}

//~ 4:9 `Shop` E0080: resource `Task`: field `photo`: `Upload` has a `File`, which only a body can contain: `body: Multipart<..>`, or `Parts<..>` to read it as it arrives
