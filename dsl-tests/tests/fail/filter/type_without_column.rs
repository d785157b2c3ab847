use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { done: bool },
        filters: {
            tags(Vec<String>) = by_tags,
        },
    }
}

fn by_tags(_: Vec<String>) -> Condition {
    Condition::all()
}

fn main() {}

//~ 11:18 `Vec<String>` E0277: `Vec<std::string::String>` can be neither a column nor a parameter
