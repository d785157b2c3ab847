use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Hen {
        path: "/eggs/{egg}/hens",
        key: { id: i64 [auto_increment] },
        fields: { egg_id: i64 [references(Egg)] },
        relations: { egg: Egg = egg_id },
        ops: [list],
    }

    resource Egg {
        path: "/hens/{hen}/eggs",
        key: { id: i64 [auto_increment] },
        fields: { hen_id: i64 [references(Hen)] },
        relations: { hen: Hen = hen_id },
        ops: [list],
    }
}

fn main() {}

//~ 4:9 `Shop` E0080: resource `Hen`: path "/eggs/{egg}/hens" leads back to the resource itself, so its first row would have no path; end one of the paths before
