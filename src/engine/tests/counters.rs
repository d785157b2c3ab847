//! Counters of keys at their end, and keys that no path can hold.

use super::schema::{MARK, OPERATIONS, TICK};
use super::support::{ask, on_each, principal, sql};
use crate::engine::Services;
use crate::engine::seed;
use crate::error::{Error, FieldErrors};
use crate::meta::OperationKind::{Create, CreateMany, List, Put};
use crate::meta::{Field, Published, Resource};

/// A resource with a counted key of 32 bits.
pub(super) const DIAL: &Resource = &Resource {
    table: "dials",
    path: "/dials",
    operations: OPERATIONS,
    ..Resource::new(
        "Dial",
        "dial",
        &[],
        &[
            Field::key::<i32>("id", &[]).auto_increment().done(),
            Field::column::<Option<i32>>("number", &[]).done(),
        ],
    )
};

/// A resource with a counted key of 16 bits.
pub(super) const NOTCH: &Resource = &Resource {
    table: "notches",
    path: "/notches",
    operations: OPERATIONS,
    ..Resource::new(
        "Notch",
        "notch",
        &[],
        &[
            Field::key::<i16>("id", &[]).auto_increment().done(),
            Field::column::<Option<i32>>("number", &[]).done(),
        ],
    )
};

/// A resource with a counted key whose changes are published, so that each is a transaction of its own.
pub(super) const BELL: &Resource = &Resource {
    table: "bells",
    path: "/bells",
    operations: OPERATIONS,
    publish: &[Published::Create],
    ..Resource::new(
        "Bell",
        "bell",
        &[],
        &[
            Field::key::<i64>("id", &[]).auto_increment().done(),
            Field::column::<Option<i32>>("number", &[]).done(),
        ],
    )
};

/// Resources with counted keys, and the greatest key of each.
const COUNTED: [(&Resource, i64); 4] = [
    (NOTCH, i16::MAX as i64),
    (DIAL, i32::MAX as i64),
    (TICK, i64::MAX),
    (BELL, i64::MAX),
];

const COUNTER_EXHAUSTED: &str = "conflict: no keys are left for new rows: the table's counter is exhausted";

/// Leaves the counter of a table so that one key is left.
async fn wind(cx: &Services, resource: &'static Resource, last: i64) {
    ask(resource, Create).body("{}").run(cx).await.expect("created");
    let (table, before) = (resource.table, last - 1);
    let statement = match cx.database.dialect().backend() {
        sea_orm::DbBackend::Sqlite => format!("UPDATE sqlite_sequence SET seq = {before} WHERE name = '{table}'"),
        _ => format!("SELECT setval(pg_get_serial_sequence('{table}', 'id'), {before})"),
    };
    cx.database.query(sql(&statement)).await.expect("wound");
}

#[test]
fn a_counter_at_its_end_is_a_conflict() {
    on_each(|cx| async move {
        let cx = &cx;
        for (resource, last) in COUNTED {
            wind(cx, resource, last).await;
            // All or none.
            assert_eq!(
                ask(resource, CreateMany).body("[{},{}]").answer(cx).await,
                COUNTER_EXHAUSTED
            );
            let created = ask(resource, Create).body("{}").answer(cx).await;
            // PostgreSQL took the last key for the bulk request.
            assert!(
                created == COUNTER_EXHAUSTED || created.starts_with(&format!(r#"created {{"id":{last}"#)),
                "{created}"
            );
            assert_eq!(ask(resource, Create).body("{}").answer(cx).await, COUNTER_EXHAUSTED);
            assert_eq!(
                ask(resource, CreateMany).body("[{}]").answer(cx).await,
                COUNTER_EXHAUSTED
            );
            let list = ask(resource, List).answer(cx).await;
            assert!(list.starts_with("done ["), "{list}");
            let key = last.to_string();
            let there = if created == COUNTER_EXHAUSTED {
                "missing"
            } else {
                "done"
            };
            let put = ask(resource, Put).key(&[&key]).body("{}").answer(cx).await;
            assert!(put.starts_with(there), "{put}");
        }
    });
}

#[test]
fn a_counter_that_ends_within_a_transaction_is_a_conflict() {
    on_each(|cx| async move {
        for (resource, last) in COUNTED {
            wind(&cx, resource, last - 1).await;
            let ctx = principal(&cx, "");
            // Two keys are left.
            let creates = ctx.transaction(async |tx| {
                for _ in 0..3 {
                    ask(resource, Create).body("{}").run(tx.services()).await?;
                }
                Ok(())
            });
            match creates.await {
                Err(Error::Conflict(why)) => assert_eq!(format!("conflict: {why}"), COUNTER_EXHAUSTED),
                other => panic!("{}: {other:?}", resource.table),
            }
        }
    });
}

#[test]
fn a_put_leaves_the_counter_alone() {
    on_each(|cx| async move {
        let cx = &cx;
        for key in ["2147483647", "2"] {
            let put = ask(DIAL, Put).key(&[key]).body("{}");
            assert_eq!(put.answer(cx).await, "missing: not found", "{key}");
        }
        let body = r#"{"number":1}"#;
        assert!(
            ask(DIAL, Create)
                .body(body)
                .answer(cx)
                .await
                .starts_with(r#"created {"id":1,"#)
        );
        assert!(
            ask(DIAL, Create)
                .body(body)
                .answer(cx)
                .await
                .starts_with(r#"created {"id":2,"#)
        );
    });
}

#[test]
fn a_key_that_no_path_can_hold_is_refused() {
    on_each(|cx| async move {
        let cx = &cx;
        for key in [".", "..", ""] {
            let record = format!(r#"{{"name":"{key}"}}"#);
            assert_eq!(
                ask(MARK, Create).body(&record).answer(cx).await,
                "invalid: name: can't be part of a path"
            );
            let records = format!(r#"[{{"name":"a"}},{record}]"#);
            assert_eq!(
                ask(MARK, CreateMany).body(&records).answer(cx).await,
                "invalid: 1.name: can't be part of a path"
            );
            assert_eq!(
                ask(MARK, Put).key(&[key]).body("{}").answer(cx).await,
                "invalid: name: can't be part of a path"
            );
            let mut errors = FieldErrors::new();
            let json = serde_json::from_str(&record).expect("JSON");
            assert!(seed::read(MARK, json, false, &mut errors).is_none());
            assert!(matches!(errors.finish(), Err(Error::Invalid(_))));
        }
        assert_eq!(ask(MARK, List).answer(cx).await, "done [] of 0");
        for key in ["...", ".a", "a.", "a..", "-"] {
            let record = format!(r#"{{"name":"{key}"}}"#);
            assert!(
                ask(MARK, Create).body(&record).answer(cx).await.starts_with("created"),
                "{key}"
            );
        }
    });
}
