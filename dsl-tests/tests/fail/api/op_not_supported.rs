use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op close_task(id: Uuid) -> Task { route: POST "/tasks/{id}/close" }
}

fn main() {}
