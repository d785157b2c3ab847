//! Pages along two columns, one of them backwards.
use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { done: Option<DateTime<Utc>>, title: String },
        ops: [list(cursor(-done, title).limit(50).max(100))],
    }
}

#[test]
fn compiles() {
    let _ = Shop::openapi();
}
