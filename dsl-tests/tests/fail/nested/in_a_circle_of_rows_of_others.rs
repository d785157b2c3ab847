use warp_openapi::prelude::*;

api! {
    api Farm { title: "Farm", version: "1" }

    resource Hen {
        path: "/eggs/{egg}/hens",
        key: { id: i64 [auto_increment] },
        fields: { egg_id: i64 [references(Egg)] },
        relations: { egg: NestedEgg = egg_id },
        ops: [list],
    }

    resource Egg {
        path: "/all-eggs",
        key: { id: i64 [auto_increment] },
        fields: { nest_id: i64 [references(Nest)] },
        ops: [list],
    }

    resource NestedEgg {
        of: Egg,
        path: "/nests/{nest}/eggs",
        key: { id: i64 [auto_increment] },
        fields: { nest_id: i64 },
        relations: { nest: Nest = nest_id },
        ops: [list],
    }

    resource Nest {
        path: "/barns/{barn}/nests",
        key: { id: i64 [auto_increment] },
        fields: { barn_id: i64 [references(Barn)] },
        relations: { barn: GuardedBarn = barn_id },
        ops: [list],
    }

    resource Barn {
        path: "/all-barns",
        key: { id: i64 [auto_increment] },
        fields: { hen_id: i64 [references(Hen)] },
        ops: [list],
    }

    resource GuardedBarn {
        of: Barn,
        path: "/hens/{hen}/barns",
        key: { id: i64 [auto_increment] },
        fields: { hen_id: i64 },
        relations: { hen: Hen = hen_id },
        ops: [list],
    }
}

fn main() {}

//~ 4:9 `Farm` E0080: resource `Hen`: path "/eggs/{egg}/hens" leads back to the resource itself, so its first row would have no path; end one of the paths before
