//! Rows of one owner: others neither see nor change them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sea_orm::DatabaseExecutor;

use super::owned::{DEED, LEAF, NOTE};
use super::schema::OPERATIONS;
use super::support::{Ask, ask, on_each, principal, sql};
use crate::db::{Executor, Pending, Rows, Transaction};
use crate::engine::Services;
use crate::meta::OperationKind::{Create, CreateMany, Delete, DeleteMany, List, Put, Read, Update};
use crate::meta::{Access, Operation, Resource};
use crate::sql::{Dialect, Sql};

const ANN: &str = "018f4d5e-0000-7000-8000-00000000000a";
const BOB: &str = "018f4d5e-0000-7000-8000-00000000000b";

/// What a principal gets.
async fn reply_to(cx: &Services, id: &str, ask: Ask<'_>) -> String {
    ask.by(&principal(cx, id)).answer(cx).await
}

/// All rows, of all owners.
async fn stored(cx: &Services, columns: &str, table: &str) -> Vec<String> {
    let query = format!("SELECT CAST({columns} AS text) AS line FROM {table} ORDER BY 1");
    let rows = cx.database.query(sql(&query)).await.unwrap();
    let line = |index| rows.get(index).unwrap().text(0).unwrap().unwrap().to_owned();
    (0..rows.len()).map(line).collect()
}

/// Ann's notes `a1` and `a2`, Bob's `b1`.
async fn notes(cx: &Services) {
    for (id, who, title) in [(1, "ann", "a1"), (2, "ann", "a2"), (3, "bob", "b1")] {
        let body = format!(r#"{{"title":"{title}"}}"#);
        assert_eq!(
            reply_to(cx, who, ask(NOTE, Create).body(&body)).await,
            format!(r#"created {{"id":{id},"title":"{title}","author":"{who}"}} at /notes/{id}"#)
        );
    }
}

#[test]
fn principals_see_only_their_own_rows() {
    on_each(|cx| async move {
        notes(&cx).await;
        let a1 = r#"{"id":1,"title":"a1","author":"ann"}"#;
        let a2 = r#"{"id":2,"title":"a2","author":"ann"}"#;
        let b1 = r#"{"id":3,"title":"b1","author":"bob"}"#;
        for (who, query, expected) in [
            ("ann", "", format!("done [{a1},{a2}] of 2")),
            ("bob", "", format!("done [{b1}] of 1")),
            ("eve", "", "done [] of 0".to_owned()),
            (
                "ann",
                "order_by=-title&limit=1",
                format!(
                    "done [{a2}] of 2; next order_by=-title&limit=1&offset=1; last order_by=-title&limit=1&offset=1"
                ),
            ),
            // Past the end the count has a statement of its own.
            (
                "bob",
                "offset=5&limit=9",
                "done [] of 1; first offset=0&limit=5; prev offset=0&limit=5".to_owned(),
            ),
            // Nothing widens it.
            ("bob", "any=true", format!("done [{b1}] of 1")),
            ("bob", "author=ann", "done [] of 0".to_owned()),
            ("bob", "author:ne=x", format!("done [{b1}] of 1")),
            ("bob", "author:null=false", format!("done [{b1}] of 1")),
            ("bob", "title=a1&title=b1", format!("done [{b1}] of 1")),
            ("bob", "search=1", format!("done [{b1}] of 1")),
        ] {
            assert_eq!(
                reply_to(&cx, who, ask(NOTE, List).query(query)).await,
                expected,
                "{who}: {query}"
            );
        }
        assert_eq!(
            reply_to(&cx, "ann", ask(NOTE, Read).key(&["1"])).await,
            format!("done {a1}")
        );
        assert_eq!(
            reply_to(&cx, "bob", ask(NOTE, Read).key(&["1"])).await,
            "missing: not found"
        );
    });
}

/// Notes that all may read.
const SHARED: &Resource = &Resource {
    operations: &[
        Operation {
            access: Access::Public,
            ..Operation::new(Read)
        },
        Operation::new(Update),
    ],
    others: &[Read],
    ..*NOTE
};

/// Ann's note with the number 7.
const A7: &str = "INSERT INTO own_notes (id, title, \"by\") VALUES (7, 'a7', 'ann')";

/// A database in which another request creates a note of Ann's after so many statements.
struct Busy {
    database: Arc<dyn Executor>,
    statements: AtomicUsize,
    after: usize,
}

impl Executor for Busy {
    fn dialect(&self) -> Dialect {
        self.database.dialect()
    }

    fn query(&self, statement: Sql) -> Pending<'_, Box<dyn Rows>> {
        Box::pin(async move {
            let rows = self.database.query(statement).await;
            if self.statements.fetch_add(1, Ordering::SeqCst) + 1 == self.after {
                self.database.execute(sql(A7)).await.expect("created");
            }
            rows
        })
    }

    fn execute(&self, statement: Sql) -> Pending<'_, u64> {
        self.database.execute(statement)
    }

    fn begin(&self) -> Pending<'_, Box<dyn Transaction>> {
        self.database.begin()
    }

    fn sea_orm(&self) -> DatabaseExecutor<'_> {
        self.database.sea_orm()
    }
}

#[test]
fn an_own_row_that_appears_meanwhile_is_no_row_of_another() {
    on_each(|cx| async move {
        for after in 1..4 {
            cx.database.execute(sql("DELETE FROM own_notes")).await.unwrap();
            let busy = Busy {
                database: Arc::clone(&cx.database),
                statements: AtomicUsize::new(0),
                after,
            };
            let busy = Services {
                database: Arc::new(busy),
                ..cx.clone()
            };
            let update = ask(SHARED, Update).key(&["7"]).body(r#"{"title":"new"}"#);
            assert_eq!(reply_to(&busy, "ann", update).await, "missing: not found", "{after}");
        }
        cx.database.execute(sql("DELETE FROM own_notes")).await.unwrap();
        cx.database.execute(sql(A7)).await.unwrap();
        let update = ask(SHARED, Update).key(&["7"]).body(r#"{"title":"new"}"#);
        assert_eq!(
            reply_to(&cx, "bob", update).await,
            "forbidden: the credentials don't allow this"
        );
    });
}

#[test]
fn rows_of_others_are_not_changed() {
    on_each(|cx| async move {
        notes(&cx).await;
        let before = stored(&cx, "id || title || \"by\"", "own_notes").await;
        let new = r#"{"title":"new"}"#;
        for (what, foreign) in [
            ("update", ask(NOTE, Update).key(&["1"]).body(new)),
            ("update of nothing", ask(NOTE, Update).key(&["1"]).body("{}")),
            (
                "update with a tag",
                ask(NOTE, Update).key(&["1"]).body(new).if_match("*"),
            ),
            (
                "update with another tag",
                ask(NOTE, Update).key(&["1"]).body(new).if_match("\"0\""),
            ),
            ("put", ask(NOTE, Put).key(&["1"]).body(new)),
            ("put with a tag", ask(NOTE, Put).key(&["1"]).body(new).if_match("\"0\"")),
            ("delete", ask(NOTE, Delete).key(&["1"])),
            ("delete with a tag", ask(NOTE, Delete).key(&["1"]).if_match("*")),
        ] {
            assert_eq!(reply_to(&cx, "bob", foreign).await, "missing: not found", "{what}");
        }
        // The database counts the keys, so that none is free to be put.
        let free = ask(NOTE, Put).key(&["9"]).body(new).if_match("*");
        assert_eq!(reply_to(&cx, "bob", free).await, "missing: not found");
        assert_eq!(
            reply_to(&cx, "bob", ask(NOTE, DeleteMany).query("title:contains=a")).await,
            "deleted of 0"
        );
        assert_eq!(stored(&cx, "id || title || \"by\"", "own_notes").await, before);
        assert_eq!(
            reply_to(&cx, "bob", ask(NOTE, DeleteMany)).await,
            "invalid: all: required: give a filter that leaves rows out, or all=true for every row"
        );
        assert_eq!(
            reply_to(&cx, "bob", ask(NOTE, DeleteMany).query("all=true")).await,
            "deleted of 1"
        );
        assert_eq!(
            reply_to(&cx, "ann", ask(NOTE, DeleteMany).query("any=true&title=a1")).await,
            "deleted of 1"
        );
        assert_eq!(stored(&cx, "id || title || \"by\"", "own_notes").await, ["2a2ann"]);
    });
}

#[test]
fn new_rows_belong_to_the_caller_and_keep_their_owner() {
    on_each(|cx| async move {
        notes(&cx).await;
        // Clients don't set the owner, wherever they try.
        for (what, tried) in [
            ("create", ask(NOTE, Create).body(r#"{"title":"x","author":"bob"}"#)),
            ("update", ask(NOTE, Update).key(&["1"]).body(r#"{"author":"bob"}"#)),
            (
                "put",
                ask(NOTE, Put).key(&["1"]).body(r#"{"title":"x","author":"bob"}"#),
            ),
        ] {
            assert_eq!(
                reply_to(&cx, "ann", tried).await,
                "invalid: author: unknown field",
                "{what}"
            );
        }
        let many = ask(NOTE, CreateMany).body(r#"[{"title":"b2"},{"title":"b3"}]"#);
        assert_eq!(
            reply_to(&cx, "bob", many).await,
            r#"created [{"id":4,"title":"b2","author":"bob"},{"id":5,"title":"b3","author":"bob"}]"#
        );
        assert_eq!(
            reply_to(&cx, "ann", ask(NOTE, Put).key(&["1"]).body(r#"{"title":"a9"}"#)).await,
            r#"done {"id":1,"title":"a9","author":"ann"}"#
        );
        assert_eq!(
            reply_to(&cx, "bob", ask(NOTE, Update).key(&["4"]).body(r#"{"title":"b8"}"#)).await,
            r#"done {"id":4,"title":"b8","author":"bob"}"#
        );
        // A title that another has is taken.
        assert_eq!(
            reply_to(&cx, "bob", ask(NOTE, Create).body(r#"{"title":"a9"}"#)).await,
            "conflict: title already exists"
        );
    });
}

#[test]
fn composite_keys_and_cursor_lists_respect_the_owner() {
    on_each(|cx| async move {
        for (who, number) in [(ANN, 1), (BOB, 2), (ANN, 3), (ANN, 4), (BOB, 5)] {
            let number = number.to_string();
            let put = ask(DEED, Put).key(&["ulm", &number]).body(r#"{"text":"t"}"#);
            assert!(reply_to(&cx, who, put).await.starts_with("created"), "{number}");
        }
        cx.database
            .execute(sql("INSERT INTO own_deeds (town, number) VALUES ('ulm', 6)"))
            .await
            .unwrap();
        let row = |number| format!(r#"{{"town":"ulm","number":{number},"text":"t"}}"#);
        let first = reply_to(&cx, ANN, ask(DEED, List)).await;
        let (rows, cursor) = first.split_once("; next cursor=").unwrap();
        assert_eq!(rows, format!("done [{},{}]", row(1), row(3)));
        let query = format!("cursor={cursor}");
        let second = reply_to(&cx, ANN, ask(DEED, List).query(&query)).await;
        assert!(
            second.starts_with(&format!("done [{}]; prev cursor=", row(4))),
            "{second}"
        );
        // Ann's cursor shows Bob what is his.
        let his = reply_to(&cx, BOB, ask(DEED, List).query(&query)).await;
        assert!(his.starts_with(&format!("done [{}]; prev cursor=", row(5))), "{his}");
        // A UUID in another form is the same owner; a row without an owner is visible to no client.
        let upper = ANN.to_uppercase();
        assert_eq!(
            reply_to(&cx, &upper, ask(DEED, Read).key(&["ulm", "1"])).await,
            format!("done {}", row(1))
        );
        for (who, number) in [(BOB, "1"), (ANN, "6"), (BOB, "6")] {
            for tried in [
                ask(DEED, Read).key(&["ulm", number]),
                ask(DEED, Put).key(&["ulm", number]).body("{}"),
                ask(DEED, Delete).key(&["ulm", number]),
            ] {
                assert_eq!(reply_to(&cx, who, tried).await, "missing: not found", "{who} {number}");
            }
        }
    });
}

#[test]
fn a_refused_put_changes_nothing() {
    on_each(|cx| async move {
        assert_eq!(
            reply_to(&cx, "7", ask(LEAF, Create).body("{}")).await,
            r#"created {"id":1,"tree":7} at /leaves/1"#
        );
        assert_eq!(
            reply_to(&cx, "7", ask(LEAF, Put).key(&["1"]).body("{}")).await,
            r#"done {"id":1,"tree":7}"#
        );
        for new in [false, true] {
            let mut put = ask(LEAF, Put).key(&["1"]).body("{}");
            if new {
                put = put.must_be_new();
            }
            assert_eq!(reply_to(&cx, "8", put).await, "missing: not found");
        }
        assert_eq!(stored(&cx, "id || ' ' || tree", "own_leaves").await, ["1 7"]);
    });
}

#[test]
fn a_principal_who_can_own_no_rows_has_none() {
    on_each(|cx| async move {
        notes(&cx).await;
        let deny = "forbidden: the credentials don't allow this";
        // Longer than the column may be; no number; a number that is too large.
        for (resource, who) in [(NOTE, "nine chars"), (LEAF, "one"), (LEAF, "70000"), (DEED, "ann")] {
            let body = if resource.table == "own_notes" {
                r#"{"title":"x"}"#
            } else {
                "{}"
            };
            let key: &[&str] = if resource.table == "own_deeds" {
                &["ulm", "1"]
            } else {
                &["1"]
            };
            let list = reply_to(&cx, who, ask(resource, List)).await;
            assert!(matches!(&list[..], "done []" | "done [] of 0"), "{list}");
            assert_eq!(
                reply_to(&cx, who, ask(resource, DeleteMany).query("all=true")).await,
                "deleted of 0"
            );
            for kind in [Read, Delete] {
                assert_eq!(
                    reply_to(&cx, who, ask(resource, kind).key(key)).await,
                    "missing: not found"
                );
            }
            // A counted key creates nothing.
            let put = if resource.counts_keys() {
                "missing: not found"
            } else {
                deny
            };
            assert_eq!(reply_to(&cx, who, ask(resource, Put).key(key).body(body)).await, put);
            if resource.table != "own_deeds" {
                let many = format!("[{body}]");
                assert_eq!(reply_to(&cx, who, ask(resource, CreateMany).body(&many)).await, deny);
                assert_eq!(reply_to(&cx, who, ask(resource, Create).body(body)).await, deny);
            }
        }
        assert_eq!(stored(&cx, "id", "own_notes").await.len(), 3);
    });
}

#[test]
fn anonymous_requests_are_refused_before_anything_else_is_checked() {
    on_each(|cx| async move {
        notes(&cx).await;
        for operation in OPERATIONS {
            let ask = || ask(NOTE, operation.kind).key(&["x"]).body("{").query("x=1&all=true");
            let refused = "unauthorized: valid credentials are needed";
            assert_eq!(reply_to(&cx, "", ask()).await, refused, "{:?}", operation.kind);
            assert_eq!(ask().answer(&cx).await, refused, "{:?}", operation.kind);
        }
        assert_eq!(stored(&cx, "id", "own_notes").await.len(), 3);
    });
}
