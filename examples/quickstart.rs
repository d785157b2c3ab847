//! A whole service: `cargo run -p warp-openapi --example quickstart -- serve`.

use std::process::ExitCode;

use warp_openapi::prelude::*;

api! {
    /// Books and nothing else.
    api Library { title: "Library", version: "1.0.0" }

    /// A book
    resource Book {
        path: "/books",
        table: "books",
        key: { id: i32 [auto_increment] },
        fields: { title: String [len(1..=200)], isbn: String [unique, len(13..=13)], pages: Option<i32> [range(1..=10_000)] },
        filters: { pages: [ge, le] },
        search: [title],
        order: [title],
        ops: [list, create, read, update, delete],
    }
}

fn main() -> ExitCode {
    Library::cli().run()
}
