use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    #[derive(Eq)]
    op ping() -> String { route: GET "/ping" }
}

async fn ping(_: Ctx) -> Result<String, Error> {
    Ok(String::new())
}

fn main() {}

//~ 7:8 `ping` error: `op` takes `#[cfg(..)]`, one `#[deprecated]` and doc comments; `#[derive(..)]` is for `schema`, `enum` and `union`
