use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        docs: requird,
    }
}

fn main() {}

//~ 7:9 `docs` error: `docs` is written `docs: required` or `docs: optional`
