use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { secret: Option<String> [hidden] },
        filters: {
            secret: [eq],
        },
    }
}

fn main() {}

//~ 10:9 `filters` E0080: resource `Task`: field `secret` is hidden, so no filter can name it; leave the filter out, or write a custom one
