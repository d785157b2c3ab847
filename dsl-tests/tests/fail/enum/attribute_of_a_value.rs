use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Color { #[default] Red = "red" }
}

fn main() {}

//~ 6:20 `default` error: `#[default]` means nothing here; values and variants take `#[cfg(..)]`, `#[deprecated]` and doc comments
