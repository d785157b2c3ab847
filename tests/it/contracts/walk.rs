//! Real replies, compared with their schemas in each version of the document.

use serde_json::{Value, json};
use warp_openapi::testing::{App, Reply, databases};

use super::{Press, documents};
use crate::schemas::assert_documented;

/// A server, the documents, and what was requested so far.
struct Walk {
    app: App,
    documents: Vec<(&'static str, Value)>,
    seen: Vec<String>,
}

/// Who sends a request.
const NOBODY: (&str, &str) = ("Accept", "*/*");
const ANN: (&str, &str) = ("Authorization", "Token ann");
const BOB: (&str, &str) = ("Authorization", "Token bob");
const MALLORY: (&str, &str) = ("Authorization", "Token mallory");
const CLERK: (&str, &str) = ("X-Key", "clerk");

impl Walk {
    /// Sends a request of an operation, `get /articles/{slug}`, and compares the reply with all documents.
    async fn step(&mut self, operation: &str, who: (&str, &str), target: &str, body: Value, status: u16) -> Reply {
        let (method, path) = operation.split_once(' ').expect("a method and a path");
        let request = self.app.request(&method.to_uppercase(), &format!("/v1{target}"));
        let request = request.header(who.0, who.1);
        let reply = match body {
            Value::Null => request.await,
            Value::String(form) => {
                request
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .body(form)
                    .await
            }
            json => request.json(json).await,
        };
        self.compare((method, path), reply, status)
    }

    fn compare(&mut self, operation: (&str, &str), reply: Reply, status: u16) -> Reply {
        let reply = reply.expect(status);
        for (_, document) in &self.documents {
            assert_documented(document, operation, &reply);
        }
        self.seen.push(format!("{} {} {status}", operation.0, operation.1));
        reply
    }
}

fn article(slug: &str) -> Value {
    json!({ "article": {
        "slug": slug, "level": 5, "formerLevel": -1, "cut": "long", "wordCount": "9007199254740993", "price": "-1.50",
        "printedAt": "2026-01-02T03:04:05.6Z", "tagList": ["a", "abc"], "lettersTo": "a street",
    } })
}

#[tokio::test]
async fn replies_are_as_each_version_says() {
    for database in databases().await {
        let app = App::start(Press::API, database).await;
        let documents = documents(&app).await;
        let mut walk = Walk {
            app,
            documents,
            seen: Vec::new(),
        };
        let null = Value::Null;

        // Accounts: an op with an envelope, a singleton, errors of an enum.
        let new = json!({ "account": { "name": "ann", "password": "12345678", "firstArticle": { "slug": "first" } } });
        let reply = walk.step("post /accounts", NOBODY, "/accounts", new.clone(), 201).await;
        assert_eq!(
            reply.json(),
            json!({ "account": { "name": "ann", "bio": null, "defaultLevel": 5 } })
        );
        walk.step("post /accounts", NOBODY, "/accounts", new, 422).await;
        let wrong =
            json!({ "account": { "name": "", "defaultLevel": 4, "firstArticle": { "slug": "A", "tagList": [""] } } });
        let reply = walk.step("post /accounts", NOBODY, "/accounts", wrong, 422).await;
        let fields: Vec<String> = reply.json()["errors"]
            .as_object()
            .expect("fields")
            .keys()
            .cloned()
            .collect();
        assert_eq!(
            fields,
            [
                "account.defaultLevel",
                "account.firstArticle.slug",
                "account.firstArticle.tagList.0",
                "account.name",
                "account.password"
            ]
        );
        walk.step("get /account", ANN, "/account", null.clone(), 200).await;
        walk.step("get /account", NOBODY, "/account", null.clone(), 401).await;
        walk.step("get /account", BOB, "/account", null.clone(), 404).await;
        let change = json!({ "account": { "bio": "writes", "image": "https://example.com", "defaultLevel": -1 } });
        let reply = walk.step("put /account", ANN, "/account", change, 200).await;
        assert_eq!(reply.json()["account"]["defaultLevel"], -1);
        walk.step("put /account", ANN, "/account", json!({ "bio": "x" }), 422)
            .await;
        walk.step("get /log-in/{name}", NOBODY, "/log-in/ann", null.clone(), 200)
            .await;
        walk.step("get /log-in/{name}", NOBODY, "/log-in/bob", null.clone(), 401)
            .await;
        walk.step("get /log-in/{name}", MALLORY, "/log-in/ann", null.clone(), 401)
            .await;
        let reply = walk
            .step(
                "get /authors",
                NOBODY,
                "/authors?day=&level=-1&formerLevel=0",
                null.clone(),
                200,
            )
            .await;
        assert_eq!(
            (
                &reply.json()["authorsCount"],
                &reply.json()["authors"][0]["articleCount"]
            ),
            (&json!(1), &json!("9007199254740993"))
        );
        walk.step("get /authors", NOBODY, "/authors?day=x&level=1", null.clone(), 422)
            .await;
        walk.step(
            "put /account",
            ANN,
            "/account",
            json!({ "account": { "bio": "locked" } }),
            200,
        )
        .await;
        walk.step("get /log-in/{name}", ANN, "/log-in/ann", null.clone(), 423)
            .await;
        let part = walk
            .step("put /part", NOBODY, "/part", json!({ "bio": null }), 200)
            .await;
        assert_eq!(part.json(), json!({ "bio": null }));
        walk.step("put /part", NOBODY, "/part", json!({}), 200).await;
        walk.step("put /part", NOBODY, "/part", json!({ "defaultLevel": null }), 422)
            .await;

        // Articles: an address, owners and others, a hidden field, envelopes.
        let reply = walk.step("post /articles", ANN, "/articles", article("one"), 201).await;
        let row = reply.json()["article"].clone();
        assert_eq!(
            (&row["lettersTo"], &row["printedAt"], &row["price"]),
            (&json!("a street"), &json!("2026-01-02T03:04:05Z"), &json!("-1.50"))
        );
        walk.step("post /articles", ANN, "/articles", article("one"), 422).await;
        walk.step("post /articles", NOBODY, "/articles", article("two"), 401)
            .await;
        walk.step(
            "post /articles",
            BOB,
            "/articles",
            json!({ "article": { "slug": "two" } }),
            201,
        )
        .await;
        let many = json!({ "articles": [{ "slug": "three", "lettersTo": null }, { "slug": "four" }] });
        walk.step("post /articles/bulk", ANN, "/articles/bulk", many, 201).await;
        walk.step(
            "post /articles/bulk",
            ANN,
            "/articles/bulk",
            json!({ "articles": [{ "slug": "5" }] }),
            422,
        )
        .await;
        for who in [NOBODY, ANN, BOB, CLERK] {
            let reply = walk
                .step(
                    "get /articles",
                    who,
                    "/articles?orderBy=-level&limit=3",
                    null.clone(),
                    200,
                )
                .await;
            assert_eq!(reply.json()["articlesCount"], 4);
            let shown = reply.json()["articles"][0].get("lettersTo").is_some();
            assert_eq!(shown, who == ANN || who == CLERK, "{who:?}");
        }
        walk.step(
            "get /articles",
            CLERK,
            "/articles?lettersTo=a+street&level:ge=0&wordCount:ge=1&formerLevel:null=false",
            null.clone(),
            200,
        )
        .await;
        walk.step(
            "get /articles",
            NOBODY,
            "/articles?lettersTo=a+street",
            null.clone(),
            422,
        )
        .await;
        walk.step("get /articles", MALLORY, "/articles", null.clone(), 401)
            .await;
        let path = "get /articles/{slug}";
        walk.step(path, NOBODY, "/articles/one", null.clone(), 200).await;
        walk.step(path, ANN, "/articles/one", null.clone(), 200).await;
        walk.step(path, ANN, "/articles/none", null.clone(), 404).await;
        let path = "put /articles/{slug}";
        walk.step(
            path,
            ANN,
            "/articles/one",
            json!({ "article": { "slug": "five", "level": 0, "tagList": [] } }),
            200,
        )
        .await;
        walk.step(
            path,
            ANN,
            "/articles/five",
            json!({ "article": { "slug": "two" } }),
            422,
        )
        .await;
        walk.step(path, BOB, "/articles/five", json!({ "article": { "level": 5 } }), 403)
            .await;
        walk.step(path, ANN, "/articles/five", json!("level=5"), 415).await;
        walk.step("delete /articles/{slug}", BOB, "/articles/five", null.clone(), 403)
            .await;
        let unmatched = walk
            .app
            .delete("/v1/articles/five")
            .header("Authorization", "Token ann")
            .header("If-Match", "\"x\"");
        let reply = unmatched.await;
        walk.compare(("delete", "/articles/{slug}"), reply, 412);
        walk.step("delete /articles/{slug}", ANN, "/articles/five", null.clone(), 204)
            .await;

        // Pages of a book: an address of two fields, other names and nulls.
        let sheet = json!({ "book": "b", "sheet-number": 1, "text": null });
        let reply = walk.step("post /sheets", NOBODY, "/sheets", sheet, 201).await;
        assert_eq!(
            reply.json(),
            json!({ "book": "b", "sheet-number": 1, "foot-note": null })
        );
        let path = "/sheets/{book}/{sheet-number}";
        walk.step(
            &format!("put {path}"),
            NOBODY,
            "/sheets/b/2",
            json!({ "text": "x", "sheet-number": 2 }),
            201,
        )
        .await;
        walk.step(
            &format!("put {path}"),
            NOBODY,
            "/sheets/b/2",
            json!({ "foot-note": "y" }),
            200,
        )
        .await;
        walk.step(
            &format!("put {path}"),
            NOBODY,
            "/sheets/b/2",
            json!({ "sheet-number": 3 }),
            422,
        )
        .await;
        walk.step(&format!("get {path}"), NOBODY, "/sheets/b/2", null.clone(), 200)
            .await;
        walk.step(&format!("get {path}"), NOBODY, "/sheets/b/x", null.clone(), 404)
            .await;

        // Ops: statuses, several replies, a form.
        let job = json!({ "number": 1, "level": 5, "until": "2026-01-02T03:04:05+02:00", "limits": { "a": 9 } });
        let reply = walk.step("post /jobs", NOBODY, "/jobs", job, 202).await;
        assert_eq!(
            reply.json(),
            json!({ "number": 1, "level": 5, "until": "2026-01-02T01:04:05.000000Z", "limits": { "a": 9 } })
        );
        walk.step("post /jobs", NOBODY, "/jobs", json!({ "number": 0, "level": 0 }), 409)
            .await;
        walk.step(
            "post /jobs",
            NOBODY,
            "/jobs",
            json!({ "number": 1, "level": "Low", "limits": { "a": 10 } }),
            422,
        )
        .await;
        for (number, status) in [(0, 204), (1, 202), (2, 200)] {
            let target = format!("/jobs/{number}");
            walk.step(
                "get /jobs/{job_number}",
                ("X-Level", "5"),
                &target,
                null.clone(),
                status,
            )
            .await;
        }
        walk.step(
            "get /jobs/{job_number}",
            ("X-Level", "Low"),
            "/jobs/2",
            null.clone(),
            422,
        )
        .await;
        walk.step("get /jobs/{job_number}", NOBODY, "/jobs/x", null.clone(), 404)
            .await;
        let reply = walk
            .step(
                "post /search",
                NOBODY,
                "/search",
                json!("words=&level=&wordCount=7"),
                200,
            )
            .await;
        assert_eq!(reply.json(), json!({ "words": null, "level": null, "wordCount": "7" }));
        let reply = walk
            .step("post /search", NOBODY, "/search", json!("words=a+b&level=-1"), 200)
            .await;
        assert_eq!(reply.json(), json!({ "words": "a b", "level": -1, "wordCount": null }));
        walk.step("post /search", NOBODY, "/search", json!("level=High&wordCount="), 422)
            .await;
        walk.step("delete /account", ANN, "/account", null.clone(), 204).await;

        // Every operation, and every reply that it documents for a success.
        for (path, item) in walk.documents[0].1["paths"].as_object().expect("paths") {
            for (method, operation) in item.as_object().expect("operations") {
                let replies = operation["responses"].as_object().into_iter().flatten();
                for (status, _) in replies.filter(|(status, _)| status.starts_with('2')) {
                    let step = format!("{method} {path} {status}");
                    assert!(walk.seen.contains(&step), "{step} was not requested");
                }
            }
        }
    }
}
