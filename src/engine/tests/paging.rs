//! Pages by cursor, over ties and nulls, in both directions, forward and backward, while rows are created and deleted.

use super::schema::STEP;
use super::support::{ask, on_each, sql, text};
use crate::engine::Services;
use crate::meta::OperationKind::{CreateMany, DeleteMany, List};

/// Levels with ties and nulls, names with ties, weights with ties and nulls.
async fn fill(cx: &Services) -> usize {
    let (levels, names) = (["null", "1", "1", "2", "null"], ["a", "b", "a"]);
    let weights = ["null", "0.5", "10", "9", "null", "0.5", "10"];
    let rows: Vec<String> = (0..37)
        .map(|id| {
            format!(
                r#"{{"id":{id},"level":{},"name":"{}","weight":{}}}"#,
                levels[id % levels.len()],
                names[id % names.len()],
                weights[id % weights.len()],
            )
        })
        .collect();
    ask(STEP, CreateMany)
        .body(&format!("[{}]", rows.join(",")))
        .run(cx)
        .await
        .unwrap();
    rows.len()
}

/// The ids on a page, and its neighbours' queries.
async fn page(cx: &Services, query: &str) -> (Vec<i64>, Option<String>, Option<String>) {
    let reply = ask(STEP, List).query(query).run(cx).await.unwrap();
    assert_eq!(reply.total, None);
    let rows: Vec<serde_json::Value> = serde_json::from_str(text(&reply)).unwrap();
    assert!(rows.iter().all(|row| row.get("weight").is_none()));
    let ids = rows.iter().map(|row| row["id"].as_i64().unwrap()).collect();
    let link = |wanted| {
        let found = reply.links.iter().find(|(relation, _)| *relation == wanted);
        found.map(|(_, query)| query.clone())
    };
    (ids, link("prev"), link("next"))
}

/// All ids in the declared order, as the database sorts them in one go.
async fn sorted(cx: &Services, condition: &str, reversed: bool) -> Vec<i64> {
    let directions = if reversed {
        ["ASC", "DESC", "DESC", "DESC"]
    } else {
        ["DESC", "ASC", "ASC", "ASC"]
    };
    // Nulls are greatest.
    let text = format!(
        "SELECT id FROM steps WHERE {condition} ORDER BY level IS NULL {0}, level {0}, name {1}, \
         weight IS NULL {2}, weight {2}, id {3}",
        directions[0], directions[1], directions[2], directions[3]
    );
    let rows = cx.database.query(sql(&text)).await.unwrap();
    let id = |index| rows.get(index).unwrap().int64(0).unwrap().unwrap();
    (0..rows.len()).map(id).collect()
}

#[test]
fn every_row_is_on_one_page_forward_and_backward() {
    on_each(|cx| async move {
        let count = fill(&cx).await;
        for (filter, condition) in [
            ("", "1 = 1"),
            ("&name=a", "name = 'a'"),
            ("&search=B", "name = 'b'"),
            ("&name=z", "1 = 0"),
        ] {
            for (direction, reversed) in [("", false), ("&direction=asc", false), ("&direction=desc", true)] {
                let expected = sorted(&cx, condition, reversed).await;
                assert_eq!(expected.len() == count, filter.is_empty());
                for limit in [1, 2, 5, 36, 37, 38] {
                    let start = format!("limit={limit}{direction}{filter}");
                    let mut pages = Vec::new();
                    let mut query = Some(start.clone());
                    let mut back = None;
                    while let Some(here) = query {
                        let (ids, prev, next) = page(&cx, &here).await;
                        assert_eq!(prev.is_some(), !pages.is_empty(), "{here}");
                        assert!(!ids.is_empty() || expected.is_empty(), "{here}");
                        pages.push(ids);
                        back = prev;
                        query = next;
                    }
                    assert_eq!(pages.concat(), expected, "{start}");
                    // The way back, page by page, the last one met already.
                    while let Some(here) = back {
                        pages.pop();
                        let (ids, prev, next) = page(&cx, &here).await;
                        assert_eq!(Some(&ids), pages.last(), "{here}");
                        assert!(next.is_some(), "{here}");
                        back = prev;
                    }
                    assert_eq!(pages.len(), 1, "{start}");
                }
            }
        }
    });
}

#[test]
fn pages_continue_after_rows_are_deleted() {
    on_each(|cx| async move {
        fill(&cx).await;
        let expected = sorted(&cx, "1 = 1", false).await;
        let (_, _, next) = page(&cx, "limit=3").await;
        let next = next.unwrap();
        let delete = |ids: &[i64]| {
            let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
            let text = format!("DELETE FROM steps WHERE id IN ({})", ids.join(","));
            let database = std::sync::Arc::clone(&cx.database);
            async move { database.execute(sql(&text)).await.unwrap() }
        };
        // The row that the cursor was made of, and the next one.
        delete(&expected[2..4]).await;
        let (ids, prev, _) = page(&cx, &next).await;
        assert_eq!(ids, expected[4..7]);
        let (ids, before, after) = page(&cx, &prev.unwrap()).await;
        assert_eq!(ids, expected[..2]);
        assert_eq!(before, None);
        assert!(after.is_some());
        // All that was before.
        delete(&expected[..2]).await;
        let (ids, prev, _) = page(&cx, &next).await;
        assert_eq!((ids, prev), (expected[4..7].to_vec(), None));
        // All that was after: the page is empty, and the way back holds the row that the cursor was made of.
        let (_, _, next) = page(&cx, "limit=3").await;
        delete(&expected[7..]).await;
        let (ids, prev, none) = page(&cx, &next.unwrap()).await;
        assert_eq!((ids, none), (Vec::new(), None));
        let (ids, before, after) = page(&cx, &prev.unwrap()).await;
        assert_eq!((ids, before, after), (expected[4..7].to_vec(), None, None));
        ask(STEP, DeleteMany).query("all=true").run(&cx).await.unwrap();
        assert_eq!(page(&cx, "limit=3").await, (Vec::new(), None, None));
    });
}

#[test]
fn cursors_are_bound_to_their_list() {
    on_each(|cx| async move {
        fill(&cx).await;
        let (_, _, next) = page(&cx, "name=a&limit=2").await;
        let next = next.unwrap();
        let (name, cursor) = next.rsplit_once('&').unwrap();
        assert_eq!(name, "name=a&limit=2");
        // Another page size, another place of the parameters: still the same list.
        for query in [
            format!("{cursor}&name=%61"),
            format!("{cursor}&limit=9&name=a&direction=asc"),
        ] {
            assert!(ask(STEP, List).query(&query).run(&cx).await.is_ok(), "{query}");
        }
        for query in [
            cursor.to_owned(),
            format!("{cursor}&name=b"),
            format!("{cursor}&name=a&search=a"),
            format!("{cursor}&name=a&direction=desc"),
            format!("{cursor}A&name=a"),
        ] {
            let answer = ask(STEP, List).query(&query).answer(&cx).await;
            assert_eq!(answer, "invalid: cursor: invalid cursor", "{query}");
        }
    });
}
