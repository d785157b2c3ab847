use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", names: camel_case }

    op find(task_id: i32) -> i32 { route: GET "/find/{task-id}" }
}

async fn find(_: Ctx, task_id: i32) -> Result<i32, Error> {
    Ok(task_id)
}

fn main() {}

//~ 6:36 `route` E0080: op `find`: path "/find/{task-id}" has `{task-id}`, but no parameter has that name; add `task-id: Uuid` to its signature, or remove it from the path
