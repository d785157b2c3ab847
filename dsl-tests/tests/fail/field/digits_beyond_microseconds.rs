use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Task { at: DateTime<Utc> [digits(9)] }
}

fn main() {}

//~ 6:19 `at` E0080: schema `Task`: field `at`: `digits` takes 0 to 6; times are kept to the microsecond
