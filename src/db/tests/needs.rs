//! What requests need and tables lack.

use super::*;
use crate::db::catalog::unmet_needs;
use crate::meta::{Operation, OperationKind};

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

/// The sentences about tables of the one declaration, held against the other.
async fn unmet(database: &Database, there: &'static Resource, wanted: &'static Resource) -> Vec<String> {
    create_missing(database, [there]).await.unwrap();
    let unmet = told(database, wanted).await;
    execute(database, "DROP TABLE things").await;
    unmet
}

async fn told(database: &Database, wanted: &'static Resource) -> Vec<String> {
    let unmet = unmet_needs(&database.sea_orm(), [wanted]).await.unwrap();
    unmet.iter().map(ToString::to_string).collect()
}

async fn execute(database: &Database, sql: &str) {
    database.connection().execute_unprepared(sql).await.unwrap();
}

const PLAIN: Resource = things(&[KEY, Field::column::<String>("name", &[]).len(1..=10).done()]);

#[tokio::test]
async fn what_is_as_declared_lacks_nothing() {
    on_each(async |database| {
        assert_eq!(told(database, &PLAIN).await, ["`things` is missing"]);
        assert!(unmet(database, &PLAIN, &PLAIN).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_may_be_left_out_keeps_nobody_from_serving() {
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
            &["`things.name` is declared as optional and may not be NULL"],
        ),
        (
            &FEWER,
            &["`things.name` isn't declared, wants a value and has no default"],
        ),
        (
            &OTHER_KEY,
            &["`things` has no primary key or unique constraint over its declared key"],
        ),
    ];
    on_each(async |database| {
        for (wanted, expected) in cases {
            assert_eq!(unmet(database, &PLAIN, wanted).await, *expected, "{:?}", database.dialect());
        }
        let longer = unmet(database, &PLAIN, &LONGER).await;
        let check = "`things.name` has the check `things_name_max_length_check`, which refuses values that the declaration admits";
        match database.dialect() {
            Dialect::Sqlite => assert_eq!(longer, [check]),
            Dialect::Postgres => assert_eq!(longer, ["`things.name` is declared as text(20) and is text(10)", check]),
        }
    })
    .await;
}

#[tokio::test]
async fn rows_without_a_value_that_all_must_have_are_found() {
    const OPTIONAL: Resource = things(&[KEY, Field::column::<Option<String>>("name", &[]).len(1..=10).done()]);
    on_each(async |database| {
        create_missing(database, [&OPTIONAL]).await.unwrap();
        assert!(told(database, &PLAIN).await.is_empty());
        execute(database, "INSERT INTO things VALUES (1, NULL)").await;
        assert_eq!(
            told(database, &PLAIN).await,
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
        match database.dialect() {
            // Every integer there has 64 bits.
            Dialect::Sqlite => assert!(behind.is_empty()),
            Dialect::Postgres => assert_eq!(
                behind,
                ["`things.count` is declared as big integer and is small integer"]
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
        match database.dialect() {
            // An integer that is the key is counted there.
            Dialect::Sqlite => assert!(behind.is_empty()),
            Dialect::Postgres => assert_eq!(behind, ["`things.id` isn't counted up by the database"]),
        }
        assert!(unmet(database, &COUNTED, &GIVEN).await.is_empty());
    })
    .await;
}
