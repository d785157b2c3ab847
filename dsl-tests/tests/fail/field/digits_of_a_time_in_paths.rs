use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { at: DateTime<Utc> [digits(3)] },
        fields: { title: String },
        ops: [read],
    }
}

fn main() {}

//~ 8:16 `at` E0080: resource `Task`: field `at` stands in paths, which have all digits of a time; remove `digits`, or take another field for the paths
