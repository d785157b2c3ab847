use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Level {
        /// Can wait
        Low = -1,
        #[deprecated]
        Other = -1,
    }
}

fn main() {}

//~ 10:9 `Other` E0080: enum `Level`: `Low` and `Other` have the same number; change one
