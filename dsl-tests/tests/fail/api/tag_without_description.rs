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

//~ 5:9 `Shop` E0080: api `Shop`: tag `Task` has no description; add one, or leave out `docs: required`
