use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        names: pascal_case,
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { due_at: i64 },
        filters: { due_at: [eq], due__at(bool) = is_due },
        ops: [list],
    }
}

fn is_due(_: bool) -> Condition {
    Condition::all()
}

fn main() {}

//~ 11:9 `filters` E0080: resource `Task`: two filters are named `DueAt`; join or rename them
