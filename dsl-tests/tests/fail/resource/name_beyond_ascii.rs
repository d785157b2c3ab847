use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Größe {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
    }
}

fn main() {}

//~ 4:9 `Shop` E0080: item `Größe` has a character beyond ASCII in its name, but components of the document can't; rename it
