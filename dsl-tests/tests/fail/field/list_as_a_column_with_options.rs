use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { titles: Vec<String> [unique, len(1..=3)] },
    }
}

fn main() {}

//~ 6:14 `Task` E0277: `Vec<std::string::String>` can be neither a column nor a parameter
//~ 9:27 `Vec<String>` E0277: `Vec<std::string::String>` can be neither a column nor a parameter
