//! Changes by functions, between hooks, published, of several owners and at the same time.

use super::*;

#[tokio::test]
async fn functions_take_the_address() {
    everywhere(async |app| {
        let seen = app.post("/v1/through", json!({})).await.expect(200).json();
        assert_eq!(seen, json!(["a true", "b false true", "b c", "true"]));
    })
    .await;
}

#[tokio::test]
async fn a_row_keeps_its_key() {
    everywhere(async |app| {
        let created = app
            .post("/v1/sheets", json!({"name": "a", "text": "x"}))
            .await
            .expect(201);
        let id = created.json()["id"].as_i64().expect("a number");
        app.post(&format!("/v1/rekey/a?id={}", id + 1), json!({}))
            .await
            .expect(500);
        let same = app
            .post(&format!("/v1/rekey/a?id={id}"), json!({}))
            .await
            .expect(200)
            .json();
        assert_eq!((&same["id"], &same["text"]), (&json!(id), &json!("rekeyed")));
        let whole = app
            .post(&format!("/v1/whole/a?id={}", id + 5), json!({}))
            .await
            .expect(200)
            .json();
        assert_eq!((&whole["id"], &whole["text"]), (&json!(id), &json!("whole")));
        // The database counts the key of a new row.
        app.post(&format!("/v1/whole/b?id={}", id + 5), json!({}))
            .await
            .expect(500);
        app.get("/v1/sheets/b").await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn hooks_see_rows_at_their_new_address() {
    everywhere(async |app| {
        let mut socket = app.socket("/v1/news").await;
        socket.call("subscribe", json!({"channel": "sheets"})).await;
        app.put("/v1/sheets/a", json!({"text": "x"})).await.expect(201);
        let moved = app.patch("/v1/sheets/a", json!({"name": "b"})).await.expect(200).json();
        assert_eq!((&moved["name"], &moved["changes"]), (&json!("b"), &json!(2)));
        app.put("/v1/sheets/b", json!({"text": "kept"})).await.expect(200);
        app.delete("/v1/sheets/b").await.expect(403);
        app.put("/v1/sheets/b", json!({"text": "free"})).await.expect(200);
        app.put("/v1/sheets/c", json!({"text": "y"})).await.expect(201);
        let gone = app.delete("/v1/sheets?all=true").await.expect(204);
        assert_eq!(gone.header("X-Total-Count"), Some("2"));
        for name in ["b", "c"] {
            let message = socket.receive().await;
            assert_eq!(
                (&message["event"], &message["data"]),
                (&json!("deleted"), &json!({ "name": name }))
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_deleted_row_is_published_by_its_address() {
    everywhere(async |app| {
        let mut socket = app.socket("/v1/news").await;
        socket.call("subscribe", json!({"channel": "articles"})).await;
        let path = article(app, "a").await;
        app.patch(&path, json!({"slug": "b"})).await.expect(200);
        app.delete("/v1/articles/b").await.expect(204);
        article(app, "c").await;
        app.delete("/v1/articles?all=true").await.expect(204);
        let row = |slug: &str| json!({"slug": slug, "title": if slug == "b" { "T a".to_owned() } else { format!("T {slug}") }, "body": ""});
        for (event, data) in [
            ("created", row("a")),
            ("updated", row("b")),
            ("deleted", json!({"slug": "b"})),
            ("created", row("c")),
            ("deleted", json!({"slug": "c"})),
        ] {
            let message = socket.receive().await;
            assert_eq!((&message["event"], &message["data"]), (&json!(event), &data));
        }
    })
    .await;
}

#[tokio::test]
async fn rows_of_other_owners_are_not_at_the_address() {
    everywhere(async |app| {
        let ask =
            |who: &str, method: &str, path: &str| app.request(method, &format!("/v1/notes{path}")).basic(who, "x");
        let text = json!({"text": "x"});
        ask("ann", "PUT", "/a").json(&text).await.expect(201);
        ask("ann", "PUT", "/a").json(&text).await.expect(200);
        for method in ["GET", "DELETE"] {
            ask("bob", method, "/a").await.expect(404);
        }
        ask("bob", "PATCH", "/a").json(&text).await.expect(404);
        ask("bob", "PUT", "/a").json(&text).await.expect(404);
        ask("bob", "PUT", "/a")
            .json(&text)
            .header("If-Match", "*")
            .await
            .expect(404);
        ask("bob", "PUT", "/b")
            .json(&text)
            .header("If-Match", "*")
            .await
            .expect(412);
        ask("bob", "PUT", "/b").json(&text).await.expect(201);
        assert_eq!(
            conflict(ask("bob", "PATCH", "/b").json(json!({"name": "a"})).await),
            "name already exists"
        );
        assert_eq!(ask("ann", "GET", "/a").await.expect(200).json()["user"], "ann");
        app.get("/v1/notes/a").await.expect(401);
    })
    .await;
}

#[tokio::test]
async fn an_address_may_be_the_key_in_another_order() {
    everywhere(async |app| {
        let made = app
            .post("/v1/shelves", json!({"hall": "h", "level": 2}))
            .await
            .expect(201);
        assert_eq!(path_of(app, &made), "/v1/shelves/2/h");
        let same = json!({"hall": "h", "level": 2, "text": "t"});
        app.patch("/v1/shelves/2/h", &same).await.expect(200);
        app.put("/v1/shelves/2/h", &same).await.expect(200);
        app.put("/v1/shelves/3/h", json!({"text": "t"})).await.expect(201);
        refuses(
            app.patch("/v1/shelves/2/h", json!({"hall": "x"})).await,
            &[("hall", "differs from the path")],
        );
        app.get("/v1/shelves/h/2").await.expect(404);
        app.delete("/v1/shelves/3/h").await.expect(204);
    })
    .await;
}

#[tokio::test]
async fn puts_of_one_address_at_the_same_time_create_one_row() {
    everywhere(async |app| {
        let puts = (0..12).map(|number| {
            app.put("/v1/articles/same", json!({"title": number.to_string()}))
                .into_future()
        });
        let replies = futures::future::join_all(puts).await;
        let created = replies.iter().filter(|reply| reply.status() == 201).count();
        let replaced = replies.iter().filter(|reply| reply.status() == 200).count();
        assert_eq!((created, replaced), (1, 11));
        let puts = (0..8).map(|number| {
            app.put("/v1/sheets/same", json!({"text": number.to_string()}))
                .into_future()
        });
        let replies = futures::future::join_all(puts).await;
        assert_eq!(replies.iter().filter(|reply| reply.status() == 201).count(), 1);
        assert_eq!(replies.iter().filter(|reply| reply.status() == 200).count(), 7);
    })
    .await;
}
