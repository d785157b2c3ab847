//! `String` and `Option` of the user's own, where the block's types don't use them.
#![allow(dead_code, reason = "only their names count")]

struct String;
struct Option;
type Error = ();

warp_openapi::api! {
    api Shop { title: "Shop", version: "1" }

    enum Color { Red = "red" }

    resource Task {
        path: "/tasks",
        key: { id: i64 [auto_increment] },
        fields: { color: Color [default("red")], size: i32 },
        ops: [list, create, read, update],
    }
}

#[test]
fn compiles() {
    let _ = Shop::openapi();
}
