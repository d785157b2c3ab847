use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { severity: i32 },
        filters: {
            severity: [null],
        },
    }
}

fn main() {}

//~ 10:9 `filters` E0080: resource `Task`: filter `severity` can't offer `null`: the field is never null; leave it out
