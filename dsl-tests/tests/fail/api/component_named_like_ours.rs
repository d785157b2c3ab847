use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Problem { name: String }
}

fn main() {}

//~ 4:9 `Shop` E0080: two components of the document are named `Problem`: items, the views of resources (`TaskCreate`, `TaskUpdate`, `TaskPut`) and the built-in `Problem` and `FieldError` share their names; rename an item
