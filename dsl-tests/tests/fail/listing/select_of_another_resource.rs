use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: i64 },
        fields: { title: String, severity: i32 },
        filters: { severity: [ge] },
        search: [title],
        ops: [list],
    }

    resource Note { path: "/notes", key: { id: i64 } }

    op my_tasks(query: task::Query) -> Page<Task> { route: GET "/mine" }
}

async fn my_tasks(ctx: Ctx, query: task::Query) -> Result<Page<Task>, Error> {
    query.page(&ctx, note::Entity::find()).await
}

fn main() {}

//~ 21:22 `note::Entity::find()` E0308
