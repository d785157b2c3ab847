//! An API without items, for parts to join.
warp_openapi::api! {
    api Shop { title: "Shop", version: "1" }
}

#[test]
fn compiles() {}
