//! Fields with the names of sections, operations, operators, options and raw words.
use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Words { json: String, errors: i32, out: i32, object: i32, limits: i32, r#type: Option<String> }

    resource Task {
        path: "/tasks",
        key: { key: i64 [auto_increment] },
        fields: {
            list: String,
            offset: i32,
            limit: i32,
            cursor: i32,
            table: String,
            name: String,
            errors: String,
            json: JsonValue,
            path: String,
            tag: String,
            ops: String,
            order: Option<i32>,
            search: String,
            unique: String,
            filters: String,
            eq: i32,
            column: String,
            index: i32,
            len: i32,
            email: String,
            row: i32,
            value: i32,
            state: i32,
            build: i32,
            fields: i32,
            model: i32,
            r#type: Option<String>,
            r#match: i32,
        },
        filters: { name: [eq], eq: [eq], r#type: [eq, null] },
        search: [search, path],
        order: [order, list, r#match],
        unique: [[unique, table]],
        ops: [list, create, create_many, read, update, put, delete, delete_many],
    }

    resource Event {
        path: "/events",
        key: { id: i64 },
        fields: { order: i32, limit: i32 },
        ops: [list(cursor(-order, limit).limit(5)), read],
    }
}

#[test]
fn compiles() {
    assert!(Shop::openapi().contains("\"type\":{\"type\":"));
    assert!(!Shop::openapi().contains("r#"));
    assert_eq!(task::FIELDS[27].column, "type");
}
