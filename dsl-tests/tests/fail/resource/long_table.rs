use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        table: "an_archive_of_all_tasks_that_have_ever_been_done_by_anyone_anywhere", path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
    }
}

fn main() {}

//~ 7:9 `table` E0080: resource `Task`: table `an_archive_of_all_tasks_that_have_ever_been_done_by_anyone_anywhere` is longer than 63 bytes, where PostgreSQL cuts names; shorten it
