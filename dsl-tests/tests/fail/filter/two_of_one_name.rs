use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { done: bool },
        filters: {
            done: [eq],
            done(bool) = is_done,
        },
    }
}

fn is_done(_: bool) -> Condition {
    Condition::all()
}

fn main() {}

//~ 10:9 `filters` E0080: resource `Task`: two filters are named `done`; join or rename them
