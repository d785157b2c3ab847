// From the database `shop`. Comments tell what of it the block can't say.

use std::process::ExitCode;

use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "shop",
        version: "0.1.0",
    }

    enum Type { Open = "open", InProgress = "in progress", Empty = "" }

    enum Status { A = "a", B = "b" }

    resource Category {
        table: "categories",
        path: "/categories",
        key: {
            id: i64,
        },
        fields: {
            title: String [unique],
            order: Option<i16> [name("Order")],
            odd_name: Option<String> [column("odd name")],
            type_: Type [name("type"), default("open")],
        },
        ops: [list, create, read, update, delete],
    }

    resource OrderLine {
        table: "order_lines",
        path: "/order_lines",
        key: {
            order_id: i64,
            line: i16 [range(1..=99)],
        },
        fields: {
            category: Option<i64> [references("categories", set_null)],
            status: Option<Status>,
            note: Option<String> [index],
        },
        ops: [list, create, read, update, delete],
    }

    resource StructRow {
        table: "struct",
        path: "/struct",
        key: {
            id: i64,
        },
        fields: {
            status: Option<Status>,
        },
        ops: [list, create, read, update, delete],
    }
}

fn main() -> ExitCode {
    Shop::cli().run()
}
