use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { data: JsonValue },
        filters: {
            data: [eq],
        },
    }
}

fn main() {}

//~ 10:9 `filters` E0080: resource `Task`: filter `data` can't offer `eq`: JSON isn't compared; leave it out
