//! Values of columns whose type changes: what the readers of cells find afterwards.

use super::alter::{manager, on_both, refusal, run};
use super::*;
use crate::migration::column::{self, Column};
use crate::migration::{alter_table, create_table};

/// The values of the only row after the column became another one, found by the reader of its type; the message if they couldn't.
async fn converted(
    database: &Database,
    from: Column,
    value: &str,
    to: Column,
    read: fn(&dyn crate::types::Row) -> String,
) -> Result<String, String> {
    let manager = manager(database);
    create_table("t").column(from.null()).run(&manager).await.unwrap();
    run(database, &format!("INSERT INTO t VALUES ({value}), (NULL)")).await;
    let altered = alter_table("t").alter_column(to.null());
    let result = match altered.clone().run(&manager).await {
        Ok(()) => {
            let sql = Sql {
                // Another text each time: PostgreSQL refuses a prepared one whose columns have changed.
                text: format!("SELECT c AS {} FROM t WHERE c IS NOT NULL", unused_name()),
                values: sea_orm::sea_query::Values(Vec::new()),
            };
            Ok(read(database.query(sql).await.unwrap().get(0).unwrap()))
        }
        Err(_) => Err(refusal(database, async |manager| altered.run(manager).await).await),
    };
    run(database, "DROP TABLE t").await;
    result
}

fn text(row: &dyn crate::types::Row) -> String {
    row.text(0).unwrap().unwrap().to_owned()
}

fn int(row: &dyn crate::types::Row) -> String {
    row.int64(0).unwrap().unwrap().to_string()
}

fn small(row: &dyn crate::types::Row) -> String {
    row.int16(0).unwrap().unwrap().to_string()
}

fn double(row: &dyn crate::types::Row) -> String {
    row.double(0).unwrap().unwrap().to_string()
}

fn decimal(row: &dyn crate::types::Row) -> String {
    row.decimal(0).unwrap().unwrap().to_string()
}

fn uuid(row: &dyn crate::types::Row) -> String {
    row.uuid(0).unwrap().unwrap().to_string()
}

fn truth(row: &dyn crate::types::Row) -> String {
    row.boolean(0).unwrap().unwrap().to_string()
}

fn date(row: &dyn crate::types::Row) -> String {
    row.date(0).unwrap().unwrap().to_string()
}

fn time(row: &dyn crate::types::Row) -> String {
    row.time(0).unwrap().unwrap().to_string()
}

fn instant(row: &dyn crate::types::Row) -> String {
    row.date_time(0).unwrap().unwrap().to_rfc3339()
}

fn json_text(row: &dyn crate::types::Row) -> String {
    row.json(0).unwrap().unwrap().to_owned()
}

type Make = fn(&'static str) -> Column;
type Read = fn(&dyn crate::types::Row) -> String;

fn money(name: &'static str) -> Column {
    column::decimal(name).precision(10, 2)
}

fn short(name: &'static str) -> Column {
    column::text(name)
        .length(5)
        .check("t_c_max_length_check", "length(\"c\") <= 5")
}

fn foreign(name: &'static str) -> Column {
    column::custom(name, "varchar(40)")
}

#[tokio::test]
async fn values_become_their_like() {
    let cases: &[(Make, &str, Make, Read, &str)] = &[
        (column::text, "' -42 '", column::integer, int, "-42"),
        (column::text, "'007'", column::big_integer, int, "7"),
        (
            column::text,
            "'-9223372036854775807'",
            column::big_integer,
            int,
            "-9223372036854775807",
        ),
        (column::text, "'1.5'", column::double, double, "1.5"),
        (column::text, "'1.50'", column::decimal, decimal, "1.50"),
        (column::text, "'-1.005'", money, decimal, "-1.01"),
        (column::text, "'12'", money, decimal, "12.00"),
        (column::text, "'Yes'", column::boolean, truth, "true"),
        (column::text, "'off'", column::boolean, truth, "false"),
        (
            column::text,
            "'0191D6B6-4F3B-7B1C-8A3E-5F2D6C7B8A90'",
            column::uuid,
            uuid,
            "0191d6b6-4f3b-7b1c-8a3e-5f2d6c7b8a90",
        ),
        (column::text, "'2024-02-29'", column::date, date, "2024-02-29"),
        // Of tables that others have made, whatever the session's time zone.
        (
            foreign,
            "'2024-02-29 12:30:00'",
            column::timestamp_with_time_zone,
            instant,
            "2024-02-29T12:30:00+00:00",
        ),
        (column::text, "'1e2'", column::double, double, "100"),
        (column::text, "'abcde'", short, text, "abcde"),
        (column::text, "'23:59'", column::time, time, "23:59:00"),
        (column::text, "'23:59:59.000001'", column::time, time, "23:59:59.000001"),
        (
            column::text,
            "'2024-02-29T12:30:00.000001+02:00'",
            column::timestamp_with_time_zone,
            instant,
            "2024-02-29T10:30:00.000001+00:00",
        ),
        (
            column::text,
            "'2024-02-29 12:30:00'",
            column::timestamp_with_time_zone,
            instant,
            "2024-02-29T12:30:00+00:00",
        ),
        (
            column::text,
            "'2024-02-29'",
            column::timestamp_with_time_zone,
            instant,
            "2024-02-29T00:00:00+00:00",
        ),
        (
            column::text,
            r#"'{"a": 1.50}'"#,
            column::json,
            json_text,
            r#"{"a": 1.50}"#,
        ),
        (column::json, r#"'{"a": 1.50}'"#, column::text, text, r#"{"a": 1.50}"#),
        (column::integer, "5", column::text, text, "5"),
        (column::big_integer, "300", column::small_integer, small, "300"),
        (column::integer, "7", column::boolean, truth, "true"),
        (column::boolean, "TRUE", column::integer, int, "1"),
        (column::boolean, "TRUE", column::text, text, "true"),
        (column::integer, "5", column::double, double, "5"),
        (column::integer, "5", money, decimal, "5.00"),
        (column::double, "2.7", column::integer, int, "3"),
        (column::double, "-2.7", column::integer, int, "-3"),
        (column::double, "5", column::text, text, "5"),
        (column::double, "2.5", column::text, text, "2.5"),
        (column::double, "0.1", column::decimal, decimal, "0.1"),
        (column::double, "1.005", money, decimal, "1.01"),
        (column::decimal, "'2.5'", column::big_integer, int, "3"),
        (column::decimal, "'-2.4'", column::big_integer, int, "-2"),
        (column::decimal, "'2.50'", column::double, double, "2.5"),
        (column::decimal, "'2.50'", column::text, text, "2.50"),
        (column::decimal, "'99.995'", money, decimal, "100.00"),
        (column::decimal, "'-0.001'", money, decimal, "0.00"),
        (money, "'99.90'", column::decimal, decimal, "99.90"),
        (column::date, "'2024-02-29'", column::text, text, "2024-02-29"),
        (
            column::date,
            "'2024-02-29'",
            column::timestamp_with_time_zone,
            instant,
            "2024-02-29T00:00:00+00:00",
        ),
        (
            column::timestamp_with_time_zone,
            "'2024-02-29T23:30:00.120+00:00'",
            column::date,
            date,
            "2024-02-29",
        ),
        (
            column::timestamp_with_time_zone,
            "'2024-02-29T23:30:00.120+00:00'",
            column::text,
            text,
            "2024-02-29T23:30:00.120Z",
        ),
        (
            column::timestamp_with_time_zone,
            "'2024-02-29T23:30:00+00:00'",
            column::text,
            text,
            "2024-02-29T23:30:00Z",
        ),
    ];
    on_both(async |database| {
        for (from, value, to, read, expected) in cases {
            let found = converted(database, from("c"), value, to("c"), *read).await;
            assert_eq!(
                found.as_deref(),
                Ok(*expected),
                "{value} of {:?} in {:?}",
                from("c"),
                database.dialect()
            );
        }
    })
    .await;
}

#[tokio::test]
async fn uuids_become_text_as_the_api_writes_it() {
    on_both(async |database| {
        let value = match database.dialect().backend() {
            sea_orm::DbBackend::Sqlite => "X'0191D6B64F3B7B1C8A3E5F2D6C7B8A90'",
            _ => "'0191D6B6-4F3B-7B1C-8A3E-5F2D6C7B8A90'",
        };
        let found = converted(database, column::uuid("c"), value, column::text("c"), text).await;
        assert_eq!(found.unwrap(), "0191d6b6-4f3b-7b1c-8a3e-5f2d6c7b8a90");
    })
    .await;
}

#[tokio::test]
async fn values_without_a_like_fail_the_migration() {
    let cases: &[(Make, &str, Make)] = &[
        (column::text, "'ten'", column::integer),
        (column::text, "'1.5'", column::integer),
        (column::text, "'99999999999'", column::integer),
        (column::text, "''", column::big_integer),
        (column::text, "'1,5'", column::decimal),
        (column::text, "'x'", column::double),
        (column::text, "'maybe'", column::boolean),
        (column::text, "'0191d6b6'", column::uuid),
        (column::text, "'2024-02-30'", column::date),
        (column::text, "'24:61'", column::time),
        (column::text, "'yesterday morning'", column::timestamp_with_time_zone),
        (column::text, "'2023-02-29T00:00:00Z'", column::timestamp_with_time_zone),
        (column::text, "'yesterday'", column::timestamp_with_time_zone),
        (column::text, "'infinity'", column::timestamp_with_time_zone),
        (column::text, "'2024-02-29 12:30 EST'", column::timestamp_with_time_zone),
        (column::text, "'today'", column::date),
        (column::text, "'02/03/2024'", column::date),
        (column::text, "'now'", column::time),
        (column::text, "'10:00 PM'", column::time),
        (column::text, "'NaN'", column::double),
        (column::text, "'Infinity'", column::double),
        (column::text, "'NaN'", column::decimal),
        (column::text, "'abc     '", short),
        (column::text, "'{'", column::json),
        (column::big_integer, "70000", column::small_integer),
        (column::big_integer, "3000000000", column::integer),
        (column::double, "1e10", column::integer),
        (column::json, "'5'", column::integer),
    ];
    on_both(async |database| {
        for (from, value, to) in cases {
            let found = converted(database, from("c"), value, to("c"), text).await;
            assert!(found.is_err(), "{value}: {found:?} in {:?}", database.dialect());
        }
        if database.dialect() == Dialect::SQLITE {
            assert_eq!(
                converted(database, column::text("c"), "'ten'", column::integer("c"), int).await,
                Err(
                    "Custom Error: `t.c` can't be converted: 1 of its values can't, such as `ten`; change them first"
                        .to_owned()
                )
            );
        }
    })
    .await;
}
