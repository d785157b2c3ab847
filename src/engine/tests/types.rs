//! Values of every type: returned unchanged, and ordered in lists by cursor.

use super::schema::{SAMPLE, WALKS};
use super::support::{ask, on_each, text};
use crate::engine::Services;
use crate::meta::Operation;
use crate::meta::OperationKind::{CreateMany, List, Read};

/// Least, greatest and awkward values, with ties.
const ROWS: &[&str] = &[
    r#""text":"","flag":false,"small":-32768,"big":-9223372036854775808,"single":-3.4028235e+38,"double":-1.7976931348623157e+308,"exact":-1234567890123456.5000"#,
    r#""text":"a","flag":true,"small":32767,"big":9223372036854775807,"single":0.1,"double":0.1,"exact":0.1000"#,
    r#""text":"\"\\/&=+ü😀","flag":true,"small":0,"big":0,"single":3.3333333,"double":3.3333333333333335,"exact":-0.0001"#,
    r#""text":"a","flag":false,"small":0,"big":9007199254740993,"single":0.1,"double":0.30000000000000004,"exact":9.5000"#,
    r#""text":"B","single":16777216.0,"double":5e-324,"exact":10.0000"#,
    r#""uuid":"00000000-0000-0000-0000-000000000000","date":"0001-01-01","time":"00:00:00","instant":"1969-12-31T23:59:59.999999Z","bytes":"AA==""#,
    r#""uuid":"ffffffff-ffff-ffff-ffff-ffffffffffff","date":"9999-12-31","time":"23:59:59.999999","instant":"2020-01-01T00:00:00Z","bytes":"/w==""#,
    r#""uuid":"7fffffff-ffff-ffff-ffff-ffffffffffff","date":"2020-02-29","time":"12:00:00.500","instant":"2020-01-01T00:00:00.500Z","bytes":"AAA=""#,
    r#""uuid":"7fffffff-ffff-ffff-ffff-ffffffffffff","date":"2020-02-29","time":"12:00:00","instant":"2020-01-01T00:00:00.000001Z","bytes":"""#,
    "",
    "",
];

async fn fill(cx: &Services) -> Vec<String> {
    let items: Vec<String> = ROWS.iter().map(|row| format!("{{{row}}}")).collect();
    let created = ask(SAMPLE, CreateMany)
        .body(&format!("[{}]", items.join(",")))
        .run(cx)
        .await
        .unwrap();
    let rows: Vec<&serde_json::value::RawValue> = serde_json::from_str(text(&created)).unwrap();
    rows.iter().map(|row| row.get().to_owned()).collect()
}

fn id(row: &str) -> String {
    let row: serde_json::Value = serde_json::from_str(row).unwrap();
    row["id"].as_str().unwrap().to_owned()
}

#[test]
fn values_are_returned_as_they_were_sent() {
    on_each(|cx| async move {
        let created = fill(&cx).await;
        assert_eq!(created.len(), ROWS.len());
        for (row, sent) in created.iter().zip(ROWS) {
            let id = id(row);
            let comma = if sent.is_empty() { "" } else { "," };
            assert_eq!(row, &format!(r#"{{"id":"{id}"{comma}{sent}}}"#));
            let read = ask(SAMPLE, Read).key(&[&id]).run(&cx).await.unwrap();
            assert_eq!(text(&read), row);
        }
    });
}

/// The ids of a walk in one direction, one row a page.
async fn walk(cx: &Services, operation: &'static Operation, start: &str, relation: &str) -> (Vec<String>, String) {
    let (mut ids, mut query) = (Vec::new(), start.to_owned());
    loop {
        let reply = ask(SAMPLE, List)
            .operation(operation)
            .query(&query)
            .run(cx)
            .await
            .unwrap();
        let rows: Vec<&serde_json::value::RawValue> = serde_json::from_str(text(&reply)).unwrap();
        ids.extend(rows.iter().map(|row| id(row.get())));
        assert!(ids.len() <= ROWS.len(), "a row is met again: {operation:?}");
        match reply.links.iter().find(|(found, _)| *found == relation) {
            Some((_, next)) => query.clone_from(next),
            None => return (ids, query),
        }
    }
}

#[test]
fn cursor_lists_order_by_every_type() {
    on_each(|cx| async move {
        fill(&cx).await;
        for operation in WALKS {
            let whole = ask(SAMPLE, List)
                .operation(operation)
                .query("limit=100")
                .run(&cx)
                .await
                .unwrap();
            let rows: Vec<&serde_json::value::RawValue> = serde_json::from_str(text(&whole)).unwrap();
            let expected: Vec<String> = rows.iter().map(|row| id(row.get())).collect();
            let (mut ids, last) = walk(&cx, operation, "limit=1", "next").await;
            assert_eq!(ids, expected, "{operation:?}");
            let (back, _) = walk(&cx, operation, &last, "prev").await;
            ids.reverse();
            assert_eq!(back, ids, "{operation:?}");
        }
    });
}
