use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { at: DateTime<Utc> },
    }

    op drop_tasks(query: task::Query, filters: task::Filters) { route: DELETE "/tasks" }
}

async fn drop_tasks(_: Ctx, _: task::Query, _: task::Filters) -> Result<NoContent, Error> {
    Ok(NoContent)
}

fn main() {}

//~ 11:8 `drop_tasks` E0080: op `drop_tasks`: parameter `filters` is a second list, whose parameters are those of the first; take one out
