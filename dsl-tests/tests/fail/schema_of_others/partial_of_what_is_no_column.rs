use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        table: "tasks",
        path: "/tasks",
        key: { id: i64 [auto_increment] },
        fields: {
            title: String [len(1..=80)],
            line_two: String,
            secret: String [write_only],
            made: DateTime<Utc> [read_only, default_with(Utc::now)],
            token: Uuid [default_with(Uuid::now_v7)],
            note: String [hidden],
        },
        ops: [read],
    }

    schema Place { street: String, near: Vec<String> }

    schema Patch = Place.partial() {}
}

fn main() {}

//~ 3:1..24:2 E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 3:1..24:2 E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 3:1..24:2 E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 3:1..24:2 E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 3:1..24:2 E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 3:1..24:2 E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 3:1..24:2 E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 3:1..24:2 E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 3:1..24:2 E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 3:1..24:2 E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 3:1..24:2 E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 3:1..24:2 E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 3:1..24:2 E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 3:1..24:2 E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 3:1..24:2 E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 3:1..24:2 E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 3:1..24:2 E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 3:1..24:2 E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 3:1..24:2 E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 3:1..24:2 E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 3:1..24:2 E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 3:1..24:2 E0277: `Vec<std::string::String>` can be neither a column nor a parameter
//~ 3:1..24:2 E0277: `Vec<std::string::String>` can be neither a column nor a parameter
//~ 3:1..24:2 E0277: `Vec<std::string::String>` can be neither a column nor a parameter
//~ 3:1..24:2 E0277: `Vec<std::string::String>` can be neither a column nor a parameter
//~ 3:1..24:2 E0277: `Vec<std::string::String>` can be neither a column nor a parameter
//~ 3:1..24:2 E0277: `Vec<std::string::String>` can be neither a column nor a parameter
//~ 23:12 `Patch` E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 23:12 `Patch` E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 23:12 `Patch` E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 23:12 `Patch` E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 23:12 `Patch` E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 23:12 `Patch` E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 23:12 `Patch` E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 23:12 `Patch` E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 23:12 `Patch` E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 23:12 `Patch` E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 23:12 `Patch` E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 23:12 `Patch` E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 23:12 `Patch` E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 23:12 `Patch` E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 23:12 `Patch` E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 23:12 `Patch` E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
//~ 23:12 `Patch` E0277: `.partial()` can't make a property of type `Vec<std::string::String>` optional
