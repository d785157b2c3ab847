use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Color(i32) { Red = "red" }
}

fn main() {}

//~ 6:10 `Color` error: `enum Color` is written `enum Color { Todo = "todo", Issue = "issue" }`, or with the name that the document has for it, `enum Color as "task.Type" { .. }`
