//! Types that fields don't ask for, and can read all the same.

use super::*;
use crate::schema::model::{Column, ColumnKind};
use crate::types::{Codec, Storage};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

/// For each storage a type of fields and JSON texts that a column of it keeps.
fn samples(storage: Storage) -> (Codec, &'static [&'static str]) {
    match storage {
        Storage::Text => (Codec::of::<String>(), &[r#""""#, r#""5""#, r#""É""#]),
        Storage::Bytes => (Codec::of::<crate::types::Bytes>(), &[r#""AP/+""#, r#""NQ==""#]),
        Storage::Boolean => (Codec::of::<bool>(), &["true", "false"]),
        Storage::Int16 => (Codec::of::<i16>(), &["-32768", "0"]),
        Storage::Int32 => (Codec::of::<i32>(), &["-2147483648", "1"]),
        Storage::Int64 => (Codec::of::<i64>(), &["9223372036854775807", "-1"]),
        Storage::Float => (Codec::of::<f32>(), &["0.1", "5.0"]),
        Storage::Double => (Codec::of::<f64>(), &["0.1", "-3.0", "1.7976931348623157e+308"]),
        Storage::Decimal => (Codec::of::<Decimal>(), &["1.50", "-0.25"]),
        Storage::Uuid => (Codec::of::<Uuid>(), &[r#""0191d6b6-4f3b-7b1c-8a3e-5f2d6c7b8a90""#]),
        Storage::Date => (Codec::of::<NaiveDate>(), &[r#""2024-02-29""#]),
        Storage::Time => (Codec::of::<NaiveTime>(), &[r#""23:59:59.000001""#, r#""00:00:00""#]),
        Storage::DateTime => (Codec::of::<DateTime<Utc>>(), &[r#""2024-02-29T12:30:00.000001Z""#]),
        Storage::Json => (Codec::of::<JsonValue>(), &["5", r#"{"a":[1,null]}"#, r#""x""#]),
    }
}

/// Writes what fields write and reads what they read.
async fn keeps(database: &Database, table: &str, kind: &str, readable: &ColumnKind) {
    let ColumnKind::Stored { storage, length, .. } = readable else {
        panic!("{readable:?}");
    };
    let dialect = database.dialect();
    let (codec, texts) = samples(*storage);
    for text in texts {
        if length.is_some() && kind.to_lowercase().starts_with("char(") {
            // Padded with spaces, unless it fills the column.
            continue;
        }
        run(database, &format!("DELETE FROM {table}")).await;
        let raw = RawValue::from_string((*text).to_owned()).unwrap();
        let mut errors = FieldErrors::new();
        let value = (codec.read)(&raw, &crate::types::Limits::NONE, &mut errors).unwrap();
        let mut insert = Query::insert();
        insert.into_table(table.to_owned()).columns(["x"]);
        insert.values([dialect.bind(value, *storage)]).unwrap();
        database.execute(dialect.build(&insert)).await.unwrap();
        let select = Query::select().column("x").from(table.to_owned()).to_owned();
        let rows = database.query(dialect.build(&select)).await.unwrap();
        let mut out = Vec::new();
        let found = (codec.render)(rows.get(0).unwrap(), 0, &mut out);
        assert!(found.unwrap_or_else(|error| panic!("{kind} as {storage:?}: {error}")));
        let out = String::from_utf8(out).unwrap();
        match storage {
            Storage::Json => assert_eq!(json(&out), json(text), "{kind}"),
            _ => assert_eq!(out, *text, "{kind} as {storage:?}"),
        }
    }
}

#[tokio::test]
async fn readable_types_are_readable() {
    on_each(async |database| {
        let dialect = database.dialect();
        let kinds: &[(&str, &[Storage])] = match dialect.backend() {
            sea_orm::DbBackend::Sqlite => &[
                (
                    "INT",
                    &[Storage::Int64, Storage::Int32, Storage::Int16, Storage::Boolean],
                ),
                ("INTEGER", &[Storage::Int64, Storage::Int32, Storage::Int16]),
                ("Bigint", &[Storage::Int64, Storage::Int32, Storage::Int16]),
                ("VARCHAR(20)", &[Storage::Text, Storage::Text]),
                ("TINYINT(1)", &[Storage::Boolean, Storage::Int64]),
                ("UNSIGNED BIG INT", &[Storage::Int64]),
                ("CHAR(20)", &[Storage::Text]),
                ("varchar", &[Storage::Text, Storage::Json]),
                ("text COLLATE NOCASE", &[Storage::Text]),
                ("clob", &[Storage::Text]),
                ("REAL", &[Storage::Double, Storage::Float]),
                ("DOUBLE PRECISION", &[Storage::Double]),
                ("NUMERIC", &[Storage::Double]),
                ("BOOL", &[Storage::Boolean]),
                ("varbinary_blob(16)", &[Storage::Bytes]),
                ("UUID", &[Storage::Uuid]),
                ("DATE", &[Storage::Date]),
                ("TIME", &[Storage::Time]),
                ("DATETIME", &[Storage::DateTime]),
                ("jsonb_text", &[Storage::Json]),
                ("JSON", &[]),
                ("decimal_text(10, 2)", &[]),
                ("money", &[]),
            ],
            _ => &[
                ("varchar", &[Storage::Text]),
                ("char(2)", &[Storage::Text]),
                ("jsonb", &[Storage::Json]),
                ("numeric(40, 2)", &[Storage::Decimal]),
                ("time(6)", &[Storage::Time]),
                ("timestamptz(6)", &[Storage::DateTime]),
                ("timestamp", &[]),
                ("int[]", &[]),
                ("money", &[]),
            ],
        };
        for (at, (kind, expected)) in kinds.iter().enumerate() {
            // Connections keep statements and what they know of tables: each has a name of its own.
            let name = format!("t{at}");
            run(database, &format!("CREATE TABLE {name} (x {kind})")).await;
            let column = table(database, &name).await.columns.remove(0);
            let ColumnKind::Other(found) = &column.kind else {
                panic!("{kind}: {:?}", column.kind);
            };
            let readable = dialect.readable(found);
            let storages: Vec<Storage> = readable
                .iter()
                .filter_map(|kind| match kind {
                    ColumnKind::Stored { storage, .. } => Some(*storage),
                    ColumnKind::Other(_) => None,
                })
                .collect();
            assert_eq!(
                storages.is_empty(),
                expected.is_empty(),
                "{kind} is {found}: {storages:?}"
            );
            assert!(storages.starts_with(expected), "{kind} is {found}: {storages:?}");
            for one in &readable {
                keeps(database, &name, kind, one).await;
                let wanted = Column {
                    kind: one.clone(),
                    ..column.clone()
                };
                assert!(dialect.same_kind(&column, &wanted), "{kind}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn on_sqlite_the_spelling_identifies_types_of_this_crate() {
    let database = connect(&Config::memory()).await.unwrap();
    run(
        &database,
        "CREATE TABLE t (id integer PRIMARY KEY AUTOINCREMENT, small smallint, middle integer, large bigint, \
         held varchar(9) CHECK (length(held) <= 9), loose varchar(9), longer varchar(9) CHECK (length(longer) <= 10))",
    )
    .await;
    let stored = |storage, length| ColumnKind::Stored {
        storage,
        length,
        precision: None,
    };
    let other = || ColumnKind::Other("varchar(9)".to_owned());
    let kinds: Vec<ColumnKind> = table(&database, "t")
        .await
        .columns
        .into_iter()
        .map(|column| column.kind)
        .collect();
    assert_eq!(
        kinds,
        [
            stored(Storage::Int64, None),
            stored(Storage::Int16, None),
            stored(Storage::Int32, None),
            stored(Storage::Int64, None),
            stored(Storage::Text, Some(9)),
            other(),
            other(),
        ]
    );
}
