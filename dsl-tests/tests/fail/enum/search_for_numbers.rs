use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Level { Low = 1, High = 2 }

    resource Report { path: "/reports", key: { id: i64 [auto_increment] }, fields: { level: Level }, search: [level], ops: [list(offset)] }
}

fn main() {}

//~ 8:102 `search` E0080: resource `Report`: field `level` isn't free text, so `search` can't look through it; remove it from `search`
