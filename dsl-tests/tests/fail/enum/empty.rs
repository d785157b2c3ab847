use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Color {}
}

fn main() {}

//~ 6:10 `Color` error: enum `Color` has no value; give it at least one, `Todo = "todo"` or `Low = 1`
