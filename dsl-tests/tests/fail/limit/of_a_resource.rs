use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Thing {
        path: "/things",
        key: { id: i64 },
        fields: { name: String },
        limit: per_day(1),
        ops: [list],
    }
}

fn main() {}

//~ 10:16 `per_day` error: `per_day` is no rate limit; there are `per_second(10)`, `per_minute(60)` and `per_hour(100)`, each with `.burst(10)`
