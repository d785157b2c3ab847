//! A block two modules down, its items used from outside.
mod outer {
    pub(crate) mod inner {
        use warp_openapi::prelude::*;

        api! {
            api Shop { title: "Shop", version: "1" }

            resource Task { path: "/tasks", key: { id: i64 [auto_increment] }, ops: [list] }
        }
    }
}

use outer::inner::{Shop, Task, task};

#[test]
fn compiles() {
    let _: fn(Task) -> task::ActiveModel = From::from;
    assert!(!Shop::openapi().is_empty());
}
