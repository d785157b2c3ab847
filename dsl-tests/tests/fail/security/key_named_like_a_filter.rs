use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { api_key: ApiKey::query("title") = check_key },
        access: api_key,
    }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        filters: { title: [eq] },
    }

    op tasks(query: task::Query) -> Page<Task> { route: GET "/all" }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

async fn tasks(ctx: Ctx, query: task::Query) -> Result<Page<Task>, Error> {
    query.page(&ctx, task::Entity::find()).await
}

fn main() {}

//~ 4:9 `Shop` E0080: op `tasks`: its parameter `query` is the key of the scheme `api_key`; rename one
