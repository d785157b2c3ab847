use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        hooks: [stamp],
    }
}

async fn stamp(_: &Ctx, _: &mut task::ActiveModel) -> Result<(), Error> {
    Ok(())
}

fn main() {}

//~ 10:9 `hooks` error: `hooks` is written `hooks: { before_create: stamp, after_delete: audit::note }`, each with a function's name
