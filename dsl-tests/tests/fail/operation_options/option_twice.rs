use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", tags: { Articles: "What is read" } }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        ops: [read [tag(Articles), tag(Articles)]],
    }
}

fn main() {}

//~ 10:36 `tag` E0428
