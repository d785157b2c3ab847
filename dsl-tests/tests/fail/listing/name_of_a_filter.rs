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

    op my_tasks(query: task::Query, severity: i32) -> Page<Task> { route: GET "/mine" }
}

async fn my_tasks(ctx: Ctx, query: task::Query, _: i32) -> Result<Page<Task>, Error> {
    query.page(&ctx, task::Entity::find()).await
}

fn main() {}

//~ 15:8 `my_tasks` E0080: op `my_tasks`: parameter `severity` has the name of a parameter of `Task`'s list; rename it, or leave it to the list
