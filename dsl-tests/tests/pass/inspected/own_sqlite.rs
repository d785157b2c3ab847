// From the database `shop`. Comments list what the block can't express.

use std::process::ExitCode;

use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "shop",
        version: "0.1.0",
    }

    resource Everything {
        table: "everything",
        path: "/everything",
        key: {
            id: i64 [auto_increment],
        },
        fields: {
            owner: Option<Uuid> [references("owners", set_null), index],
            small: i16 [range(1..=9), default(3)],
            large: i64 [multiple_of(10), default(-20)],
            single: Option<f32> [range(0.1..=1.5), default(0.25)],
            double: f64 [min(0.25), default(0.5)],
            price: Decimal [precision(10, 2), range(0.0..=99.5), default(9.75)],
            digits: Option<Decimal>,
            flag: bool [default(false)],
            day: Option<NaiveDate>,
            hour: Option<NaiveTime>,
            at: DateTime<Utc>,
            json: JsonValue [default_json(r#"{"a":[1,"x"]}"#)],
            bytes: Option<Bytes> [len(1..=8)],
            odd_name: Option<String> [column("odd \\ name")],
            type_: Option<String> [name("type")],
            parent: Option<i64> [references("everything", cascade)],
            middle: i32 [range(-5..=5)],
        },
        unique: [[small, large]],
        relations: {
            owner_row: Owner = owner,
            everything: Everything = parent [no_index],
            everythings: [Everything] = parent [limit(20), no_index],
            pairs: [Pair] = right [limit(20), no_index],
        },
        ops: [list, create, read, update, delete],
    }

    resource Owner {
        table: "owners",
        path: "/owners",
        key: {
            id: Uuid [default_with(Uuid::now_v7)],
        },
        fields: {
            name: String [len(3..=64), default("abc"), unique],
            note: Option<String> [len(1..=u32::MAX), default("it's \"odd\"")],
        },
        relations: {
            everythings: [Everything] = owner [limit(20)],
        },
        ops: [list, create, read, update, delete],
    }

    resource Pair {
        table: "pairs",
        path: "/pairs",
        key: {
            left: String [len(0..=20)],
            right: i64 [references("everything", restrict)],
        },
        relations: {
            everything: Everything = right [no_index],
        },
        ops: [list, create, read, delete],
    }
}

fn main() -> ExitCode {
    Shop::cli().run()
}
