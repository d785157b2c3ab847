use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { created_by: String },
        owner: [created_by],
    }
}

fn main() {}

//~ 10:9 `owner` error: `owner` is written `owner: created_by`, one of the `fields`, or `owner: article.author_id`, one of the row to which a relation leads
