use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        hooks: { before_create: stamp },
    }
}

fn stamp(_: &Ctx, _: &mut task::ActiveModel) -> Result<(), Error> {
    Ok(())
}

fn main() {}

//~ 10:33 `stamp` E0277
