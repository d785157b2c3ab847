use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { a: i32, b: i32, c: i32, d: i32, e: i32, f: i32, g: i32, h: i32, i: i32 },
    }
}

fn main() {}

//~ 6:14 `Task` E0080: resource `Task`: its `key` has more than 8 fields; give it a key of its own and make the others `unique`
