use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Kind [null_shown] { Todo = "todo" }
}

fn main() {}

//~ 6:10 `Kind` error: `enum Kind` is written `enum Kind { Todo = "todo", Issue = "issue" }`, or with the name that the document has for it, `enum Kind as "task.Type" { .. }`
