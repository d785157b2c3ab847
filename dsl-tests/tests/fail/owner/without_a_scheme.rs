use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { created_by: String },
        owner: created_by,
        ops: [list],
    }
}

fn main() {}

//~ 4:9 `Shop` E0080: resource `Task` has an `owner`, but `list` doesn't authenticate clients; declare a scheme in the api's `security` and name it in `access`, or remove the `owner`
