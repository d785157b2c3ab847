#!/usr/bin/env python3
"""Writes a crate of N resources with 12 fields and 7 operations each: generate.py N FOLDER.

`cargo check` of it, with the dependencies built, is what one resource costs to compile.
"""
import pathlib
import sys

count, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
here = pathlib.Path(__file__).resolve().parents[2]
RESOURCE = """
    /// Thing number {n} of the shop
    resource Thing{n} {{
        table: "things_{n}",
        path: "/things-{n}",
        tag: Thing,
        key: {{
            /// Unique ID
            id: Uuid [default_with(Uuid::now_v7)],
        }},
        fields: {{
            /// Title of the thing
            title: String [len(3..=64)],
            /// When it was done
            done: Option<DateTime<Utc>> [update_only],
            /// How bad it is
            severity: Option<i32> [range(0..=10), index],
            /// Kind of thing
            kind: Option<Kind> [name("type")],
            /// Another title, which no two share
            unique_title: Option<String> [unique],
            /// Price in the shop's currency
            price: Option<Decimal> [precision(10, 2)],
            /// Who made it
            created_by: String [default(""), create_only],
            /// How many there are
            amount: i64 [default(0)],
            /// Whether it is on sale
            active: bool [default(true)],
            /// When it was made
            made: Option<NaiveDate>,
            /// What else there is to say
            notes: Option<String> [len(0..=2000)],
        }},
        filters: {{ title: [eq], severity: [eq, ge, le], active: [eq] }},
        search: [title],
        order: [title, severity],
        ops: [list(offset.limit(50)), create, create_many, read, update, delete, delete_many],
    }}
"""
folder.joinpath("src").mkdir(parents=True, exist_ok=True)
folder.joinpath("Cargo.toml").write_text(
    f"""[package]
name = "many"
version = "0.1.0"
edition = "2024"
publish = false
[dependencies]
warp-openapi = {{ path = {str(here)!r} }}
[workspace]
"""
)
folder.joinpath("src/lib.rs").write_text(
    "use warp_openapi::prelude::*;\napi! {\n    /// Many things.\n"
    '    api Many {\n        title: "Many",\n        version: "1.0.0",\n        tags: { Thing: "Things" },\n        docs: required,\n    }\n'
    '    /// What sort of thing it is\n    enum Kind { One = "one", Two = "two" }\n'
    + "".join(RESOURCE.format(n=n) for n in range(count))
    + "}\n"
)
