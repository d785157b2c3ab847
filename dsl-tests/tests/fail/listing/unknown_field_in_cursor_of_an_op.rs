use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { at: DateTime<Utc> },
    }

    op late_tasks(query: task::Query [list(cursor(-when))]) -> Page<Task> { route: GET "/tasks/late" }
}

async fn late_tasks(ctx: Ctx, query: task::Query) -> Result<Page<Task>, Error> {
    query.page(&ctx, task::Entity::find()).await
}

fn main() {}

//~ 11:52 `when` E0599
