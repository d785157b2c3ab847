use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Color { Red = "red" }

    schema Paint { color: Color [default("blue")] }
}

fn main() {}

//~ 8:20 `color` E0080: schema `Paint`: field `color`: its default is none of the enum's values; give one of them
