//! What hooks see, change and refuse.

use super::*;

#[tokio::test]
async fn a_create_runs_between_its_hooks() {
    on_every_database(async |app, watch| {
        let reply = app
            .post("/v1/books", json!({"called": "Emma"}))
            .header("X-Request-Id", "abc")
            .await
            .expect(201);
        assert_eq!(
            reply.json(),
            json!({"id": 1, "called": "Emma", "by": "hook", "editions": 1})
        );
        assert!(reply.header("Location").expect("one").ends_with("/v1/books/1"));
        assert_eq!(
            reply.header("ETag"),
            app.get("/v1/books/1").await.expect(200).header("ETag")
        );
        assert_eq!(watch.take(), ["before create Emma", "after create 1 by hook"]);
        assert_eq!(entries(app).await, ["before create Emma", "after create 1 by hook"]);
        let stored = book::Entity::find().one(app.database().connection()).await;
        let stored = stored.expect("a row").expect("a row");
        assert_eq!(stored.trace.as_deref(), Some("abc"));
        app.post("/v1/books", json!({"called": "Maud", "by": "client"}))
            .await
            .expect(201);
        assert_eq!(watch.take()[1], "after create 2 by client");
    })
    .await;
}

#[tokio::test]
async fn what_is_refused_leaves_nothing_behind() {
    on_every_database(async |app, watch| {
        for (title, field, message) in [
            ("bad", "called", "not in this house"),
            ("unwhole", "", "not like this"),
            ("too late", "called", "too late"),
        ] {
            let reply = app.post("/v1/books", json!({ "called": title })).await;
            refuses(reply, &[(field, message)]);
        }
        app.post("/v1/books", json!({"called": "panic"})).await.expect(500);
        app.post("/v1/books", json!({"called": "counted"})).await.expect(500);
        assert_eq!(
            watch.take(),
            [
                "before create too late",
                "after create 1 by hook",
                "before create counted"
            ]
        );
        assert_eq!(count(app, "/v1/books").await, 0);
        assert_eq!(entries(app).await, [""; 0]);
        // What breaks the declaration never comes to a hook.
        refuses(
            app.post("/v1/books", json!({"called": ""})).await,
            &[("called", "too short (at least 1)")],
        );
        assert_eq!(watch.take(), [""; 0]);
        // The database refuses in the client's words, and what the hook wrote goes, too.
        app.post("/v1/books", json!({"called": "Emma"})).await.expect(201);
        let reply = app.post("/v1/books", json!({"called": "Emma"})).await.expect(409);
        assert_eq!(reply.json()["detail"], "called already exists");
        assert_eq!(entries(app).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn the_text_of_a_hook_comes_through_unchanged() {
    on_every_database(async |app, _| {
        // The column `title` has the name `called` in JSON. Errors of the hook for `title` aren't renamed.
        let reply = app.post("/v1/books", json!({"called": "refused"})).await.expect(409);
        assert_eq!(reply.json()["detail"], "title already exists");
    })
    .await;
}

#[tokio::test]
async fn a_client_that_hangs_up_in_a_hook_rolls_all_back() {
    on_every_database(async |app, watch| {
        let request = app.post("/v1/books", json!({"called": "hang"})).into_future();
        tokio::select! {
            _ = request => panic!("it never answers"),
            () = watch.reached.notified() => {}
        }
        // Writers of SQLite wait for the transaction's end; PostgreSQL never shows what isn't committed.
        app.post("/v1/books", json!({"called": "after"})).await.expect(201);
        assert_eq!(titles(app).await, ["after"]);
        assert_eq!(entries(app).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn hooks_of_a_bulk_run_for_each_item_in_order() {
    on_every_database(async |app, watch| {
        let body = json!([{"called": "a"}, {"called": "b", "pages": 2}, {"called": "c"}]);
        let reply = app.post("/v1/books/bulk", body).await.expect(201);
        assert_eq!(column(&reply, "called"), ["a", "b", "c"]);
        assert_eq!(
            watch.take(),
            [
                "before create a",
                "before create b",
                "before create c",
                "after create 1 by hook",
                "after create 2 by hook",
                "after create 3 by hook"
            ]
        );
        for (title, field) in [("bad", "1.called"), ("unwhole", "1"), ("too late", "1.called")] {
            let reply = app
                .post("/v1/books/bulk", json!([{"called": "d"}, {"called": title}]))
                .await
                .expect(422);
            assert_eq!(reply.errors()[0].0, field);
        }
        assert_eq!(titles(app).await, ["a", "b", "c"]);
        assert_eq!(entries(app).await.len(), 6);
        app.post("/v1/books/bulk", json!([])).await.expect(201);
    })
    .await;
}

#[tokio::test]
async fn an_update_shows_what_is_stored_and_what_changes() {
    on_every_database(async |app, watch| {
        app.post("/v1/books", json!({"called": "Emma", "pages": 3}))
            .await
            .expect(201);
        watch.take();
        let reply = app.patch("/v1/books/1", json!({"pages": null})).await.expect(200);
        assert_eq!(
            reply.json(),
            json!({"id": 1, "called": "Emma", "by": "hook", "editions": 2})
        );
        assert_eq!(
            watch.take(),
            [r#"before update Unchanged("Emma") Set(None)"#, "after update Emma 2"]
        );
        // A change of nothing is one, too: the hook may have something to add.
        assert_eq!(
            app.patch("/v1/books/1", json!({})).await.expect(200).json()["editions"],
            3
        );
        watch.take();
        let kept = entries(app).await;
        app.patch("/v1/books/1", json!({"called": "too late"}))
            .await
            .expect(404);
        app.patch("/v1/books/1", json!({"called": "other key"}))
            .await
            .expect(500);
        app.patch("/v1/books/9", json!({"called": "x"})).await.expect(404);
        assert_eq!(titles(app).await, ["Emma"]);
        assert_eq!(entries(app).await, kept);
    })
    .await;
}

#[tokio::test]
async fn a_put_has_the_hooks_of_what_it_does() {
    on_every_database(async |app, watch| {
        app.put("/v1/books/1", json!({"called": "Emma", "by": "client"}))
            .await
            .expect(404);
        assert_eq!(watch.take(), [""; 0]);
        app.post("/v1/books", json!({"called": "Emma", "by": "client"}))
            .await
            .expect(201);
        watch.take();
        let reply = app
            .put("/v1/books/1", json!({"called": "Maud", "by": "other"}))
            .await
            .expect(200);
        // `by` is set once, `editions` by the hook alone.
        assert_eq!(
            reply.json(),
            json!({"id": 1, "called": "Maud", "by": "client", "editions": 2})
        );
        assert_eq!(
            watch.take(),
            [r#"before update Set("Maud") Set(None)"#, "after update Maud 2"]
        );
        app.put("/v1/books/1", json!({"called": "too late"})).await.expect(404);
        assert_eq!(titles(app).await, ["Maud"]);
        app.put("/v1/seats/1/13", json!({})).await.expect(500);
        app.put("/v1/seats/1/12", json!({})).await.expect(201);
    })
    .await;
}

#[tokio::test]
async fn preconditions_hold_before_hooks_run() {
    on_every_database(async |app, watch| {
        let created = app.post("/v1/books", json!({"called": "Emma"})).await.expect(201);
        let tag = created.header("ETag").expect("a tag").to_owned();
        watch.take();
        let kept = entries(app).await;
        let send = |method: &str, body| {
            let request = app.request(method, "/v1/books/1").header("If-Match", "\"0\"");
            request.json(body)
        };
        send("PATCH", r#"{"pages":1}"#).await.expect(412);
        send("PUT", r#"{"called":"x"}"#).await.expect(412);
        app.request("DELETE", "/v1/books/1")
            .header("If-Match", "\"0\"")
            .await
            .expect(412);
        app.put("/v1/books/1", json!({"called": "x"}))
            .header("If-None-Match", "*")
            .await
            .expect(412);
        app.put("/v1/books/2", json!({"called": "x"}))
            .header("If-Match", "*")
            .await
            .expect(404);
        assert_eq!(watch.take(), [""; 0]);
        assert_eq!(entries(app).await, kept);
        let changed = app
            .patch("/v1/books/1", json!({"pages": 1}))
            .header("If-Match", &tag)
            .await
            .expect(200);
        let tag = changed.header("ETag").expect("a tag").to_owned();
        let put = app
            .put("/v1/books/1", json!({"called": "x"}))
            .header("If-Match", &tag)
            .await
            .expect(200);
        let tag = put.header("ETag").expect("a tag").to_owned();
        app.request("DELETE", "/v1/books/1")
            .header("If-Match", &tag)
            .await
            .expect(204);
        app.put("/v1/books/1", json!({"called": "x"}))
            .header("If-None-Match", "*")
            .await
            .expect(404);
    })
    .await;
}

#[tokio::test]
async fn a_delete_runs_between_its_hooks() {
    on_every_database(async |app, watch| {
        for title in ["a", "kept", "missed"] {
            app.post("/v1/books", json!({ "called": title })).await.expect(201);
        }
        watch.take();
        let kept = entries(app).await;
        let reply = app.delete("/v1/books/2").await.expect(409);
        assert_eq!(reply.json()["detail"], "kept books stay");
        app.delete("/v1/books/3").await.expect(409);
        app.delete("/v1/books/9").await.expect(404);
        assert_eq!(watch.take(), ["before delete missed", "after delete missed"]);
        assert_eq!(entries(app).await, kept);
        app.delete("/v1/books/1").await.expect(204);
        assert_eq!(watch.take(), ["before delete a", "after delete a"]);
        assert_eq!(titles(app).await, ["kept", "missed"]);
    })
    .await;
}

#[tokio::test]
async fn rows_are_deleted_in_batches_and_together() {
    on_every_database(async |app, watch| {
        // Three at a time.
        for number in 1..=8 {
            let title = format!("b{number}");
            app.post("/v1/books", json!({ "called": title })).await.expect(201);
        }
        app.post("/v1/books", json!({"called": "kept", "pages": 1}))
            .await
            .expect(201);
        watch.take();
        let entered = entries(app).await.len();
        app.delete("/v1/books?all=true").await.expect(409);
        assert_eq!(count(app, "/v1/books").await, 9);
        assert_eq!(entries(app).await.len(), entered);
        watch.take();
        let reply = app.delete("/v1/books?pages:null=true").await.expect(204);
        assert_eq!(reply.header("X-Total-Count"), Some("8"));
        let expected: Vec<String> = (1..=8)
            .flat_map(|number| [format!("before delete b{number}"), format!("after delete b{number}")])
            .collect();
        assert_eq!(watch.take(), expected);
        assert_eq!(titles(app).await, ["kept"]);
    })
    .await;
}

#[tokio::test]
async fn batches_go_along_keys_of_several_fields() {
    on_every_database(async |app, watch| {
        let mut expected = Vec::new();
        for row in 1..=2 {
            for number in 1..=4 {
                let seat = json!({"row": row, "number": number, "taken": number != 2});
                app.post("/v1/seats", seat).await.expect(201);
                if number != 2 {
                    expected.push(format!("{row} {number}"));
                }
            }
        }
        let reply = app.delete("/v1/seats?taken=true").await.expect(204);
        assert_eq!(reply.header("X-Total-Count"), Some("6"));
        assert_eq!(watch.take(), expected);
        assert_eq!(count(app, "/v1/seats").await, 2);
        let moved = app.post("/v1/seats", json!({"row": 3, "number": 13})).await.expect(201);
        assert_eq!(moved.json()["number"], 14);
    })
    .await;
}
