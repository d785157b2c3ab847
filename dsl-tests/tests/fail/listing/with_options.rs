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

    op my_tasks(query: task::Query [name("q")]) -> Page<Task> { route: GET "/mine" }
}

async fn my_tasks(ctx: Ctx, query: task::Query) -> Result<Page<Task>, Error> {
    query.page(&ctx, task::Entity::find()).await
}

fn main() {}

//~ 15:8 `my_tasks` E0080: op `my_tasks`: parameter `query` is all parameters of a list, which have their own options; remove its options
