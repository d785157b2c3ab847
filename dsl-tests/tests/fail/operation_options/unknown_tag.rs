use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", tags: { Articles: "What is read" } }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        ops: [read [tag(Artikels)]],
    }
}

fn main() {}

//~ 4:9 `Shop` E0080: resource `Article`: its tag `Artikels` isn't declared; add it to the api's `tags: { Artikels: ".." }`
