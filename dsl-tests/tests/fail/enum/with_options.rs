use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Kind [null_shown] { Todo = "todo" }
}

fn main() {}
