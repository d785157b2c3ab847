use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { #[serde(skip)] street: String }
}

fn main() {}

//~ 6:22 `serde` error: `#[serde]` means nothing here; fields take `#[cfg(..)]`, `#[deprecated]` and doc comments
