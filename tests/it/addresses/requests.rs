//! What requests at an address do.

use super::*;

#[tokio::test]
async fn rows_are_read_changed_and_deleted_at_their_address() {
    everywhere(async |app| {
        let path = article(app, "a b/c").await;
        assert_eq!(path, "/v1/articles/a%20b%2Fc");
        let row = json!({"slug": "a b/c", "title": "T a b/c", "body": ""});
        assert_eq!(app.get(&path).await.expect(200).json(), row);
        let changed = app.patch(&path, json!({"title": "New"})).await.expect(200);
        assert_eq!(changed.json()["title"], "New");
        app.delete(&path).await.expect(204);
        for reply in [
            app.get(&path).await,
            app.delete(&path).await,
            app.patch(&path, json!({})).await,
        ] {
            reply.expect(404);
        }
        let made = app
            .post("/v1/write", json!({"slug": "by-op", "title": "x"}))
            .await
            .expect(201);
        assert_eq!(path_of(app, &made), "/v1/articles/by-op");
    })
    .await;
}

#[tokio::test]
async fn no_path_takes_the_key() {
    everywhere(async |app| {
        article(app, "one").await;
        app.post("/v1/sheets", json!({"name": "one", "text": "x"}))
            .await
            .expect(201);
        app.put("/v1/remarks/front/7", json!({"text": "x"}))
            .header("If-None-Match", "*")
            .await
            .expect(201);
        let article = article::Entity::find().one(app.database().connection()).await;
        let id = article.expect("a row").expect("a row").id.to_string();
        let document: Value = serde_json::from_str(Press::openapi()).expect("JSON");
        for (resource, key, others) in [
            ("/articles", id.as_str(), [].as_slice()),
            ("/sheets", "1", &[]),
            ("/remarks", "1", &["front", "7"]),
        ] {
            let before = app.get(&format!("/v1{resource}")).await.expect(200).json();
            let paths = document["paths"].as_object().expect("paths");
            let of_rows = |path: &&String| path.starts_with(resource) && path.contains('{');
            let template = paths.keys().find(of_rows).expect("a path of rows");
            // The key alone, and in the place of each segment.
            let mut tried = vec![format!("/v1{resource}/{key}")];
            for place in 0..others.len() {
                let mut segments = others.to_vec();
                segments[place] = key;
                tried.push(format!("/v1{resource}/{}", segments.join("/")));
            }
            for path in tried {
                for method in ["GET", "PATCH", "DELETE"] {
                    let operation = method.to_lowercase();
                    assert!(paths[template].get(&operation).is_some(), "{template} {method}");
                    let sent = app.request(method, &path).header("If-Match", "*");
                    let sent = if method == "PATCH" { sent.json(json!({})) } else { sent };
                    sent.await.expect(404);
                }
            }
            assert_eq!(app.get(&format!("/v1{resource}")).await.expect(200).json(), before);
        }
    })
    .await;
}

#[tokio::test]
async fn an_address_changes_as_other_fields_do() {
    everywhere(async |app| {
        let old = article(app, "old").await;
        article(app, "taken").await;
        assert_eq!(
            conflict(app.patch(&old, json!({"slug": "taken"})).await),
            "slug already exists"
        );
        let moved = app.patch(&old, json!({"slug": "new", "body": "b"})).await.expect(200);
        assert_eq!(moved.json(), json!({"slug": "new", "title": "T old", "body": "b"}));
        app.get(&old).await.expect(404);
        assert_eq!(app.get("/v1/articles/new").await.expect(200).json(), moved.json());
        // Its own address is no change.
        app.patch("/v1/articles/new", json!({"slug": "new"})).await.expect(200);
        let renamed = app.post("/v1/rename/new?to=newer", json!({})).await.expect(200);
        assert_eq!(
            (&renamed.json()["slug"], &renamed.json()["title"]),
            (&json!("newer"), &json!("was new"))
        );
        app.get("/v1/articles/new").await.expect(404);
        assert_eq!(
            conflict(app.post("/v1/rename/newer?to=taken", json!({})).await),
            "slug already exists"
        );
    })
    .await;
}

#[tokio::test]
async fn an_address_that_no_client_could_request_is_refused() {
    everywhere(async |app| {
        let path = article(app, "a").await;
        for slug in ["", ".", ".."] {
            let error = [("slug", "can't be part of a path")];
            refuses(
                app.post("/v1/articles", json!({"slug": slug, "title": "x"})).await,
                &error,
            );
            refuses(app.patch(&path, json!({ "slug": slug })).await, &error);
        }
        app.post("/v1/sheets", json!({"name": "s", "text": "x"}))
            .await
            .expect(201);
        refuses(
            app.post("/v1/spoil/s", json!({})).await,
            &[("name", "can't be part of a path")],
        );
        app.get("/v1/sheets/s").await.expect(200);
        // Too long for the field, so there is no such path.
        app.get(&format!("/v1/articles/{}", "x".repeat(41))).await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn a_put_creates_the_row_at_its_address_or_replaces_it() {
    everywhere(async |app| {
        let body = json!({"title": "One", "editor": "Ann"});
        let created = app.put("/v1/articles/one", &body).await.expect(201);
        assert_eq!(path_of(app, &created), "/v1/articles/one");
        assert_eq!(
            created.json(),
            json!({"slug": "one", "title": "One", "body": "", "editor": "Ann"})
        );
        let again = json!({"slug": "one", "title": "Two", "body": "b", "editor": "Bob"});
        let replaced = app.put("/v1/articles/one", again).await.expect(200);
        assert_eq!(
            replaced.json(),
            json!({"slug": "one", "title": "Two", "body": "b", "editor": "Ann"})
        );
        refuses(
            app.put("/v1/articles/one", json!({"slug": "two", "title": "x"})).await,
            &[("slug", "differs from the path")],
        );
        refuses(
            app.put("/v1/articles/two", json!({"id": 1})).await,
            &[("id", "unknown field"), ("title", "required")],
        );
        let list = app.get("/v1/articles").await.expect(200);
        assert_eq!(column(&list, "slug"), ["one"]);
    })
    .await;
}

#[tokio::test]
async fn a_counter_counts_the_rows_that_puts_create() {
    everywhere(async |app| {
        let put = async |path: &str, status| {
            app.put(path, json!({"text": "x"}))
                .header("If-None-Match", "*")
                .await
                .expect(status)
        };
        let first = put("/v1/remarks/front/1", 201).await.json();
        assert_eq!(first, json!({"id": 1, "number": 1, "at": "front", "text": "x"}));
        put("/v1/remarks/front/1", 412).await;
        for text in ["y", "z"] {
            let path = "/v1/remarks/front/1";
            let replaced = app
                .put(path, json!({ "text": text }))
                .header("If-Match", "*")
                .await
                .expect(200);
            assert_eq!(
                (&replaced.json()["id"], &replaced.json()["text"]),
                (&json!(1), &json!(text))
            );
        }
        assert_eq!(put("/v1/remarks/back/1", 201).await.json()["id"], 2);
        // The same on a resource with hooks.
        for (name, status, id) in [("a", 201, 1), ("a", 200, 1), ("b", 201, 2)] {
            let row = app
                .put(&format!("/v1/sheets/{name}"), json!({"text": "x"}))
                .await
                .expect(status)
                .json();
            assert_eq!(row["id"], id, "{name}");
        }
        app.put("/v1/remarks/front/100", json!({"text": "x"}))
            .header("If-Match", "*")
            .await
            .expect(404);
        app.put("/v1/remarks/top/1", json!({"text": "x"}))
            .header("If-Match", "*")
            .await
            .expect(404);
    })
    .await;
}

#[tokio::test]
async fn preconditions_are_about_the_row_at_the_address() {
    everywhere(async |app| {
        let path = "/v1/remarks/back/5";
        let text = |text: &str| json!({ "text": text });
        app.put(path, text("a")).await.expect(428);
        app.put(path, text("a")).header("If-Match", "*").await.expect(412);
        let created = app.put(path, text("a")).header("If-None-Match", "*").await.expect(201);
        let tag = created.header("ETag").expect("a tag").to_owned();
        app.get(path).header("If-None-Match", &tag).await.expect(304);
        app.patch(path, text("b")).header("If-Match", &tag).await.expect(200);
        app.patch(path, text("c")).header("If-Match", &tag).await.expect(412);
        app.put(path, text("c")).header("If-Match", &tag).await.expect(412);
        app.delete(path).header("If-Match", &tag).await.expect(412);
        app.delete(path).header("If-Match", "*").await.expect(204);
    })
    .await;
}

#[tokio::test]
async fn an_address_that_an_update_can_not_change_may_be_repeated() {
    everywhere(async |app| {
        let path = "/v1/remarks/back/5";
        app.put(path, json!({"text": "a"}))
            .header("If-None-Match", "*")
            .await
            .expect(201);
        let same = json!({"at": "back", "number": 5, "text": "b"});
        app.patch(path, same).header("If-Match", "*").await.expect(200);
        let other = json!({"at": "front", "number": 6});
        refuses(
            app.patch(path, other).header("If-Match", "*").await,
            &[("at", "differs from the path"), ("number", "differs from the path")],
        );
        refuses(
            app.patch(path, json!({"id": 1})).header("If-Match", "*").await,
            &[("id", "unknown field")],
        );
    })
    .await;
}
