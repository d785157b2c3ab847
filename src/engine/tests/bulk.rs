//! Many rows created or deleted, all or none.

use super::schema::{THING, TICK};
use super::support::{ask, on_each, text};
use crate::meta::OperationKind::{CreateMany, DeleteMany, List};

#[test]
fn creates_all_or_none() {
    on_each(|cx| async move {
        let cx = &cx;
        assert_eq!(ask(THING, CreateMany).body("[]").answer(cx).await, "created []");
        assert_eq!(
            ask(THING, CreateMany)
                .body(r#"[{"title":"zzz","code":"1"},{"title":"aaa","severity":1}]"#)
                .answer(cx)
                .await,
            r#"created [{"id":1,"title":"zzz","code":"1","author":""},{"id":2,"title":"aaa","severity":1,"author":""}]"#
        );
        let conflict = r#"[{"title":"new"},{"title":"old","code":"1"}]"#;
        assert_eq!(
            ask(THING, CreateMany).body(conflict).answer(cx).await,
            "conflict: code already exists"
        );
        assert!(ask(THING, List).answer(cx).await.contains(" of 2"));
        assert_eq!(
            ask(TICK, CreateMany).body("[{},{}]").answer(cx).await,
            r#"created [{"id":1},{"id":2}]"#
        );
    });
}

#[test]
fn more_rows_than_a_statement_takes_keep_their_order() {
    on_each(|cx| async move {
        let items = |last: &str| -> String {
            let items: Vec<String> = (0..4_000)
                .map(|count| format!(r#"{{"title":"row {count}"}}"#))
                .collect();
            format!("[{},{last}]", items.join(","))
        };
        let body = items(r#"{"title":"last","code":"c"}"#);
        let created = ask(THING, CreateMany).body(&body).run(&cx).await.unwrap();
        let rows: Vec<serde_json::Value> = serde_json::from_str(text(&created)).unwrap();
        assert_eq!(rows.len(), 4_001);
        for (count, row) in rows[..4_000].iter().enumerate() {
            assert_eq!(row["title"], format!("row {count}"));
        }
        // The last chunk's conflict takes the first one back too.
        assert_eq!(
            ask(THING, CreateMany).body(&body).answer(&cx).await,
            "conflict: code already exists"
        );
        let count = ask(THING, List).query("limit=1").run(&cx).await.unwrap();
        assert_eq!(count.total, Some(4_001));
    });
}

#[test]
fn deletes_the_rows_that_match() {
    on_each(|cx| async move {
        let cx = &cx;
        let body = r#"[{"title":"one","severity":1},{"title":"two","severity":2},{"title":"Three"},{"title":"four","severity":2}]"#;
        ask(THING, CreateMany).body(body).run(cx).await.unwrap();
        let delete = |query: &'static str| ask(THING, DeleteMany).query(query).answer(cx);
        // Every row meets it.
        for query in ["locked=false", "locked=false&all=false"] {
            assert_eq!(
                delete(query).await,
                "invalid: all: required: give a filter that leaves rows out, or all=true for every row"
            );
        }
        assert_eq!(delete("locked=true").await, "deleted of 0");
        assert_eq!(delete("severity=2&title=two&locked=false").await, "deleted of 1");
        assert_eq!(delete("search=THREE").await, "deleted of 1");
        assert_eq!(delete("all=true&severity=7").await, "deleted of 0");
        assert_eq!(delete("all=true").await, "deleted of 2");
    });
}
