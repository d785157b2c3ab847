use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Level { Low = 1, High = 2 }

    schema Report { level: Level [default(3)] }
}

fn main() {}

//~ 8:21 `level` E0080: schema `Report`: field `level`: its default is none of the enum's values; give one of them
