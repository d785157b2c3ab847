use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", names: camel_case }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { order_by: String },
        filters: { order_by: [eq] },
        ops: [list],
    }
}

fn main() {}

//~ 10:9 `filters` E0080: resource `Task`: filter `orderBy` has the name of a parameter that lists have by themselves; rename it, or give the field a `name("..")`
