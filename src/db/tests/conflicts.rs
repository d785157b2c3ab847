//! Conflicts have the same text on every database.

use rust_decimal::Decimal;

use super::*;
use crate::meta::OnDelete;

const PEOPLE: Resource = Resource::new(
    "Person",
    "people",
    &[],
    &[
        Field::key::<i32>("id", &[]).done(),
        Field::column::<String>("name", &[]).len(2..=5).unique().done(),
        Field::column::<i32>("type", &[]).range(1..=10).multiple_of(2).done(),
        Field::column::<Option<Decimal>>("points", &[])
            .precision(4, 2)
            .min(0.5)
            .done(),
        Field::column::<Option<i32>>("parent_id", &[])
            .references("people", OnDelete::Restrict)
            .done(),
    ],
);
const PAIRS: Resource = Resource {
    unique: &[&[1, 2]],
    ..Resource::new(
        "Pair",
        "pairs",
        &[],
        &[
            Field::key::<i32>("id", &[]).done(),
            Field::column::<i32>("left", &[]).done(),
            Field::column::<i32>("Right", &[])
                .references("people", OnDelete::Cascade)
                .done(),
        ],
    )
};

#[tokio::test]
async fn conflicts_have_the_same_words_everywhere() {
    let cases = [
        (PEOPLE, r#"{"id": 1, "name": "Bob", "type": 2}"#, "id already exists"),
        (PEOPLE, r#"{"id": 2, "name": "Ann", "type": 2}"#, "name already exists"),
        (PEOPLE, r#"{"id": 2, "type": 2}"#, "name may not be null"),
        (PEOPLE, r#"{"id": 2, "name": "É", "type": 2}"#, "name breaks a check"),
        (
            PEOPLE,
            r#"{"id": 2, "name": "too long", "type": 2}"#,
            "a value is out of range",
        ),
        (PEOPLE, r#"{"id": 2, "name": "Bob", "type": 12}"#, "type breaks a check"),
        (PEOPLE, r#"{"id": 2, "name": "Bob", "type": 3}"#, "type breaks a check"),
        (
            PEOPLE,
            r#"{"id": 2, "name": "Bob", "type": 2, "points": 0.4}"#,
            "points breaks a check",
        ),
        (
            PEOPLE,
            r#"{"id": 2, "name": "Bob", "type": 2, "points": 100}"#,
            "a value is out of range",
        ),
        (
            PEOPLE,
            r#"{"id": 2, "name": "Bob", "type": 2, "parent_id": 9}"#,
            "a row that it refers to does not exist",
        ),
        (
            PAIRS,
            r#"{"id": 2, "left": 5, "Right": 1}"#,
            "left, Right already exists",
        ),
        (
            PAIRS,
            r#"{"id": 2, "left": 6, "Right": 9}"#,
            "a row that it refers to does not exist",
        ),
    ];
    on_each(async |database| {
        create_missing(database, [&PAIRS, &PEOPLE]).await.unwrap();
        insert(
            database,
            &PEOPLE,
            r#"{"id": 1, "name": "Ann", "type": 2, "points": 99.99}"#,
        )
        .await
        .unwrap();
        insert(
            database,
            &PEOPLE,
            r#"{"id": 3, "name": "ÉÉÉÉÉ", "type": 10, "points": 0.50, "parent_id": 1}"#,
        )
        .await
        .unwrap();
        insert(database, &PAIRS, r#"{"id": 1, "left": 5, "Right": 1}"#)
            .await
            .unwrap();
        for (resource, row, words) in &cases {
            assert_eq!(conflict(insert(database, resource, row).await), *words, "{row}");
        }
        let delete = |id: i32| {
            let mut delete = Query::delete();
            delete
                .from_table("people")
                .and_where(sea_orm::sea_query::ExprTrait::eq(Expr::col("id"), id));
            database.execute(database.dialect().build(&delete))
        };
        assert_eq!(conflict(delete(1).await), "rows refer to it");
        assert_eq!(delete(3).await.unwrap(), 1);
        assert_eq!(delete(1).await.unwrap(), 1, "the reference that restricted it is gone");
        assert!(column(database, &PAIRS, "id", |_| {}).await.is_empty(), "cascaded");
    })
    .await;
}

#[tokio::test]
async fn a_text_too_long_for_its_index_is_out_of_range() {
    const NAMED: Resource = Resource::new(
        "Named",
        "named",
        &[],
        &[
            Field::key::<i32>("id", &[]).done(),
            Field::column::<String>("name", &[]).unique().done(),
        ],
    );
    on_postgres(&async |database: &Database| {
        create_missing(database, [&NAMED]).await.unwrap();
        // Of many different characters: the server shortens what repeats itself.
        let name: String = (0..20_000_u32)
            .filter_map(|count| char::from_u32(0x4e00 + count * 7919 % 20_000))
            .collect();
        let row = format!(r#"{{"id": 1, "name": "{name}"}}"#);
        assert_eq!(
            conflict(insert(database, &NAMED, &row).await),
            "a value is out of range"
        );
    })
    .await;
}

#[tokio::test]
async fn invalid_statements_are_not_conflicts() {
    on_each(async |database| {
        let sql = Sql {
            text: "SELECT nothing FROM nowhere".to_owned(),
            values: sea_orm::sea_query::Values(Vec::new()),
        };
        assert!(matches!(database.execute(sql).await, Err(Error::Internal(_))));
    })
    .await;
}
