use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    resource Task { path: "/tasks", key: { id: i64 [auto_increment] }, fields: { title: String }, ops: [read], publish: [create], publish: [update] }
}

fn main() {}

//~ 6:131 `publish` E0428
