use warp_openapi::prelude::*;

api! {
    /// A shop
    api Shop {
        title: "Shop",
        version: "1",
        tags: { Task: "" },
        docs: required,
    }
}

fn main() {}
