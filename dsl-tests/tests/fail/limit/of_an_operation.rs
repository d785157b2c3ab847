use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Thing {
        path: "/things",
        key: { id: i64 },
        fields: { name: String },
        
        ops: [list [limit(per_minute(0))]],
    }
}

fn main() {}

//~ 11:27 `per_minute` E0080: `per_minute(0)` would refuse every request; allow one at least
