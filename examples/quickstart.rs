//! A whole service: `cargo run -p warp-openapi --example quickstart -- serve`.

use std::process::ExitCode;

use warp_openapi::prelude::*;

api! {
    /// Books and who wrote them.
    api Library { title: "Library", version: "1.0.0" }

    /// A book
    resource Book {
        path: "/books",
        key: { id: i32 [auto_increment] },
        fields: { title: String [len(1..=200)], isbn: String [unique, len(13..=13)], author_id: i32 [references(Author)] },
        relations: { author: Author = author_id },
        include: [author],
        filters: { author.name: [eq, contains] },
        search: [title],
        order: [title],
        ops: [list, create, read, update, delete],
    }

    /// An author
    resource Author {
        path: "/authors",
        key: { id: i32 [auto_increment] },
        fields: { name: String [unique, len(1..=100)] },
        ops: [list, create, read],
    }
}

fn main() -> ExitCode {
    Library::cli().run()
}
