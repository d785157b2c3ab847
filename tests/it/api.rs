//! The API of the suite: every type, every option, both ways of paging, all kinds of keys.

use std::collections::HashMap;

use warp_openapi::Bytes;
use warp_openapi::prelude::*;

api! {
    /// The API of the behaviour suite.
    api Suite {
        title: "Suite",
        terms_of_service: "https://example.com/terms",
        version: "1.2.3",
        base_path: "/v1",
        contact: { name: "Support", url: "https://example.com/support", email: "support@example.com" },
        license: { name: "BSD-3-Clause", url: "https://opensource.org/license/bsd-3-clause" },
        tags: { Work: "Things to do and what hangs on them", Types: "All types and options" },
        docs: required,
        parts: [super::keys::Keys],
    }

    /// What sort of task it is
    enum TaskType { Todo = "todo", Issue = "issue" }

    /// Where a task happens
    schema Place {
        /// Street and number
        street: String [len(1..=80)],
        /// Nearby places
        near: Option<Vec<Place>>,
        /// Prices by currency
        prices: Option<HashMap<String, Decimal>>,
    }

    /// Either a name or a number
    union Reference { Text(String), Number(i64) }

    /// A thing to do
    resource Task {
        table: "tasks",
        path: "/tasks",
        tag: Work,
        key: {
            /// Unique ID
            id: Uuid [default_with(Uuid::now_v7)],
        },
        fields: {
            /// Task title
            title: String [len(3..=64)],
            /// When it was done
            done: Option<DateTime<Utc>> [update_only],
            /// How bad it is
            severity: Option<i32> [range(0..=10), index],
            /// Kind of task
            kind: Option<TaskType> [name("type")],
            /// A second, unique title
            unique_title: Option<String> [unique],
            /// Story points
            story_points: Option<Decimal> [precision(10, 2)],
            /// Who made it
            created_by: String [default(""), create_only],
            /// Where it happens
            place: Option<Json<Place>>,
        },
        filters: {
            title: [eq, ne, lt, le, gt, ge, contains, starts],
            severity: [eq, ne, lt, le, gt, ge, null],
            kind: [eq, ne, null],
            unique_title: [eq, null],
            story_points: [eq, lt, ge],
            /// Done or not
            done(bool) = is_done,
        },
        search: [title, unique_title],
        order: [title, severity],
        unique: [[created_by, title]],
        ops: [list(offset.limit(50)), create, create_many, read, update, put, delete, delete_many],
    }

    /// Something that happened
    resource Event {
        table: "events",
        path: "/events",
        tag: Work,
        key: {
            /// Unique number
            id: i64 [auto_increment],
        },
        fields: {
            /// When it was over
            done: Option<DateTime<Utc>>,
            /// What it is called; not unique
            title: String,
            /// What it belongs to
            group: Option<String>,
        },
        filters: {
            group: [eq],
        },
        ops: [list(cursor(-done, title).limit(5)), create, create_many, read],
    }

    /// What hangs on tasks
    resource Child {
        table: "children",
        path: "/children",
        tag: Work,
        key: {
            /// Unique ID
            id: Uuid [default_with(Uuid::now_v7)],
        },
        fields: {
            /// The task, which can't be deleted meanwhile
            task: Uuid [references("tasks", restrict)],
            /// A task that takes this with it
            owner: Option<Uuid> [references("tasks", cascade)],
            /// A task that leaves nothing behind
            helper: Option<Uuid> [references("tasks", set_null)],
        },
        ops: [list, create, create_many, read, update, delete],
    }

    /// One field of every type, and of every option
    resource Everything {
        table: "everything",
        path: "/everything",
        tag: Types,
        key: {
            /// Unique number
            id: i64 [auto_increment],
        },
        fields: {
            /// 16 bits
            small: Option<i16>,
            /// 32 bits
            int: Option<i32>,
            /// 64 bits
            big: Option<i64>,
            /// Single precision
            single: Option<f32>,
            /// Double precision
            double: Option<f64>,
            /// Any digits
            decimal: Option<Decimal>,
            /// Two digits after the point
            money: Option<Decimal> [precision(10, 2)],
            /// Between bounds
            ratio: Option<Decimal> [range(0.0..=1.5)],
            /// A UUID
            uuid: Option<Uuid>,
            /// A date
            date: Option<NaiveDate>,
            /// A time of day
            time: Option<NaiveTime>,
            /// An instant
            instant: Option<DateTime<Utc>>,
            /// Any JSON
            any: Option<JsonValue>,
            /// Some bytes
            bytes: Option<Bytes> [len(0..=16)],
            /// Yes or no
            flag: Option<bool>,
            /// A list
            words: Option<Json<Vec<String>>> [len(0..=3)],
            /// A map
            prices: Option<Json<HashMap<String, Decimal>>>,
            /// A union
            reference: Option<Json<Reference>>,
            /// A text
            text: Option<String>,
            /// Two to five letters
            code: Option<String> [pattern("^[a-z]+$"), len(2..=5)],
            /// An address of mail
            email: Option<String> [format(email)],
            /// An address of the web
            url: Option<String> [format(url)],
            /// An address of IPv4
            ipv4: Option<String> [format(ipv4)],
            /// An address of IPv6
            ipv6: Option<String> [format(ipv6)],
            /// A host
            host: Option<String> [format(hostname)],
            /// Fives
            step: Option<i32> [multiple_of(5), range(-10..=100)],
            /// Counted from nought
            count: i32 [default(0)],
            /// Off at first
            active: bool [default(false), deprecated],
            /// Never in replies
            secret: Option<String> [hidden],
            /// Made here
            stamp: String [read_only, default("made here")],
            /// Set by requests, never in replies
            password: Option<String> [write_only],
            /// Set on creation only
            origin: Option<String> [create_only],
            /// Set by updates only
            verdict: Option<String> [update_only],
            /// Another JSON name
            renamed: Option<String> [name("type"), example("a")],
            /// Another column
            stored: Option<String> [column("kept")],
        },
        filters: {
            small: [eq],
            big: [eq, gt],
            double: [eq, lt],
            decimal: [eq, ne, lt],
            uuid: [eq, ne, null],
            date: [eq, ge],
            time: [eq, lt],
            instant: [eq, ge, lt],
            flag: [eq],
            text: [eq, ne, null, contains, starts],
            renamed: [eq],
        },
        search: [text],
        order: [text, int, big, decimal, instant],
        ops: [list(offset.limit(20).max(200)), create, read, update, put, delete],
    }
}

fn is_done(done: bool) -> sea_orm::Condition {
    use sea_orm::{ColumnTrait as _, Condition};
    let column = task::Column::Done;
    Condition::all().add(if done { column.is_not_null() } else { column.is_null() })
}
