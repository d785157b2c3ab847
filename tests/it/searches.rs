//! `search`: a plain text, found in any of the search fields, whatever its case.

use serde_json::json;
use warp_openapi::testing::query;

use crate::support::{column, create, on_every_database};

#[tokio::test]
async fn search_finds_plain_text_in_any_field_whatever_the_case() {
    let cases = [
        ("milk", "Buy MILK|Milk % discount"),
        ("MILK", "Buy MILK|Milk % discount"),
        ("%", "Milk % discount"),
        ("_", "under_score"),
        ("\\", "back\\slash"),
        ("'", "it's"),
        ("é", "CAFÉ|café"),
        ("É", "CAFÉ|café"),
        ("CAFÉ", "CAFÉ|café"),
        ("hidden", "under_score"),
        ("HIDDEN GEM", "under_score"),
        ("ß", "Straße"),
        ("y m", "Buy MILK"),
        ("nothing like it", ""),
        ("milk % ", "Milk % discount"),
    ];
    on_every_database(async |app| {
        for title in [
            "Buy MILK",
            "Milk % discount",
            "back\\slash",
            "it's",
            "CAFÉ",
            "café",
            "Straße",
        ] {
            create(app, "/v1/tasks", json!({ "title": title })).await;
        }
        create(
            app,
            "/v1/tasks",
            json!({"title": "under_score", "unique_title": "Hidden gem"}),
        )
        .await;
        for (term, expected) in cases {
            let reply = app
                .get(&format!("/v1/tasks{}", query([("search", term)])))
                .await
                .expect(200);
            let mut found = column(&reply, "title");
            found.sort();
            assert_eq!(found.join("|"), expected, "{term}");
            assert_eq!(
                reply.header("X-Total-Count"),
                Some(found.len().to_string().as_str()),
                "{term}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn contains_and_starts_ignore_case_beyond_ascii() {
    on_every_database(async |app| {
        for title in ["École", "école bleue", "Collège", "Żółw", "ПРИВЕТ"] {
            create(app, "/v1/tasks", json!({ "title": title })).await;
        }
        for (parameter, term, expected) in [
            ("title:starts", "ÉCOLE", "École|école bleue"),
            ("title:contains", "LÈGE", "Collège"),
            ("title:contains", "żÓŁ", "Żółw"),
            ("title:starts", "привет", "ПРИВЕТ"),
            ("title:starts", "lège", ""),
        ] {
            let reply = app
                .get(&format!("/v1/tasks{}", query([(parameter, term)])))
                .await
                .expect(200);
            let mut found = column(&reply, "title");
            found.sort();
            assert_eq!(found.join("|"), expected, "{parameter}={term}");
        }
    })
    .await;
}

#[tokio::test]
async fn search_combines_with_filters_and_pages() {
    on_every_database(async |app| {
        for (title, severity) in [("milk one", 1), ("milk two", 2), ("milk three", 3), ("eggs", 2)] {
            create(app, "/v1/tasks", json!({"title": title, "severity": severity})).await;
        }
        let reply = app
            .get("/v1/tasks?search=milk&severity:ge=2&order_by=-severity&limit=1")
            .await
            .expect(200);
        assert_eq!(column(&reply, "title"), ["milk three"]);
        assert_eq!(reply.header("X-Total-Count"), Some("2"));
    })
    .await;
}
