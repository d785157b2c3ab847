use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", names: camel_case }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { other: String [name("line2")], line_2: String },
        ops: [list],
    }
}

fn main() {}

//~ 9:50 `line_2` E0080: resource `Task`: field `line_2` is `line2` in JSON by the rule for names, and another field is, too; rename one, or give it a `name("..")`
