use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            größe: i32,
        },
    }
}

fn main() {}

//~ 10:13 `größe` E0080: resource `Task`: field `größe`: its JSON name holds a character beyond ASCII, which URLs would escape; give it a `name("..")` of letters, digits, `_` and `-`
