//! Filters, search, orders and pages by offset, on rows.

use super::schema::THING;
use super::support::{ask, on_each, text};
use crate::engine::Services;
use crate::meta::OperationKind::{CreateMany, List};

const ROWS: &str = r#"[
    {"title":"Alpha","severity":1,"points":1.5},
    {"title":"beta","severity":2,"points":10,"code":"100%"},
    {"title":"Gamma","points":9},
    {"title":"delta","severity":2,"code":"ÄRGER"},
    {"title":"a_b","severity":3},
    {"title":"axb","code":"NULL"}
]"#;

/// The ids on a page, with total and links.
async fn page(cx: &Services, query: &str) -> String {
    match ask(THING, List).query(query).run(cx).await {
        Ok(reply) => {
            let rows: Vec<serde_json::Value> = serde_json::from_str(text(&reply)).unwrap();
            let ids: Vec<String> = rows.iter().map(|row| row["id"].to_string()).collect();
            let links: Vec<String> = reply
                .links
                .iter()
                .map(|(relation, query)| format!("; {relation} {query}"))
                .collect();
            format!("{} of {}{}", ids.join(" "), reply.total.unwrap(), links.join(""))
        }
        Err(error) => error.to_string(),
    }
}

#[test]
fn filters_select_rows() {
    on_each(|cx| async move {
        ask(THING, CreateMany).body(ROWS).run(&cx).await.unwrap();
        for (query, expected) in [
            ("", "1 2 3 4 5 6 of 6"),
            ("title=beta", "2 of 1"),
            ("title=BETA", " of 0"),
            ("title=beta&title=a_b", "2 5 of 2"),
            ("title:contains=A_B", "5 of 1"),
            ("title:starts=a", "1 5 6 of 3"),
            ("severity=2", "2 4 of 2"),
            ("severity:ne=2", "1 5 of 2"),
            ("severity:ne=2&severity:ne=1", "5 of 1"),
            ("severity:ge=2&severity:lt=3", "2 4 of 2"),
            ("severity:null=true", "3 6 of 2"),
            ("severity:null=false", "1 2 4 5 of 4"),
            ("points:gt=1.50", "2 3 of 2"),
            ("points=1.500", "1 of 1"),
            ("finished=false&severity=1", "1 of 1"),
            ("finished=true", " of 0"),
            ("search=a", "1 2 3 4 5 6 of 6"),
            ("search=%25", "2 of 1"),
            ("search=_", "5 of 1"),
            ("search=ärger", "4 of 1"),
            ("search=null", "6 of 1"),
            ("search=%5C", " of 0"),
        ] {
            assert_eq!(page(&cx, query).await, expected, "{query}");
        }
    });
}

#[test]
fn orders_and_pages() {
    on_each(|cx| async move {
        ask(THING, CreateMany).body(ROWS).run(&cx).await.unwrap();
        for (query, expected) in [
            ("order_by=severity", "1 2 4 5 3 6 of 6"),
            ("order_by=-severity", "3 6 5 2 4 1 of 6"),
            ("limit=2", "1 2 of 6; next limit=2&offset=2; last limit=2&offset=4"),
            (
                "limit=4&offset=4",
                "5 6 of 6; first limit=4&offset=0; prev limit=4&offset=0",
            ),
            (
                "offset=1&severity:null=false&limit=2",
                "2 4 of 4; first offset=0&severity:null=false&limit=1; prev offset=0&severity:null=false&limit=1; \
                 next offset=3&severity:null=false&limit=2; last offset=3&severity:null=false&limit=2",
            ),
            (
                "limit=3&offset=9",
                " of 6; first limit=3&offset=0; prev limit=3&offset=6",
            ),
            (
                "limit=3&offset=9&title=none",
                " of 0; first limit=3&offset=0&title=none; prev limit=3&offset=6&title=none",
            ),
        ] {
            assert_eq!(page(&cx, query).await, expected, "{query}");
        }
    });
}
