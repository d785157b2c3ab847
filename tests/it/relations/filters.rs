//! Filters by fields of related rows, and by how many there are.

use serde_json::json;
use warp_openapi::testing::{App, databases};

use super::magazine;

/// The filters of articles that readers know. Notes are for the board alone, and e-mail addresses for their owners.
const READERS: [&str; 14] = [
    "author.name",
    "author.name:ne",
    "author.name:contains",
    "author.chief.name",
    "tags.name",
    "comments.stars:ge",
    "notes.text",
    "drafts.text",
    "comments:any",
    "comments:none",
    "comments:count_ge",
    "comments:count_le",
    "revisedBy:any",
    "drafts:count_ge",
];

/// The titles of the articles that a query finds, and their number.
async fn found(app: &App, query: &str, user: &str) -> (String, String) {
    let request = app.get(&format!("/articles?order_by=title&{query}"));
    let request = if user.is_empty() { request } else { request.bearer(user) };
    let reply = request.await.expect(200);
    let total = reply.header("x-total-count").expect("a number").to_owned();
    let page = reply.json();
    let titles = page
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| row["title"].as_str().expect("a title"));
    (titles.collect(), total)
}

#[tokio::test]
async fn rows_are_found_by_fields_of_related_ones_once_each() {
    for database in databases().await {
        let app = magazine(database).await;
        for (query, titles) in [
            ("author.name=Ann", "A"),
            ("author.name=Ann&author.name=Bob", "ABCD"),
            ("author.name:ne=Ann", "BCD"),
            ("author.name:contains=b", "BCD"),
            ("author.chief.name=Ann", "BCD"),
            ("tags.name=air", "AB"),
            ("tags.name=air&tags.name=sea", "AB"),
            ("comments.stars:ge=3", "AB"),
            ("comments.stars:ge=5", ""),
            ("tags.name=air&author.name=Ann", "A"),
            ("comments:any=true", "AB"),
            ("comments:any=false", "CD"),
            ("comments:none=true", "CD"),
            ("comments:count_ge=2", "A"),
            ("comments:count_ge=0", "ABCD"),
            ("comments:count_le=1", "BCD"),
            ("comments:count_le=0", "CD"),
            ("revisedBy:any=true", "A"),
            ("revisedBy:any=false", "BCD"),
            (
                "any=tags.name:eq:sea&any=author.name:contains:ann&any=comments:none:true",
                "ACD",
            ),
            ("any=tags.name:eq:air&author.name=Bob", "B"),
            ("any=comments:count_ge:0", "ABCD"),
        ] {
            let total = titles.len().to_string();
            assert_eq!(found(&app, query, "").await, (titles.to_owned(), total), "{query}");
        }
    }
}

#[tokio::test]
async fn rows_that_the_client_may_not_see_find_nothing() {
    for database in databases().await {
        let app = magazine(database).await;
        for (query, user, titles) in [
            ("notes.text=libel?", "", ""),
            ("notes.text=libel?", "ann", ""),
            ("notes.text=libel?", "board", "A"),
            ("drafts.text=draft", "", ""),
            ("drafts.text=draft", "ann", ""),
            ("drafts.text=draft", "bob", "A"),
            ("drafts:count_ge=1", "", ""),
            ("drafts:count_ge=1", "bob", "A"),
            ("drafts:count_ge=0", "", "ABCD"),
        ] {
            assert_eq!(found(&app, query, user).await.0, titles, "{query} {user}");
        }
        // A field with a rule is unknown to those who don't see it in every row.
        for user in ["ann", "bob"] {
            let refused = app.get("/articles?author.email=ann@mag").bearer(user).await.expect(422);
            let errors = refused.errors();
            assert_eq!((errors.len(), errors[0].0.as_str()), (1, "author.email"));
            assert_eq!(
                errors[0].1,
                format!("unknown parameter; filters are {}", READERS.join(", "))
            );
            let refused = app
                .get("/articles?any=author.email:eq:ann@mag")
                .bearer(user)
                .await
                .expect(422);
            let known = READERS.map(|name| {
                if name.contains(':') {
                    name.to_owned()
                } else {
                    format!("{name}:eq")
                }
            });
            let message = format!("`author.email:eq` is no filter; filters are {}", known.join(", "));
            assert_eq!(refused.errors(), [("any".to_owned(), message)]);
        }
    }
}

#[tokio::test]
async fn filters_by_related_rows_are_documented_and_checked() {
    for database in databases().await {
        let app = magazine(database).await;
        let document = app.get("/openapi.json").await.json();
        let parameters = document["paths"]["/articles"]["get"]["parameters"]
            .as_array()
            .expect("parameters")
            .clone();
        let find = |name: &str| parameters.iter().find(|parameter| parameter["name"] == name).cloned();
        assert_eq!(
            find("tags.name").expect("it is there")["schema"],
            json!({ "type": "array", "maxItems": 100, "items": { "type": "string" } })
        );
        assert_eq!(
            find("comments.stars:ge").expect("it is there")["schema"]["type"],
            "integer"
        );
        assert_eq!(find("comments:count_ge").expect("it is there")["schema"]["minimum"], 0);
        assert_eq!(find("revisedBy:any").expect("it is there")["schema"]["type"], "boolean");
        assert_eq!(
            find("any").expect("it is there")["schema"]["items"]["pattern"],
            "^(author\\.name:(eq|ne|contains)|author\\.chief\\.name:(eq)|author\\.email:(eq)|tags\\.name:(eq)|comments\\.stars:(ge)|\
             notes\\.text:(eq)|drafts\\.text:(eq)|comments:(any|none|count_ge|count_le)|revisedBy:(any)|drafts:(count_ge)):"
        );
        let all = format!("unknown parameter; filters are {}", READERS.join(", "));
        let known = READERS.map(|name| {
            if name.contains(':') {
                name.to_owned()
            } else {
                format!("{name}:eq")
            }
        });
        let any = format!("`title:eq` is no filter; filters are {}", known.join(", "));
        for (query, field, message) in [
            ("comments.stars:ge=x", "comments.stars:ge", "not an integer"),
            ("comments:count_ge=-1", "comments:count_ge", "less than 0"),
            ("tags.id=1", "tags.id", &all),
            ("tags.name:ne=x", "tags.name:ne", &all),
            ("author=1", "author", "unknown parameter"),
            ("any=title:eq:A", "any", &any),
            (
                "any=tags.name",
                "any",
                "`tags.name` isn't written `filter:operator:value`, such as `title:eq:x`",
            ),
            ("any=comments:count_ge:x", "any", "not an integer"),
        ] {
            let refused = app.get(&format!("/articles?{query}")).await.expect(422).errors();
            assert_eq!(
                (refused[0].0.as_str(), refused[0].1.as_str()),
                (field, message),
                "{query}"
            );
        }
    }
}

#[tokio::test]
async fn rows_without_related_ones_are_found_in_their_own_table_too() {
    for database in databases().await {
        let app = magazine(database).await;
        for query in ["reports:none=true", "reports:any=false", "reports:count_le=0"] {
            let writers = app.get(&format!("/writers?{query}")).await.expect(200).json();
            let all = app.get("/writers").await.expect(200).json();
            let all = all.as_array().expect("a list");
            let chiefs: Vec<_> = all.iter().filter_map(|writer| writer.get("chief_id")).collect();
            let expected: Vec<_> = all.iter().filter(|writer| !chiefs.contains(&&writer["id"])).collect();
            assert!(!expected.is_empty() && expected.len() < all.len());
            assert_eq!(writers, json!(expected), "{query}");
        }
        let heads = app.get("/writers?chief:none=true").await.expect(200).json();
        assert!(heads.as_array().is_some_and(|heads| !heads.is_empty()));
        for head in heads.as_array().expect("a list") {
            assert_eq!(head.get("chief_id"), None);
        }
        let silent = app.get("/writers?articles:none=true").await.expect(200).json();
        for writer in silent.as_array().expect("a list") {
            let shown = app.get(&format!("/writers/{}?include=articles", writer["id"]));
            assert_eq!(shown.await.expect(200).json()["articles"], json!([]));
        }
    }
}
