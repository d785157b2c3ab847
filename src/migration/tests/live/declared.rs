//! The same declaration, created and discovered, is the same catalogue: for every type and option.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::*;
use crate::meta::{Default as Given, OnDelete};
use crate::types::{Bytes, Choices, Json, Literal, Number};

const fn resource(table: &'static str, fields: &'static [Field]) -> Resource {
    Resource::new(table, table, &[], fields)
}

const fn chosen(mut field: Field, choices: &'static [&'static str], default: Option<&'static str>) -> Field {
    field.choices = Choices::Texts(choices);
    field.default = match default {
        Some(text) => Some(Given::Literal(Literal::Text(text))),
        None => None,
    };
    field
}

const fn numbered(mut field: Field, numbers: &'static [i64], default: Option<i64>) -> Field {
    field.choices = Choices::Numbers(numbers, &[]);
    field.default = match default {
        Some(number) => Some(Given::Literal(Literal::Number(Number::int(number)))),
        None => None,
    };
    field
}

const TYPES: Resource = resource(
    "types",
    &[
        Field::key::<i64>("id", &[]).auto_increment().done(),
        Field::column::<String>("text", &[]).done(),
        Field::column::<Option<String>>("text_or_null", &[]).done(),
        Field::column::<Bytes>("bytes", &[]).done(),
        Field::column::<bool>("truth", &[]).done(),
        Field::column::<i16>("small", &[]).done(),
        Field::column::<i32>("middle", &[]).done(),
        Field::column::<i64>("big", &[]).done(),
        Field::column::<f32>("float", &[]).done(),
        Field::column::<f64>("double", &[]).done(),
        Field::column::<Decimal>("exact", &[]).done(),
        Field::column::<Option<Decimal>>("money", &[]).precision(10, 2).done(),
        Field::column::<Decimal>("share", &[]).precision(28, 28).done(),
        Field::column::<Option<Uuid>>("uuid", &[]).done(),
        Field::column::<NaiveDate>("date", &[]).done(),
        Field::column::<NaiveTime>("time", &[]).done(),
        Field::column::<DateTime<Utc>>("instant", &[]).done(),
        Field::column::<Option<JsonValue>>("any", &[]).done(),
        Field::column::<Json<Vec<Decimal>>>("list", &[]).done(),
    ],
);
const LIMITS: Resource = resource(
    "limits",
    &[
        Field::key::<Uuid>("id", &[]).done(),
        Field::column::<String>("at_least", &[]).len(3..=u32::MAX).done(),
        Field::column::<String>("at_most", &[]).len(0..=1).done(),
        Field::column::<Option<String>>("both", &[]).len(1..=64).done(),
        Field::column::<Bytes>("bytes", &[]).len(1..=1024).done(),
        Field::column::<i16>("small", &[]).range(-5..=5).multiple_of(5).done(),
        Field::column::<i32>("negative", &[]).range(-10..=-1).done(),
        Field::column::<i32>("one_end", &[]).min(0).done(),
        Field::column::<i64>("other_end", &[]).max(-1).multiple_of(7).done(),
        Field::column::<i64>("all", &[]).range(i64::MIN..=i64::MAX).done(),
        Field::column::<f32>("single", &[]).range(-0.1..=0.3).done(),
        Field::column::<f64>("double", &[]).range(-0.5..=1e9).done(),
        Field::column::<f64>("whole", &[]).min(0.0).done(),
        Field::column::<Decimal>("money", &[])
            .precision(10, 2)
            .range(-0.25..=99.5)
            .done(),
        Field::column::<Decimal>("share", &[]).precision(4, 4).max(0.5).done(),
        Field::column::<Decimal>("many", &[]).precision(28, 0).done(),
        chosen(
            Field::column::<String>("word", &[]).done(),
            &["a", "it's", "\"b\"", "c\\d", "é, x"],
            None,
        ),
        chosen(Field::column::<Option<String>>("only", &[]).done(), &["it's"], None),
        chosen(
            Field::column::<String>("short", &[]).len(1..=9).done(),
            &["a", "b"],
            Some("b"),
        ),
        numbered(
            Field::column::<i64>("level", &[]).done(),
            &[1, -2, 0, i64::MIN, i64::MAX],
            None,
        ),
        numbered(Field::column::<Option<i64>>("only_level", &[]).done(), &[-7], None),
    ],
);
const DEFAULTS: Resource = resource(
    "defaults",
    &[
        Field::key::<i16>("id", &[]).auto_increment().done(),
        Field::column::<String>("empty", &[]).default("").done(),
        Field::column::<String>("quoted", &[])
            .len(0..=64)
            .default("it's \"x\" \\ é\n")
            .done(),
        Field::column::<String>("like_a_number", &[]).default("1.50").done(),
        Field::column::<String>("like_null", &[]).default("NULL").done(),
        Field::column::<bool>("yes", &[]).default(true).done(),
        Field::column::<bool>("no", &[]).default(false).done(),
        Field::column::<i16>("small", &[]).default(-5).done(),
        Field::column::<i32>("middle", &[]).default(0).done(),
        Field::column::<i64>("big", &[]).default(i64::MIN).done(),
        Field::column::<i64>("bigger", &[]).default(i64::MAX).done(),
        Field::column::<f32>("float", &[]).default(0.1).done(),
        Field::column::<f64>("double", &[]).default(-2.5).done(),
        Field::column::<f64>("large", &[]).default(1e15).done(),
        Field::column::<Decimal>("exact", &[]).default(-0.000_001).done(),
        Field::column::<Decimal>("money", &[])
            .precision(10, 2)
            .default(-1.5)
            .done(),
        Field::column::<JsonValue>("json", &[])
            .default_json(r#"{"it's": [1.50, null]}"#)
            .done(),
        Field::column::<Json<Vec<i32>>>("list", &[]).default_empty().done(),
        chosen(
            Field::column::<String>("word", &[]).done(),
            &["a", "it's"],
            Some("it's"),
        ),
        numbered(Field::column::<i64>("level", &[]).done(), &[1, -2], Some(-2)),
    ],
);
const KEYS: Resource = Resource {
    unique: &[&[1, 2, 0]],
    key: 2,
    ..resource(
        "keys",
        &[
            Field::key::<String>("one", &[]).done(),
            Field::key::<i32>("two", &[]).done(),
            Field::column::<String>("three", &[]).unique().done(),
            Field::column::<Option<i32>>("four", &[]).index().done(),
            Field::column::<Option<i32>>("five", &[]).unique().index().done(),
            Field::column::<Uuid>("limit", &[])
                .references("limits", OnDelete::Cascade)
                .done(),
            Field::column::<Option<Uuid>>("limit_too", &[])
                .references("limits", OnDelete::SetNull)
                .index()
                .done(),
            Field::column::<Option<Uuid>>("limit_three", &[])
                .references("limits", OnDelete::Restrict)
                .unique()
                .done(),
        ],
    )
};
const ODD: Resource = resource(
    "Odd one, (isn't) it",
    &[
        Field::key::<i32>("Id", &[]).auto_increment().done(),
        Field::column::<String>("name", &[])
            .column("odd Name (x)")
            .len(1..=5)
            .unique()
            .done(),
        Field::column::<Option<i32>>("select", &[]).range(0..=9).index().done(),
        Field::column::<Option<i32>>("mother", &[])
            .column("My mother")
            .references("Odd one, (isn't) it", OnDelete::SetNull)
            .done(),
        Field::column::<i32>("check", &[]).default(3).done(),
    ],
);
/// Its names are cut.
const LONG: Resource = resource(
    "a_very_long_name_of_a_table_that_has_many_words",
    &[
        Field::key::<i32>("id", &[]).done(),
        Field::column::<String>("and_a_long_name_of_a_column", &[])
            .len(1..=5)
            .unique()
            .done(),
    ],
);
const ALL: [&Resource; 6] = [&TYPES, &LIMITS, &DEFAULTS, &KEYS, &ODD, &LONG];

/// The table in the words that both have: SQLite's counted `integer` is that of two types.
fn as_live(dialect: Dialect, mut table: Table, like: &Table) -> Table {
    for column in &mut table.columns {
        if let Some(wanted) = like.column(&column.name)
            && dialect.same_kind(column, wanted)
        {
            column.kind = wanted.kind.clone();
        }
    }
    table.uniques.sort_by(|one, other| one.name.cmp(&other.name));
    table.checks.sort_by(|one, other| one.name.cmp(&other.name));
    table
}

#[tokio::test]
async fn what_is_declared_and_created_is_discovered() {
    on_each(async |database| {
        create_missing(database, ALL).await.unwrap();
        let dialect = database.dialect();
        let (declared, live) = (declared(ALL).unwrap(), tables(database).await);
        assert_eq!(live.len(), ALL.len());
        assert!(live.is_sorted_by(|one, other| one.name < other.name));
        for table in declared {
            let found = live.iter().find(|found| found.name == table.name).unwrap();
            let found = as_live(dialect, found.clone(), &table);
            assert_eq!(found.columns, table.columns);
            let table = as_live(dialect, table.clone(), &table);
            assert_eq!(found.checks, table.checks);
            assert_eq!(found, table);
        }
    })
    .await;
}

#[tokio::test]
async fn one_table_is_discovered_by_its_name() {
    on_each(async |database| {
        create_missing(database, ALL).await.unwrap();
        let all = tables(database).await;
        for expected in &all {
            assert_eq!(table(database, &expected.name).await, *expected);
        }
        let missing = live_table(&database.sea_orm(), "missing").await.unwrap();
        assert_eq!(missing, None);
    })
    .await;
}

#[tokio::test]
async fn what_is_discovered_can_be_created_again() {
    on_each(async |database| {
        create_missing(database, ALL).await.unwrap();
        let before = tables(database).await;
        let old = ["keys", "limits", "types", "defaults", ODD.table, LONG.table];
        let mut new: Vec<&Table> = before.iter().collect();
        // `keys` refers to `limits`.
        new.sort_by_key(|table| table.name == "keys");
        instead(database, &old, &new).await;
        assert_eq!(tables(database).await, before);
    })
    .await;
}

#[tokio::test]
async fn other_types_are_distinguished() {
    let kinds = declared([&TYPES]).unwrap().remove(0).columns;
    for dialect in [Dialect::SQLITE, Dialect::POSTGRES] {
        for (at, one) in kinds.iter().enumerate() {
            for (other_at, other) in kinds.iter().enumerate() {
                // One of them is counted.
                let integers = ["id", "middle"];
                let both = |list: &[&str]| list.contains(&one.name.as_str()) && list.contains(&other.name.as_str());
                let same = at == other_at || one.kind == other.kind || dialect == Dialect::SQLITE && both(&integers);
                assert_eq!(dialect.same_kind(one, other), same, "{} {}", one.name, other.name);
            }
        }
    }
}
