//! Filters of bulk deletes: those that every row meets don't count, so that `all` is required.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};
use rust_decimal::Decimal;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{Condition, Value};
use serde_json::json;
use uuid::Uuid;

use super::schema::OPERATIONS;
use super::support::{ask, on_each, text};
use crate::engine::Services;
use crate::error::{Error, FieldErrors};
use crate::meta::OperationKind::{CreateMany, DeleteMany, List};
use crate::meta::{Custom, Field, Filter, Operand, Operator, Resource};

const ORDERED: &[Operator] = &[
    Operator::Eq,
    Operator::Ne,
    Operator::Lt,
    Operator::Le,
    Operator::Gt,
    Operator::Ge,
];

const TEXT: &[Operator] = &[
    Operator::Eq,
    Operator::Ne,
    Operator::Lt,
    Operator::Le,
    Operator::Gt,
    Operator::Ge,
    Operator::Contains,
    Operator::Starts,
];

const fn filter(field: usize, operators: &'static [Operator]) -> Filter {
    Filter::Field {
        field,
        operators,
        docs: &[],
    }
}

fn custom(value: Value) -> Option<Condition> {
    let Value::String(Some(text)) = value else { return None };
    let column = |name: &'static str| Expr::col(("gauges", name));
    let (name, operand) = text.split_once(' ').unwrap_or((&text, ""));
    Some(Condition::all().add(match name {
        "like" => column("title").like(format!("%{operand}%")),
        "in" => column("small").is_in(operand.split_whitespace().filter_map(|one| one.parse::<i16>().ok())),
        "not_in" => column("small").is_not_in(operand.split_whitespace().filter_map(|one| one.parse::<i16>().ok())),
        "not_null" => column("title").is_not_null(),
        "noted" => column("note").is_not_null(),
        "itself" => column("title").eq(column("title")),
        "ge" => column("small").gte(operand.parse::<i16>().ok()?),
        "sql" => Expr::cust(operand.to_owned()),
        _ => return None,
    }))
}

crate::__enum! {
    Kind ["Kind"] [pub] ["One of a few"] [] [] { First = "a1", Second = "A2 more" }
}

crate::__enum! {
    Rank ["Rank"] [pub] ["One of a few numbers"] [] [] { Least = -5, Middle = 3, Most = 70 }
}

/// A resource with a column of each type that has an order, not null, and limits.
pub(super) const GAUGE: &Resource = &Resource {
    table: "gauges",
    path: "/gauges",
    filters: &[
        filter(1, TEXT),
        filter(2, TEXT),
        filter(3, ORDERED),
        filter(4, ORDERED),
        filter(5, ORDERED),
        filter(6, ORDERED),
        filter(7, ORDERED),
        filter(8, &[Operator::Eq, Operator::Ne]),
        filter(9, ORDERED),
        filter(10, ORDERED),
        filter(11, ORDERED),
        filter(12, ORDERED),
        filter(13, &[Operator::Contains, Operator::Starts]),
        filter(14, ORDERED),
        Filter::Custom(Custom::of::<String>("custom", &[], custom)),
    ],
    search: &[Operand::Field(1), Operand::Field(13)],
    operations: OPERATIONS,
    ..Resource::new(
        "Gauge",
        "gauge",
        &[],
        &[
            Field::key::<i64>("id", &[]).auto_increment().done(),
            Field::column::<String>("title", &[]).len(1..=8).done(),
            Field::column::<Option<String>>("note", &[]).done(),
            Field::column::<i16>("small", &[]).range(0..=2).done(),
            Field::column::<i32>("level", &[]).done(),
            Field::column::<i64>("big", &[]).done(),
            Field::column::<f64>("share", &[]).done(),
            Field::column::<Decimal>("price", &[]).precision(4, 2).done(),
            Field::column::<bool>("open", &[]).done(),
            Field::column::<NaiveDate>("day", &[]).done(),
            Field::column::<NaiveTime>("hour", &[]).done(),
            Field::column::<DateTime<Utc>>("at", &[]).done(),
            Field::column::<Uuid>("code", &[]).done(),
            Field::column::<Kind>("kind", &[]).done(),
            Field::column::<Rank>("rank", &[]).done(),
        ],
    )
};

/// For each field, values that rows have: the least, the greatest and one between.
const VALUES: [(&str, [&str; 3]); 14] = [
    ("title", ["\u{1}", "~~~~~~~~", "mid"]),
    ("note", ["", "~~", "note"]),
    ("small", ["0", "2", "1"]),
    ("level", ["-2147483648", "2147483647", "7"]),
    ("big", ["-9223372036854775808", "9223372036854775807", "7"]),
    ("share", ["-1.7976931348623157e308", "1.7976931348623157e308", "0.5"]),
    ("price", ["-99.99", "99.99", "1.50"]),
    ("open", ["false", "true", "true"]),
    ("day", ["0000-01-01", "9999-12-31", "2026-11-30"]),
    ("hour", ["00:00:00", "23:59:59.999999", "12:30:00"]),
    (
        "at",
        [
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999Z",
            "2026-11-30T12:30:00Z",
        ],
    ),
    (
        "code",
        [
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "7f000000-0000-4000-8000-000000000000",
        ],
    ),
    ("kind", ["a1", "A2 more", "a1"]),
    ("rank", ["-5", "70", "3"]),
];

/// Values that a filter may ask for though no row has them.
const ODD: [(&str, &[&str]); 14] = [
    ("title", &["", "too long a title", "m"]),
    ("note", &["", "o"]),
    ("small", &["-1", "3", "32767"]),
    ("level", &["0"]),
    ("big", &["0"]),
    ("share", &["0", "-0.0"]),
    ("price", &["100", "-100", "1.505"]),
    ("open", &["true"]),
    ("day", &["1970-01-01"]),
    ("hour", &["00:00:00.000001"]),
    ("at", &["1970-01-01T00:00:00Z"]),
    ("code", &["7f000000-0000-4000-8000-000000000001"]),
    ("kind", &["", "a", "A", "2", "aa"]),
    ("rank", &["-5"]),
];

/// Fills the table with rows that have all of these values, as far as the limits of the fields let them, and returns how many.
async fn fill(cx: &Services) -> u64 {
    let row = |which: usize| {
        let members = VALUES.iter().zip(ODD).map(|((name, values), (_, odd))| {
            let field = &GAUGE.fields[GAUGE.property(name).expect("a field")];
            let allowed = |text: &&&str| (field.codec.parse)(text, &field.limits, &mut FieldErrors::new()).is_some();
            let odd = || odd.get(which - values.len()).filter(allowed);
            let mut value = *values.get(which).or_else(odd).unwrap_or(&values[2]);
            if which == 4 && *name == "title" {
                // There is always a greater text than the requested one.
                value = "\u{10ffff}";
            }
            let json = match *name {
                "title" | "note" | "day" | "hour" | "at" | "code" | "kind" => json!(value),
                _ => serde_json::from_str(value).expect("JSON"),
            };
            ((*name).to_owned(), json)
        });
        let mut row: serde_json::Map<String, serde_json::Value> = members.collect();
        if which == 2 {
            row.remove("note");
        }
        row
    };
    let rows: Vec<_> = (0..6).map(row).collect();
    ask(GAUGE, CreateMany)
        .body(&json!(rows).to_string())
        .run(cx)
        .await
        .expect("created");
    6
}

async fn count(cx: &Services, query: &str) -> u64 {
    let query = format!("limit=1&{query}");
    let list = ask(GAUGE, List).query(&query).run(cx).await;
    list.expect("a list").total.expect("a count")
}

/// Some filters of one field.
fn filters() -> impl Strategy<Value = String> {
    (0..VALUES.len()).prop_flat_map(|at| {
        let (name, values) = VALUES[at];
        let all: Vec<&str> = values.iter().chain(ODD[at].1).copied().collect();
        let operators = match name {
            "title" | "note" => vec!["", ":ne", ":lt", ":le", ":gt", ":ge", ":contains", ":starts"],
            "open" => vec!["", ":ne"],
            "kind" => vec![":contains", ":starts"],
            _ => vec!["", ":ne", ":lt", ":le", ":gt", ":ge"],
        };
        select(operators).prop_flat_map(move |operator| {
            // Of most fields there are more values than the rows have, so that three at once don't mean all of them.
            let is_finite = matches!(name, "small" | "open" | "rank");
            let most = match operator {
                "" | ":ne" if is_finite => 3,
                "" | ":ne" => 2,
                _ => 1,
            };
            subsequence(all.clone(), 1..=most).prop_map(move |values| {
                let one = |value: &&str| format!("{name}{operator}={value}");
                values.iter().map(one).collect::<Vec<_>>().join("&")
            })
        })
    })
}

#[test]
fn a_delete_without_all_leaves_some_possible_row() {
    on_each(|cx| async move {
        let mut runner = TestRunner::new(Config::default());
        let queries = proptest::collection::vec(filters(), 1..=2);
        for _ in 0..300 {
            let mut parts = queries.new_tree(&mut runner).expect("a query").current();
            // Most operators may be given once only.
            parts.dedup_by_key(|part| part.split('=').next().unwrap_or_default().to_owned());
            let query = parts.join("&");
            ask(GAUGE, DeleteMany)
                .query("all=true")
                .run(&cx)
                .await
                .expect("deleted");
            let all = fill(&cx).await;
            let kept = count(&cx, &query).await;
            match ask(GAUGE, DeleteMany).query(&query).run(&cx).await {
                Ok(_) => assert!(kept < all, "{query} deletes every row"),
                // Nulls aside, which an empty text doesn't find.
                Err(Error::Invalid(errors)) => {
                    assert_eq!(errors[0].field, "all", "{query}: {errors:?}");
                    assert!(kept == all || query.contains("note"), "{query} keeps {kept} rows only");
                }
                Err(error) => panic!("{query}: {error}"),
            }
        }
    });
}

#[test]
fn filters_that_every_row_meets_do_not_count() {
    on_each(|cx| async move {
        let cx = &cx;
        fill(cx).await;
        let asks_for_all = async |query: &str| {
            let answer = ask(GAUGE, DeleteMany).query(query).answer(cx).await;
            let expected = "invalid: all: required: give a filter that leaves rows out, or all=true for every row";
            assert_eq!(answer, expected, "{query}");
        };
        for query in [
            "title:contains=",
            "title:starts=",
            "note:contains=",
            "title:contains=&note:starts=&search=",
            "title:ge=",
            "title:gt=",
            "title:ne=",
            "small:ge=0",
            "small:lt=3",
            "small=0&small=1&small=2",
            "small:ne=9",
            "open=true&open=false",
            "price:le=99.99",
            "day:ge=0000-01-01&open=false&open=true",
            "kind:contains=a",
            "kind:starts=A&small:ge=0",
            "rank=-5&rank=3&rank=70",
            "rank:ge=-5",
            "rank:le=70&kind:contains=a",
            "search=a",
            "custom=like",
            "custom=not_in",
            "custom=not_null",
            "custom=itself",
            "custom=ge+0",
            "custom=sql+1%20=%201",
        ] {
            asks_for_all(query).await;
        }
        assert_eq!(count(cx, "").await, 6);
        // Beside a filter that excludes rows they change nothing.
        for (query, deleted) in [
            ("title:contains=&title=nothing", 0),
            ("custom=in", 0),
            ("kind:contains=a&kind:starts=aa", 0),
            ("custom=not_in+0+1", 1),
            ("custom=noted&title:contains=&title:starts=\u{1}", 1),
            ("title:contains=&all=true", 4),
        ] {
            let reply = ask(GAUGE, DeleteMany).query(query).run(cx).await.expect(query);
            assert_eq!(reply.total, Some(deleted), "{query}");
        }
        assert_eq!(text(&ask(GAUGE, List).run(cx).await.unwrap()), "[]");
    });
}
