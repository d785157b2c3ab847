//! One row created, read, changed, replaced and deleted.

use super::schema::{MARK, PLACE, THING, TICK};
use super::support::{ask, on_each, text};
use crate::meta::OperationKind::{Create, Delete, Put, Read, Update};

#[test]
fn a_row_from_creation_to_deletion() {
    on_each(|cx| async move {
        let cx = &cx;
        let full = r#"{"title":"abc","severity":3,"type":"x","code":"c\"ö","points":1.5,"author":"me","secret":"s","labels":["a"]}"#;
        let row = r#"{"id":1,"title":"abc","severity":3,"type":"x","code":"c\"ö","points":1.50,"author":"me","labels":["a"]}"#;
        assert_eq!(
            ask(THING, Create).body(full).answer(cx).await,
            format!("created {row} at /things/1")
        );
        assert_eq!(ask(THING, Read).key(&["1"]).answer(cx).await, format!("done {row}"));
        assert_eq!(
            ask(THING, Update).key(&["1"]).body("{}").answer(cx).await,
            format!("done {row}")
        );
        assert_eq!(
            ask(THING, Update)
                .key(&["1"])
                .body(r#"{"done":"2020-02-03T04:05:06.789+01:00","severity":null,"labels":[]}"#)
                .answer(cx)
                .await,
            r#"done {"id":1,"title":"abc","done":"2020-02-03T03:05:06.789Z","type":"x","code":"c\"ö","points":1.50,"author":"me","labels":[]}"#
        );
        let bare = ask(THING, Update)
            .key(&["1"])
            .body(r#"{"labels":null,"done":null,"type":null,"code":null,"points":null}"#);
        assert_eq!(bare.answer(cx).await, r#"done {"id":1,"title":"abc","author":"me"}"#);
        assert_eq!(ask(THING, Delete).key(&["1"]).answer(cx).await, "deleted");
        for kind in [Read, Delete] {
            assert_eq!(ask(THING, kind).key(&["1"]).answer(cx).await, "missing: not found");
            assert_eq!(ask(THING, kind).key(&["one"]).answer(cx).await, "missing: not found");
        }
        for body in ["{}", r#"{"severity":1}"#] {
            assert_eq!(
                ask(THING, Update).key(&["1"]).body(body).answer(cx).await,
                "missing: not found"
            );
        }
        assert_eq!(
            ask(THING, Create)
                .body(r#"{"title":"abc"}"#)
                .answer(cx)
                .await
                .replace("\"id\":2", "\"id\":1"),
            r#"created {"id":1,"title":"abc","author":""} at /things/2"#
                .replace("/2", if next_id(cx).await == 3 { "/2" } else { "/1" })
        );
        assert_eq!(
            ask(TICK, Create).body("{}").answer(cx).await,
            r#"created {"id":1} at /ticks/1"#
        );
    });
}

/// SQLite may give the id of a deleted last row again.
async fn next_id(cx: &crate::engine::Services) -> i64 {
    let rows = cx
        .database
        .query(super::support::sql("SELECT MAX(id) + 1 FROM things"))
        .await
        .unwrap();
    rows.get(0).unwrap().int64(0).unwrap().unwrap()
}

#[test]
fn conflicts_name_properties() {
    on_each(|cx| async move {
        let cx = &cx;
        let body = r#"{"title":"abc","code":"c"}"#;
        assert!(ask(THING, Create).body(body).answer(cx).await.starts_with("created"));
        assert_eq!(
            ask(THING, Create).body(body).answer(cx).await,
            "conflict: code already exists"
        );
        let mark = ask(MARK, Create).body(r#"{"name":"m","thing":99}"#).answer(cx).await;
        assert_eq!(mark, "conflict: a row that it refers to does not exist");
        let mark = ask(MARK, Create).body(r#"{"name":"m/1","thing":1}"#).answer(cx).await;
        assert_eq!(mark, r#"created {"name":"m/1","thing":1} at /marks/m%2F1"#);
        assert_eq!(
            ask(THING, Delete).key(&["1"]).answer(cx).await,
            "conflict: rows refer to it"
        );
    });
}

#[test]
fn put_creates_and_replaces() {
    on_each(|cx| async move {
        let cx = &cx;
        let put = |body: &'static str| ask(THING, Put).key(&["1"]).body(body).answer(cx);
        // The database counts the key: a client can't create a row by naming it.
        let first = r#"{"title":"abc","severity":1,"author":"me"}"#;
        assert_eq!(put(first).await, "missing: not found");
        assert_eq!(
            ask(THING, Create).body(first).answer(cx).await,
            r#"created {"id":1,"title":"abc","severity":1,"author":"me"} at /things/1"#
        );
        ask(THING, Update)
            .key(&["1"])
            .body(r#"{"done":"2020-01-01T00:00:00Z"}"#)
            .run(cx)
            .await
            .unwrap();
        // Absent fields get their defaults; those that can't be replaced stay. The key may be sent back.
        assert_eq!(
            put(r#"{"id":1,"title":"abcd","author":"you"}"#).await,
            r#"done {"id":1,"title":"abcd","done":"2020-01-01T00:00:00Z","author":"me"}"#
        );
        assert_eq!(
            put(r#"{"id":2,"title":"abcd"}"#).await,
            "invalid: id: differs from the path"
        );
        let tick = || ask(TICK, Put).key(&["1"]).body("{}");
        assert_eq!(tick().answer(cx).await, "missing: not found");
        assert_eq!(tick().must_be_new().answer(cx).await, "missing: not found");
        assert_eq!(
            ask(TICK, Create).body("{}").answer(cx).await,
            r#"created {"id":1} at /ticks/1"#
        );
        assert_eq!(tick().answer(cx).await, r#"done {"id":1}"#);
        assert_eq!(
            tick().must_be_new().answer(cx).await,
            "failed: If-None-Match: * isn't met: the row exists"
        );
        let mark = |body: &'static str| ask(MARK, Put).key(&["a"]).body(body).answer(cx);
        assert_eq!(
            mark(r#"{"thing":1}"#).await,
            r#"created {"name":"a","thing":1} at /marks/a"#
        );
        assert_eq!(mark(r#"{"thing":null}"#).await, r#"done {"name":"a","thing":1}"#);
    });
}

#[test]
fn if_match_guards_changes() {
    on_each(|cx| async move {
        let cx = &cx;
        let key: &[&str] = &["Ä/b", "-1"];
        let put = || ask(PLACE, Put).key(key);
        assert_eq!(
            put().body("{}").if_match("*").answer(cx).await,
            "failed: there is no row that If-Match could match"
        );
        let created = ask(PLACE, Create)
            .body(r#"{"town":"Ä/b","number":-1}"#)
            .run(cx)
            .await
            .unwrap();
        assert_eq!(created.location.as_deref(), Some("/places/%C3%84%2Fb/-1"));
        let first = created.etag.unwrap();
        let read = ask(PLACE, Read).key(key).run(cx).await.unwrap();
        assert_eq!(read.etag.as_deref(), Some(&*first));

        let tags = format!("\"0\", {first}");
        let changed = ask(PLACE, Update)
            .key(key)
            .body(r#"{"note":"n"}"#)
            .if_match(&tags)
            .run(cx)
            .await
            .unwrap();
        assert_eq!(text(&changed), r#"{"town":"Ä/b","number":-1,"note":"n","open":true}"#);
        let second = changed.etag.unwrap();
        assert_ne!(first, second);

        let stale = "failed: the row has changed since it was read";
        assert_eq!(
            ask(PLACE, Update).key(key).body("{}").if_match(&first).answer(cx).await,
            stale
        );
        assert_eq!(ask(PLACE, Delete).key(key).if_match(&first).answer(cx).await, stale);
        assert_eq!(put().body("{}").if_match(&first).answer(cx).await, stale);
        let weak = format!("W/{second}");
        for ask in [
            put().body("{}"),
            ask(PLACE, Update).key(key).body("{}"),
            ask(PLACE, Delete).key(key),
        ] {
            assert_eq!(
                ask.if_match(&weak).answer(cx).await,
                "failed: If-Match has a weak entity tag, which no row matches; send the row's ETag, without W/"
            );
        }
        let both = format!("*, {second}");
        assert_eq!(
            put().body("{}").if_match(&both).answer(cx).await,
            "malformed: If-Match is either * or a list of entity tags, not both"
        );
        assert_eq!(
            put().body("{}").must_be_new().answer(cx).await,
            "failed: If-None-Match: * isn't met: the row exists"
        );
        let row = r#"{"town":"Ä/b","number":-1,"open":false}"#;
        let replaced = put().body(r#"{"open":false}"#).if_match(&second).answer(cx).await;
        assert_eq!(replaced, format!("done {row}"));
        assert_eq!(ask(PLACE, Delete).key(key).if_match("*").answer(cx).await, "deleted");
        assert_eq!(
            ask(PLACE, Delete).key(key).if_match("*").answer(cx).await,
            "missing: not found"
        );
        let gone = ask(PLACE, Update).key(key).body("{}").if_match("*").answer(cx).await;
        assert_eq!(gone, "missing: not found");
    });
}

#[test]
fn one_of_several_changes_with_the_same_tag_succeeds() {
    on_each(|cx| async move {
        let created = ask(PLACE, Create)
            .body(r#"{"town":"ab","number":1}"#)
            .run(&cx)
            .await
            .unwrap();
        let tag = created.etag.unwrap();
        let bodies: Vec<String> = (0..8).map(|count| format!(r#"{{"note":"{count}"}}"#)).collect();
        let change = |body| {
            ask(PLACE, Update)
                .key(&["ab", "1"])
                .body(body)
                .if_match(&tag)
                .answer(&cx)
        };
        let answers = futures::future::join_all(bodies.iter().map(|body| change(body))).await;
        let won = answers.iter().filter(|answer| answer.starts_with("done")).count();
        let lost = answers.iter().filter(|answer| answer.starts_with("failed")).count();
        assert_eq!((won, lost), (1, 7), "{answers:?}");
    });
}

/// Compiles only if a server can move requests between threads.
#[test]
fn requests_run_on_any_thread() {
    fn sendable<F: Send>(_: &dyn Fn(&'static crate::engine::Ctx) -> F) {}
    sendable(&|ctx| crate::engine::run(ctx, unreachable_request()));
}

fn unreachable_request() -> crate::engine::Request<'static> {
    unreachable!("only its type matters")
}
