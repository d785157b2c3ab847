//! What requests need and tables lack.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::*;
use crate::db::catalog::{Unmet, unmet_needs};
use crate::meta::{Operation, OperationKind};
use crate::types::Bytes;

const OPERATIONS: &[Operation] = &[
    Operation::new(OperationKind::List),
    Operation::new(OperationKind::Create),
    Operation::new(OperationKind::Put),
];

const KEY: Field = Field::key::<i32>("id", &[]).done();

const fn things(fields: &'static [Field]) -> Resource {
    let mut resource = Resource::new("Thing", "things", &[], fields);
    resource.operations = OPERATIONS;
    resource
}

/// What the tables of one declaration lack for requests of the other.
async fn unmet(database: &Database, there: &'static Resource, wanted: &'static Resource) -> Vec<String> {
    create_missing(database, [there]).await.unwrap();
    let unmet = reported(database, wanted).await;
    execute(database, "DROP TABLE things").await;
    unmet
}

async fn reported(database: &Database, wanted: &'static Resource) -> Vec<String> {
    let unmet = unmet_needs(database, [wanted]).await.unwrap();
    let mark = |unmet: &Unmet| {
        if unmet.is_fatal() {
            String::new()
        } else {
            "some values: ".to_owned()
        }
    };
    unmet.iter().map(|unmet| format!("{}{unmet}", mark(unmet))).collect()
}

async fn execute(database: &Database, sql: &str) {
    database.connection().execute_unprepared(sql).await.unwrap();
}

const PLAIN: Resource = things(&[KEY, Field::column::<String>("name", &[]).len(1..=10).done()]);

#[tokio::test]
async fn what_is_as_declared_lacks_nothing() {
    on_each(async |database| {
        assert_eq!(reported(database, &PLAIN).await, ["`things` is missing"]);
        assert!(unmet(database, &PLAIN, &PLAIN).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn differences_that_no_request_needs_are_ignored() {
    const WIDER: Resource = things(&[
        KEY,
        Field::column::<String>("name", &[]).len(0..=20).index().done(),
        Field::column::<Option<String>>("note", &[]).unique().done(),
        Field::column::<bool>("done", &[]).default(false).done(),
    ]);
    on_each(async |database| assert!(unmet(database, &WIDER, &PLAIN).await.is_empty())).await;
}

#[tokio::test]
async fn what_requests_need_is_named() {
    const COLUMN: Resource = things(&[
        KEY,
        Field::column::<String>("name", &[]).len(1..=10).done(),
        Field::column::<Option<String>>("nick", &[]).done(),
    ]);
    const TYPE: Resource = things(&[KEY, Field::column::<bool>("name", &[]).done()]);
    const OPTIONAL: Resource = things(&[KEY, Field::column::<Option<String>>("name", &[]).len(1..=10).done()]);
    const FEWER: Resource = things(&[KEY]);
    const LONGER: Resource = things(&[KEY, Field::column::<String>("name", &[]).len(1..=20).done()]);
    const OTHER_KEY: Resource = things(&[
        Field::key::<String>("name", &[]).len(1..=10).done(),
        Field::column::<i32>("id", &[]).done(),
    ]);
    let cases: &[(&Resource, &[&str])] = &[
        (&COLUMN, &["`things.nick` is missing"]),
        (&TYPE, &["`things.name` is declared as boolean and is text(10)"]),
        (
            &OPTIONAL,
            &["some values: `things.name` is declared as optional and may not be NULL"],
        ),
        (
            &FEWER,
            &["`things.name` isn't declared, wants a value and has no default"],
        ),
        (
            &OTHER_KEY,
            &["some values: `things` has no primary key or unique constraint over its declared key"],
        ),
    ];
    on_each(async |database| {
        for (wanted, expected) in cases {
            assert_eq!(unmet(database, &PLAIN, wanted).await, *expected, "{:?}", database.dialect());
        }
        let longer = unmet(database, &PLAIN, &LONGER).await;
        let check = "some values: `things.name` has the check `things_name_max_length_check`, which refuses values that the declaration admits";
        match database.dialect().backend() {
            sea_orm::DbBackend::Sqlite => assert_eq!(longer, [check]),
            _ => {
                let narrow = "some values: `things.name` is declared as text(20) and is text(10), which holds less";
                assert_eq!(longer, [narrow, check]);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn rows_without_a_value_that_all_must_have_are_found() {
    const OPTIONAL: Resource = things(&[KEY, Field::column::<Option<String>>("name", &[]).len(1..=10).done()]);
    on_each(async |database| {
        create_missing(database, [&OPTIONAL]).await.unwrap();
        assert!(reported(database, &PLAIN).await.is_empty());
        execute(database, "INSERT INTO things VALUES (1, NULL)").await;
        assert_eq!(
            reported(database, &PLAIN).await,
            ["`things.name` isn't declared as optional and is NULL in some rows"]
        );
    })
    .await;
}

#[tokio::test]
async fn integers_that_are_wide_enough_serve() {
    const WIDE: Resource = things(&[KEY, Field::column::<i64>("count", &[]).done()]);
    const NARROW: Resource = things(&[KEY, Field::column::<i16>("count", &[]).done()]);
    on_each(async |database| {
        assert!(unmet(database, &WIDE, &NARROW).await.is_empty());
        let behind = unmet(database, &NARROW, &WIDE).await;
        match database.dialect().backend() {
            // Every integer there has 64 bits.
            sea_orm::DbBackend::Sqlite => assert!(behind.is_empty()),
            _ => assert_eq!(
                behind,
                ["some values: `things.count` is declared as big integer and is small integer, which holds less"]
            ),
        }
    })
    .await;
}

#[tokio::test]
async fn a_key_that_the_database_does_not_count_is_found() {
    const COUNTED: Resource = things(&[Field::key::<i32>("id", &[]).auto_increment().done()]);
    const GIVEN: Resource = things(&[KEY]);
    on_each(async |database| {
        let behind = unmet(database, &GIVEN, &COUNTED).await;
        match database.dialect().backend() {
            // An integer that is the key is counted there.
            sea_orm::DbBackend::Sqlite => assert!(behind.is_empty()),
            _ => assert_eq!(behind, ["`things.id` isn't counted up by the database"]),
        }
        assert!(unmet(database, &COUNTED, &GIVEN).await.is_empty());
        // Only an `INTEGER` is counted by SQLite.
        execute(database, "CREATE TABLE things (id BIGINT PRIMARY KEY)").await;
        assert_eq!(
            reported(database, &COUNTED).await,
            ["`things.id` isn't counted up by the database"]
        );
        execute(database, "DROP TABLE things").await;
    })
    .await;
}

/// Tables that other programs made, and that serve all the same.
#[tokio::test]
async fn foreign_tables_serve() {
    const WANTED: Resource = things(&[
        Field::key::<i64>("id", &[]).auto_increment().done(),
        Field::column::<String>("name", &[]).done(),
        Field::column::<bool>("done", &[]).done(),
        Field::column::<i32>("count", &[]).done(),
        Field::column::<f64>("share", &[]).done(),
        Field::column::<Decimal>("price", &[]).done(),
        Field::column::<Uuid>("code", &[]).done(),
        Field::column::<NaiveDate>("day", &[]).done(),
        Field::column::<NaiveTime>("hour", &[]).done(),
        Field::column::<DateTime<Utc>>("at", &[]).done(),
        Field::column::<JsonValue>("extra", &[]).done(),
        Field::column::<Option<Bytes>>("photo", &[]).done(),
    ]);
    // The types of the columns above, in their order, and what else the table has.
    let sqlite: &[(&str, &str)] = &[
        (
            "hand-written",
            "id INTEGER PRIMARY KEY, name TEXT NOT NULL, done INTEGER NOT NULL, count INT NOT NULL, share REAL NOT NULL, \
             price TEXT NOT NULL, code TEXT NOT NULL, day TEXT NOT NULL, hour TEXT NOT NULL, at TEXT NOT NULL, \
             extra TEXT NOT NULL, photo BLOB NOT NULL",
        ),
        (
            "without types",
            "id INTEGER PRIMARY KEY, name, done, count, share, price, code, day, hour, at, extra, photo",
        ),
        (
            "with other words",
            "id INTEGER PRIMARY KEY, name STRING NOT NULL, done BIT NOT NULL, count NUMBER NOT NULL, share NUMBER NOT NULL, \
             price MONEY NOT NULL, code GUID NOT NULL, day STRING NOT NULL, hour STRING NOT NULL, at STRING NOT NULL, \
             extra JSONB NOT NULL, photo BINARY NOT NULL",
        ),
        (
            "Diesel",
            "id INTEGER NOT NULL PRIMARY KEY, name VARCHAR NOT NULL, done BOOLEAN NOT NULL DEFAULT 0, count INTEGER NOT NULL, \
             share DOUBLE NOT NULL, price NUMERIC NOT NULL, code BLOB NOT NULL, day DATE NOT NULL, hour TIME NOT NULL, \
             at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, extra JSON NOT NULL, photo BINARY",
        ),
        (
            "Rails",
            "id integer PRIMARY KEY AUTOINCREMENT NOT NULL, name varchar(255) NOT NULL, done boolean DEFAULT 0 NOT NULL, \
             count integer NOT NULL, share float NOT NULL, price decimal(10,2) NOT NULL, code varchar(36) NOT NULL, \
             day date NOT NULL, hour time NOT NULL, at datetime(6) NOT NULL, extra json DEFAULT '{}' NOT NULL, photo blob",
        ),
        (
            "Django",
            "id integer NOT NULL PRIMARY KEY AUTOINCREMENT, name varchar(100) NOT NULL, done bool NOT NULL, \
             count integer unsigned NOT NULL CHECK (count >= 0), share real NOT NULL, price decimal NOT NULL, \
             code char(32) NOT NULL, day date NOT NULL, hour time NOT NULL, at datetime NOT NULL, \
             extra text NOT NULL CHECK ((JSON_VALID(extra) OR extra IS NULL)), photo BLOB NULL",
        ),
    ];
    let postgres: &[(&str, &str)] = &[
        (
            "hand-written",
            "id SERIAL PRIMARY KEY, name VARCHAR(255) NOT NULL, done BOOL NOT NULL, count SMALLINT NOT NULL, \
             share FLOAT8 NOT NULL, price NUMERIC(10,2) NOT NULL, code UUID NOT NULL, day DATE NOT NULL, \
             hour TIME(3) NOT NULL, at TIMESTAMPTZ(3) NOT NULL, extra JSONB NOT NULL, photo BYTEA NOT NULL",
        ),
        (
            "without a key, with nulls allowed",
            "id BIGINT GENERATED BY DEFAULT AS IDENTITY, name TEXT, done BOOL, count INT, share FLOAT8, price NUMERIC, \
             code UUID, day DATE, hour TIME, at TIMESTAMPTZ, extra TEXT, photo BYTEA",
        ),
        (
            "with domains and defaults",
            "id BIGINT NOT NULL DEFAULT nextval('thing_numbers'), name thing_name, done BOOL NOT NULL, count INT NOT NULL, \
             share FLOAT8 NOT NULL, price NUMERIC NOT NULL, code UUID NOT NULL, day DATE NOT NULL, hour TIME NOT NULL, \
             at TIMESTAMPTZ NOT NULL, extra VARCHAR NOT NULL, photo BYTEA, state thing_state NOT NULL, \
             size INT NOT NULL GENERATED ALWAYS AS (length(name)) STORED",
        ),
        (
            "Rails",
            "id bigserial PRIMARY KEY, name character varying NOT NULL, done boolean DEFAULT false NOT NULL, \
             count integer NOT NULL, share double precision NOT NULL, price numeric(8,2) NOT NULL, code uuid NOT NULL, \
             day date NOT NULL, hour time NOT NULL, at timestamptz(6) NOT NULL, extra jsonb DEFAULT '{}' NOT NULL, photo bytea",
        ),
        (
            "Django",
            "id bigint NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, name varchar(100) NOT NULL, done boolean NOT NULL, \
             count integer NOT NULL CHECK (count >= 0), share double precision NOT NULL, price numeric(5, 2) NOT NULL, \
             code uuid NOT NULL, day date NOT NULL, hour time NOT NULL, at timestamp with time zone NOT NULL, \
             extra jsonb NOT NULL, photo bytea NULL",
        ),
    ];
    on_each(async |database| {
        let tables = match database.dialect().backend() {
            sea_orm::DbBackend::Sqlite => sqlite,
            _ => {
                execute(database, "CREATE SEQUENCE thing_numbers").await;
                execute(database, "CREATE DOMAIN thing_name AS text NOT NULL").await;
                execute(database, "CREATE DOMAIN thing_state AS text DEFAULT 'new'").await;
                postgres
            }
        };
        for (maker, columns) in tables {
            execute(database, &format!("CREATE TABLE things ({columns})")).await;
            let fatal: Vec<String> = reported(database, &WANTED).await;
            let fatal: Vec<&String> = fatal
                .iter()
                .filter(|reported| !reported.starts_with("some values: "))
                .collect();
            assert!(fatal.is_empty(), "{maker}, {:?}: {fatal:?}", database.dialect());
            execute(database, "DROP TABLE things").await;
        }
    })
    .await;
}

/// Whatever makes the columns that no declaration has.
#[tokio::test]
async fn a_trigger_may_fill_a_column_on_postgres() {
    on_postgres(&async |database: &Database| {
        for sql in [
            "CREATE TABLE things (id INT PRIMARY KEY, name TEXT NOT NULL, made TIMESTAMPTZ NOT NULL)",
            "CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.made := now(); RETURN NEW; END'",
        ] {
            execute(database, sql).await;
        }
        let wanted = ["`things.made` isn't declared, wants a value and has no default"];
        assert_eq!(reported(database, &PLAIN).await, wanted);
        execute(
            database,
            "CREATE TRIGGER stamp BEFORE INSERT ON things FOR EACH ROW EXECUTE FUNCTION stamp()",
        )
        .await;
        assert!(reported(database, &PLAIN).await.is_empty());
    })
    .await;
}

/// Types whose values a declaration doesn't mean.
#[tokio::test]
async fn types_that_requests_cannot_use_are_found() {
    const NUMBER: Resource = things(&[KEY, Field::column::<i32>("name", &[]).done()]);
    const MOMENT: Resource = things(&[KEY, Field::column::<DateTime<Utc>>("name", &[]).done()]);
    on_each(async |database| {
        let cases: &[(&str, &Resource)] = match database.dialect().backend() {
            sea_orm::DbBackend::Sqlite => &[
                ("TEXT", &NUMBER),
                ("VARCHAR(10)", &NUMBER),
                ("BLOB", &PLAIN),
                ("REAL", &PLAIN),
                ("INTEGER", &PLAIN),
                ("DECIMAL", &PLAIN),
            ],
            _ => &[
                ("TEXT", &NUMBER),
                ("NUMERIC", &NUMBER),
                ("INT[]", &NUMBER),
                ("INTEGER", &PLAIN),
                ("JSON", &PLAIN),
                ("TIMESTAMP", &MOMENT),
                ("UUID", &PLAIN),
            ],
        };
        for (there, wanted) in cases {
            execute(
                database,
                &format!("CREATE TABLE things (id INTEGER PRIMARY KEY, name {there} NOT NULL)"),
            )
            .await;
            let reported = reported(database, wanted).await;
            assert!(
                reported.len() == 1 && reported[0].starts_with("`things.name` is declared as "),
                "{there}: {reported:?}"
            );
            execute(database, "DROP TABLE things").await;
        }
    })
    .await;
}
