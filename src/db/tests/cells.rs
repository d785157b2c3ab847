//! Every storage keeps its values, and every cell comes out as it went in.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rust_decimal::Decimal;
use sea_orm::{FromQueryResult, Statement};
use uuid::Uuid;

use super::*;
use crate::types::{Bytes, Json};

const ALL: Resource = Resource::new(
    "All",
    "all",
    &[],
    &[
        Field::key::<i64>("id", &[]).auto_increment().done(),
        Field::column::<Option<String>>("text", &[]).done(),
        Field::column::<Option<String>>("short", &[]).len(0..=5).done(),
        Field::column::<Option<Bytes>>("bytes", &[]).done(),
        Field::column::<Option<bool>>("truth", &[]).done(),
        Field::column::<Option<i16>>("small", &[]).done(),
        Field::column::<Option<i32>>("middle", &[]).done(),
        Field::column::<Option<i64>>("big", &[]).done(),
        Field::column::<Option<f32>>("float", &[]).done(),
        Field::column::<Option<f64>>("double", &[]).done(),
        Field::column::<Option<Decimal>>("exact", &[]).done(),
        Field::column::<Option<Decimal>>("money", &[]).precision(10, 2).done(),
        Field::column::<Option<Uuid>>("uuid", &[]).done(),
        Field::column::<Option<NaiveDate>>("date", &[]).done(),
        Field::column::<Option<NaiveTime>>("time", &[]).done(),
        Field::column::<Option<DateTime<Utc>>>("instant", &[]).done(),
        Field::column::<Option<JsonValue>>("any", &[]).done(),
        Field::column::<Option<Json<Vec<Decimal>>>>("list", &[]).done(),
    ],
);

const CASES: &[(&str, &[&str])] = &[
    ("text", &[r#""""#, r#""it's \"É\" 😀\n""#, "null"]),
    ("short", &[r#""ÉÉÉÉÉ""#, "null"]),
    ("bytes", &[r#""AP/+""#, r#""""#, "null"]),
    ("truth", &["true", "false", "null"]),
    ("small", &["-32768", "32767", "null"]),
    ("middle", &["-2147483648", "2147483647", "null"]),
    ("big", &["-9223372036854775808", "9223372036854775807", "null"]),
    ("float", &["0.1", "-3.4028235e+38", "5.0", "null"]),
    ("double", &["0.1", "1.7976931348623157e+308", "-3.0", "null"]),
    (
        "exact",
        &[
            "1.50",
            "-0.0000000000000000000000000001",
            "79228162514264337593543950335",
            "0",
            "0.0000",
            "1.0000000000000000000000000000",
            "-1.1234567890123456789012345678",
            "12345678901234.56789012345678",
            "null",
        ],
    ),
    ("money", &["12345678.90", "-0.01", "0.00", "null"]),
    ("uuid", &[r#""0191d6b6-4f3b-7b1c-8a3e-5f2d6c7b8a90""#, "null"]),
    ("date", &[r#""2024-02-29""#, r#""0001-01-01""#, "null"]),
    ("time", &[r#""23:59:59.000001""#, r#""00:00:00""#, "null"]),
    (
        "instant",
        &[
            r#""2024-02-29T12:30:00.000001Z""#,
            r#""1969-12-31T23:59:59Z""#,
            r#""9999-12-31T23:59:59.999999Z""#,
            "null",
        ],
    ),
    (
        "any",
        &[r#"{"z":[1,2.5,null],"a":{"é":"x"}}"#, "5", r#""text""#, "[]", "null"],
    ),
    ("list", &["[1.50,2.00]", "[]", "null"]),
];

#[tokio::test]
async fn every_storage_keeps_its_values() {
    on_each(async |database| {
        create_missing(database, [&ALL]).await.unwrap();
        for (name, texts) in CASES {
            for text in *texts {
                insert(database, &ALL, &format!(r#"{{"{name}": {text}}}"#))
                    .await
                    .unwrap();
                let stored = column(database, &ALL, name, |select| {
                    select.order_by("id", sea_orm::sea_query::Order::Desc).limit(1);
                })
                .await;
                match *name {
                    "any" => assert_eq!(json(&stored[0]), json(text)),
                    _ => assert_eq!(stored, [*text], "{name}"),
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn json_keeps_its_digits_and_order() {
    on_each(async |database| {
        create_missing(database, [&ALL]).await.unwrap();
        let dialect = database.dialect();
        let text = r#"{"z": 1.50, "a": 2e0}"#;
        let mut insert = Query::insert();
        insert.into_table("all").columns(["any"]);
        insert
            .values([dialect.bind(Value::String(Some(text.to_owned())), crate::types::Storage::Json)])
            .unwrap();
        insert.returning(Query::returning().column("any"));
        let rows = database.query(dialect.build(&insert)).await.unwrap();
        assert_eq!(rows.get(0).unwrap().json(0).unwrap(), Some(text));
    })
    .await;
}

#[derive(Debug, PartialEq)]
struct Model {
    id: i64,
    exact: Option<Decimal>,
    uuid: Option<Uuid>,
}

impl FromQueryResult for Model {
    fn from_query_result(row: &sea_orm::QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self {
            id: field(row, prefix, "id")?,
            exact: field(row, prefix, "exact")?,
            uuid: field(row, prefix, "uuid")?,
        })
    }
}

#[tokio::test]
async fn models_read_their_fields_by_name() {
    on_each(async |database| {
        create_missing(database, [&ALL]).await.unwrap();
        insert(database, &ALL, r#"{"id": 7, "exact": 1.50}"#).await.unwrap();
        let read = async |sql: &str| {
            let statement = Statement::from_string(database.dialect().backend(), sql.to_owned());
            let rows = database.connection().query_all_raw(statement).await.unwrap();
            Model::from_query_result(&rows[0], "").map_err(|error| error.to_string())
        };
        let model = read(r#"SELECT "uuid", "exact", "id" FROM "all""#).await.unwrap();
        assert_eq!(
            (model.id, model.exact.unwrap().to_string(), model.uuid),
            (7, "1.50".to_owned(), None)
        );
        assert_eq!(
            read(r#"SELECT NULL AS "id", "exact", "uuid" FROM "all""#).await,
            Err("Type Error: A null value was encountered while decoding id".to_owned())
        );
        assert_eq!(
            read(r#"SELECT "exact", "uuid" FROM "all""#).await,
            Err("Type Error: column `id`: not in the result".to_owned())
        );
        let prefixed = Statement::from_string(
            database.dialect().backend(),
            r#"SELECT "id" AS "A_id", "exact" AS "A_exact", "uuid" AS "A_uuid" FROM "all""#,
        );
        let rows = database.connection().query_all_raw(prefixed).await.unwrap();
        assert_eq!(Model::from_query_result(&rows[0], "A_").unwrap(), model);
    })
    .await;
}

#[tokio::test]
async fn what_others_wrote_into_sqlite_is_read() {
    let database = connect(&Config::memory()).await.unwrap();
    let statement = "SELECT 5, 2.5, '1e3', 'oops', X'00', '0191D6B64F3B7B1C8A3E5F2D6C7B8A90', '2024-01-02 03:04:05', 3";
    let sql = Sql {
        text: statement.to_owned(),
        values: sea_orm::sea_query::Values(Vec::new()),
    };
    let rows = database.query(sql).await.unwrap();
    let row = rows.get(0).unwrap();
    let decimal = |at| row.decimal(at).map(|value| value.unwrap().to_string()).ok();
    assert_eq!(decimal(0).as_deref(), Some("5"));
    assert_eq!(decimal(1).as_deref(), Some("2.5"));
    assert_eq!(decimal(2).as_deref(), Some("1000"));
    assert_eq!(decimal(3), None);
    assert!(row.uuid(4).is_err());
    assert_eq!(row.uuid(5).unwrap().unwrap().as_bytes()[0], 1);
    assert_eq!(
        row.date_time(6).unwrap().unwrap().to_rfc3339(),
        "2024-01-02T03:04:05+00:00"
    );
    assert_eq!(row.double(7).unwrap(), Some(3.0));
    assert!(row.int32(3).is_err(), "text is no integer");
    assert!(row.text(99).is_err(), "no such column");
}
