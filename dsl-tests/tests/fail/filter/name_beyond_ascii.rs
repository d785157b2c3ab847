use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { done: bool },
        filters: { erledigt_für(bool) = is_done },
        ops: [list],
    }
}

fn is_done(done: bool) -> Condition {
    Condition::all().add(task::Column::Done.eq(done))
}

fn main() {}

//~ 10:9 `filters` E0080: resource `Task`: filter `erledigt_für` must be named with ASCII letters, digits and `_`, as parameters are; rename it
