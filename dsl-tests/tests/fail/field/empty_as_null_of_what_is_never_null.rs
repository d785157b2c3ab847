use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Task { title: String [empty_as_null] }
}

fn main() {}

//~ 6:19 `title` E0080: schema `Task`: field `title` is never null, so no text can mean that; make its type an `Option`, or remove `empty_as_null`
