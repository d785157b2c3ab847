use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Who { Ann = "ann" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { created_by: Who },
        owner: created_by,
    }
}

fn main() {}
