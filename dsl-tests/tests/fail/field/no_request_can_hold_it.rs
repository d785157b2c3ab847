use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { secret: String [hidden] },
        ops: [create],
    }
}

fn main() {}

//~ 9:19 `secret` E0080: resource `Task`: field `secret` must have a value, but no create request can hold it; give it a default, make the type an `Option`, or leave out what hides it
