use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { shop: i64, id: i64 [auto_increment] },
    }
}

fn main() {}

//~ 8:27 `id` E0080: resource `Task`: field `id`: `auto_increment` is for a key of one field; leave it out, or take the other fields out of the key
