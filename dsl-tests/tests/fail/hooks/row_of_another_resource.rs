use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        hooks: { after_update: look },
    }
}

async fn look(_: &Ctx, _: &String) -> Result<(), Error> {
    Ok(())
}

fn main() {}

//~ 10:32 `look` E0631
