use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { done: bool },
        filters: {
            done: [lt],
        },
    }
}

fn main() {}

//~ 10:9 `filters` E0080: resource `Task`: filter `done` can't offer `lt`: values of this type have no order; leave it out
