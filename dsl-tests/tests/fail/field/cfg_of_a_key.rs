use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task { path: "/tasks", key: { #[cfg(all())] id: Uuid [default_with(Uuid::now_v7)] } }
}

fn main() {}

//~ 6:46 `cfg` error: `#[cfg]` means nothing here; fields of a key take doc comments
