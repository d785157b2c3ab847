use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Level { Low = 1, High = 2 }

    resource Report { path: "/reports", key: { id: i64 [auto_increment] }, fields: { level: Level [range(1..=2)] }, ops: [list] }
}

fn main() {}

//~ 8:100 `range` E0599
