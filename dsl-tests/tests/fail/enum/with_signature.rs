use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Color(i32) { Red = "red" }
}

fn main() {}

//~ 6:10 `Color` error: `enum Color` takes no signature: `enum TaskType { Todo = "todo", Issue = "issue" }`
