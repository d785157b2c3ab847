use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    #[serde(transparent)]
    resource Task { path: "/tasks", key: { id: Uuid [default_with(Uuid::now_v7)] } }
}

fn main() {}

//~ 6:7 `serde` error: `#[serde]` means nothing here; items take `#[cfg(..)]`, `#[deprecated]`, doc comments and, if they are a `schema`, `enum` or `union`, `#[derive(..)]`
