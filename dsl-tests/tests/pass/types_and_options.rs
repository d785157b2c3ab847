//! Every type and every option.
use std::collections::{BTreeMap, HashMap};

use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Color { Red = "red", Green = "green" }

    schema Place {
        street: String [len(1..=80), pattern("^[A-Z]"), example("Abbey Road"), name("road"), deprecated],
        mail: Option<String> [format(email)],
        size: i16 [range(0..=10), multiple_of(5), default(5), example(10)],
        share: f64 [range(0.0..=1.0), default(0.5)],
        open: bool [default(true), example(false)],
        color: Color [default("red"), example("green")],
        secret: Option<String> [write_only],
        made: Option<DateTime<Utc>> [read_only],
        tags: Vec<String> [len(0..=3), default_empty],
        prices: BTreeMap<String, Decimal> [default_empty],
        counts: HashMap<String, i64> [len(0..=9)],
    }

    union Reference { Text(String), Number(i64) }

    resource Thing {
        path: "/things",
        key: { id: i64 [auto_increment] },
        fields: {
            text: String [len(3..=64), pattern("^a"), default("abc"), example("abcd"), unique],
            address: Option<String> [format(url)],
            v4: Option<String> [format(ipv4)],
            v6: Option<String> [format(ipv6)],
            host: Option<String> [format(hostname)],
            flag: bool [default(false)],
            small: i16 [min(1), max(9), default(3), example(4)],
            middle: i32 [range(-5..=5), index],
            large: i64 [multiple_of(10), default(20)],
            single: f32 [range(0.5..=1.5), default(1.0)],
            double: f64 [min(0.25), max(0.75), example(0.5)],
            price: Decimal [precision(10, 2), range(0.0..=99.5), default(9.75)],
            other: Uuid [default_with(Uuid::now_v7), example("0191f2f2-1f6e-7a4b-9c2e-0d7f5f0a1b2c")],
            day: Option<NaiveDate> [example("2026-01-31")],
            hour: Option<NaiveTime> [example("12:30:00")],
            at: DateTime<Utc> [default_with(Utc::now), read_only, example("2026-01-31T12:30:00Z")],
            json: JsonValue [default_json("{}"), example_json("[1]")],
            bytes: Option<Bytes> [len(1..=8), example("AAAA")],
            color: Option<Color> [default("green"), name("colour"), column("paint")],
            place: Option<Json<Place>>,
            places: Json<Vec<Place>> [default_empty, len(0..=5)],
            reference: Option<Json<Reference>>,
            prices: Json<HashMap<String, Decimal>> [default_empty],
            hidden_one: String [hidden, default("x")],
            written: Option<String> [write_only],
            made_by: Option<String> [create_only],
            done: Option<DateTime<Utc>> [update_only],
            old: Option<String> [deprecated],
            parent: Option<i64> [references(Thing, cascade)],
            uncle: Option<i64> [references("thing", set_null)],
            owner: Option<i64> [references("elsewhere", external)],
        },
        filters: {
            text: [eq, ne, lt, le, gt, ge, contains, starts],
            bytes: [eq, null],
            color: [eq, ne],
            flag: [eq],
            place: [null],
        },
        unique: [[small, middle], [large, text]],
        if_match: required,
        ops: [list(offset.limit(50).max(200)), create, create_many, read, update, put, delete, delete_many],
    }
}

#[test]
fn compiles() {
    let _ = Shop::openapi();
}
