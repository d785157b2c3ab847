//! The ways of change, transactions, and a broker that fails.

use super::*;

#[tokio::test]
async fn every_request_that_changes_rows_publishes_them() {
    board(async |app, _| {
        for (channel, path) in BOTH {
            let mut socket = follow(app, channel).await;
            socket.call("subscribe", json!({ "channel": "board/tasks" })).await;
            let first = app.post(path, json!({ "title": "a", "word": "w" })).await.expect(201);
            let row = json!({ "number": 1, "title": "a", "weight": 1.50 });
            assert_eq!(first.json(), row);
            expect_message(&mut socket, channel, "created", row).await;

            let titles = json!([{ "title": "b" }, { "title": "c", "weight": "2.50" }]);
            app.post(&format!("{path}/bulk"), titles).await.expect(201);
            expect_message(
                &mut socket,
                channel,
                "created",
                json!({ "number": 2, "title": "b", "weight": 1.50 }),
            )
            .await;
            expect_message(
                &mut socket,
                channel,
                "created",
                json!({ "number": 3, "title": "c", "weight": 2.50 }),
            )
            .await;

            let one = format!("{path}/1");
            app.patch(&one, json!({ "done": false })).await.expect(200);
            let row = json!({ "number": 1, "title": "a", "weight": 1.50, "done": false });
            expect_message(&mut socket, channel, "updated", row.clone()).await;
            // A change without effect publishes nothing.
            assert_eq!(app.patch(&one, json!({})).await.expect(200).json(), row);
            let tag = first.header("ETag").expect("one").to_owned();
            app.patch(&one, json!({ "title": "late" }))
                .header("If-Match", &tag)
                .await
                .expect(412);
            let tag = app.get(&one).await.expect(200).header("ETag").expect("one").to_owned();
            app.patch(&one, json!({ "title": "A" }))
                .header("If-Match", &tag)
                .await
                .expect(200);
            let row = json!({ "number": 1, "title": "A", "weight": 1.50, "done": false });
            expect_message(&mut socket, channel, "updated", row).await;

            app.put(&one, json!({ "title": "put" })).await.expect(200);
            expect_message(
                &mut socket,
                channel,
                "updated",
                json!({ "number": 1, "title": "put", "weight": 1.50 }),
            )
            .await;
            app.post(path, json!({ "title": "nine" })).await.expect(201);
            expect_message(
                &mut socket,
                channel,
                "created",
                json!({ "number": 4, "title": "nine", "weight": 1.50 }),
            )
            .await;
            app.put(&format!("{path}/4"), json!({ "title": "x" }))
                .header("If-None-Match", "*")
                .await
                .expect(412);
            app.post(path, json!({ "title": "eight" })).await.expect(201);
            expect_message(
                &mut socket,
                channel,
                "created",
                json!({ "number": 5, "title": "eight", "weight": 1.50 }),
            )
            .await;
            app.put(&format!("{path}/5"), json!({ "title": "8" }))
                .header("If-Match", "*")
                .await
                .expect(200);
            expect_message(
                &mut socket,
                channel,
                "updated",
                json!({ "number": 5, "title": "8", "weight": 1.50 }),
            )
            .await;

            app.delete(&one).await.expect(204);
            expect_message(&mut socket, channel, "deleted", json!({ "number": 1 })).await;
            app.delete(&one).await.expect(404);
            app.delete(&format!("{path}/5"))
                .header("If-Match", "*")
                .await
                .expect(204);
            expect_message(&mut socket, channel, "deleted", json!({ "number": 5 })).await;

            let gone = app.delete(&format!("{path}?title=b&title=c")).await.expect(204);
            assert_eq!(gone.header("X-Total-Count"), Some("2"));
            let mut keys = [socket.receive().await, socket.receive().await].map(|message| {
                assert_eq!(
                    (&message["channel"], &message["event"]),
                    (&json!(channel), &json!("deleted"))
                );
                message["data"].clone()
            });
            keys.sort_by_key(|key| key["number"].as_i64());
            assert_eq!(keys, [json!({ "number": 2 }), json!({ "number": 3 })]);
            app.delete(&format!("{path}?title=b")).await.expect(204);
            app.delete(&format!("{path}?all=true")).await.expect(204);
            expect_message(&mut socket, channel, "deleted", json!({ "number": 4 })).await;
            expect_no_message(app, &mut socket).await;
        }
    })
    .await;
}

#[tokio::test]
async fn refused_requests_publish_nothing() {
    board(async |app, _| {
        let mut socket = follow(app, "notes").await;
        socket.call("subscribe", json!({ "channel": "board/tasks" })).await;
        for (_, path) in BOTH {
            app.post(path, json!({ "title": "" })).await.expect(422);
            app.post(
                &format!("{path}/bulk"),
                json!([{ "title": "same" }, { "title": "same" }]),
            )
            .await
            .expect(409);
            app.patch(&format!("{path}/7"), json!({ "title": "x" }))
                .await
                .expect(404);
            app.put(&format!("{path}/7"), json!({})).await.expect(422);
            app.delete(&format!("{path}/7")).await.expect(404);
        }
        // A hook that takes the change back.
        app.post("/v1/notes", json!({ "title": "refused" })).await.expect(422);
        app.post("/v1/notes/bulk", json!([{ "title": "fine" }, { "title": "refused" }]))
            .await
            .expect(422);
        expect_no_message(app, &mut socket).await;
        let kept = app
            .post("/v1/notes", json!({ "title": "kept" }))
            .await
            .expect(201)
            .json();
        expect_message(&mut socket, "notes", "created", kept.clone()).await;
        app.delete(&format!("/v1/notes/{}", kept["number"])).await.expect(409);
        app.delete("/v1/notes?all=true").await.expect(409);
        expect_no_message(app, &mut socket).await;
    })
    .await;
}

#[tokio::test]
async fn changes_by_hooks_are_published() {
    board(async |app, _| {
        let mut socket = follow(app, "notes").await;
        app.post("/v1/notes", json!({ "title": "a" })).await.expect(201);
        assert_eq!(socket.receive().await["event"], "created");
        app.patch("/v1/notes/1", json!({ "title": "stamped" }))
            .await
            .expect(200);
        let row = json!({ "number": 1, "title": "stamped", "weight": 1.50, "done": true });
        expect_message(&mut socket, "notes", "updated", row).await;
    })
    .await;
}

#[tokio::test]
async fn functions_publish_as_requests_do() {
    board(async |app, _| {
        for (how, channel) in [("tasks", "board/tasks"), ("notes", "notes")] {
            let mut socket = follow(app, channel).await;
            socket.call("subscribe", json!({ "channel": "board/tasks" })).await;
            app.post(&format!("/v1/steps/{how}"), json!({})).await.expect(200);
            for (event, data) in messages_of_steps() {
                expect_message(&mut socket, channel, event, data).await;
            }
            expect_no_message(app, &mut socket).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_transaction_publishes_the_same_when_it_commits() {
    board(async |app, _| {
        for (how, channel) in [("tasks-at-once", "board/tasks"), ("notes-at-once", "notes")] {
            let mut socket = follow(app, channel).await;
            socket.call("subscribe", json!({ "channel": "board/tasks" })).await;
            app.post(&format!("/v1/steps/{how}"), json!({})).await.expect(200);
            for (event, data) in messages_of_steps() {
                expect_message(&mut socket, channel, event, data).await;
            }
            expect_no_message(app, &mut socket).await;
        }
    })
    .await;
}

#[tokio::test]
async fn messages_wait_for_the_outermost_commit_and_go_with_a_rollback() {
    board(async |app, gate| {
        let mut socket = follow(app, "board/tasks").await;
        app.post("/v1/steps/rolled-back", json!({})).await.expect(200);
        expect_no_message(app, &mut socket).await;
        let within = async {
            gate.0.0.notified().await;
            expect_no_message(app, &mut socket).await;
            gate.0.1.notify_one();
        };
        let (reply, ()) = tokio::join!(app.post("/v1/steps/nested", json!({})), within);
        reply.expect(200);
        let mut messages = Vec::new();
        for _ in 0..4 {
            let message = socket.receive().await;
            messages.push(
                message["data"]["title"]
                    .as_str()
                    .or(message["data"].as_str())
                    .unwrap_or("?")
                    .to_owned(),
            );
        }
        assert_eq!(messages, ["a", "b", "d", "e"]);
        expect_no_message(app, &mut socket).await;
    })
    .await;
}

#[tokio::test]
async fn only_declared_changes_are_published() {
    board(async |app, _| {
        let mut socket = follow(app, "places").await;
        socket.call("subscribe", json!({ "channel": "board/tasks" })).await;
        socket.call("subscribe", json!({ "channel": "marks" })).await;
        app.post("/v1/places", json!({ "hall": "a b", "shelf": 2 }))
            .await
            .expect(201);
        app.patch("/v1/places/a%20b/2", json!({ "free": false }))
            .await
            .expect(200);
        app.delete("/v1/places/a%20b/2").await.expect(204);
        expect_message(&mut socket, "places", "deleted", json!({ "hall": "a b", "shelf": 2 })).await;
        // A put has nothing to replace where rows are nothing but their key.
        app.put("/v1/marks/x", json!({})).await.expect(201);
        app.put("/v1/marks/x", json!({})).await.expect(200);
        expect_message(&mut socket, "marks", "created", json!({ "name": "x" })).await;
        expect_no_message(app, &mut socket).await;
    })
    .await;
}

#[tokio::test]
async fn clients_publish_nothing_in_the_name_of_a_resource() {
    board(async |app, _| {
        let mut socket = follow(app, "board/tasks").await;
        let refused = socket
            .call(
                "publish",
                json!({ "channel": "board/tasks", "event": "created", "data": { "number": 1 } }),
            )
            .await;
        assert_eq!(
            refused["errors"],
            json!([{ "field": "channel", "message": "Cannot publish to channel" }])
        );
        // Nor where any channel may be named.
        let mut open = app.socket("/v1/open").await;
        let message = json!({ "channel": "board/tasks", "event": "created", "data": { "number": 1 } });
        assert_eq!(open.call("publish", message).await, refused);
        let message = json!({ "channel": "chatter", "data": 1 });
        assert_eq!(open.call("publish", message.clone()).await, message);
        expect_no_message(app, &mut socket).await;
    })
    .await;
}

/// A broker that can be made to fail.
struct Moody {
    within: Memory,
    fails: Arc<AtomicBool>,
}

impl Broker for Moody {
    fn publish<'b>(&'b self, channel: &'b str, message: bytes::Bytes) -> BoxFuture<'b, Result<(), Cause>> {
        if self.fails.load(Ordering::SeqCst) {
            return Box::pin(async { Err("the broker is away".into()) });
        }
        self.within.publish(channel, message)
    }

    fn subscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
        self.within.subscribe(channel)
    }

    fn unsubscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
        self.within.unsubscribe(channel)
    }

    fn messages(&self) -> BoxStream<'static, Delivery> {
        self.within.messages()
    }
}

/// The log, as text.
#[derive(Clone, Default)]
struct Log(Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn take(&self) -> String {
        String::from_utf8(std::mem::take(&mut *self.0.lock().expect("no panic"))).expect("a text")
    }
}

#[tokio::test]
async fn a_broker_that_fails_is_logged_and_the_change_kept() {
    let log = Log::default();
    let writer = log.clone();
    // With one dispatcher alone, what other tests log first would switch the call sites off for this one too.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    for database in databases().await {
        let fails = Arc::new(AtomicBool::new(false));
        let broker = Moody {
            within: Memory::new(),
            fails: Arc::clone(&fails),
        };
        let app = App::start_as(Board::API, database, |state| state.broker(broker)).await;
        let mut socket = follow(&app, "board/tasks").await;
        fails.store(true, Ordering::SeqCst);
        log.take();
        for (_, path) in BOTH {
            let post = app
                .post(path, json!({ "title": "a" }))
                .header("X-Request-Id", "one-post");
            post.await.expect(201);
            let logged = log.take();
            for expected in [
                "a change is stored, but its message couldn't be published",
                "the broker is away",
                // The commit runs in a task of its own.
                "request_id=\"one-post\"",
            ] {
                assert!(logged.contains(expected), "{logged}");
            }
            let three = json!([{ "title": "b" }, { "title": "c" }, { "title": "d" }]);
            app.post(&format!("{path}/bulk"), three).await.expect(201);
            let logged = log.take();
            assert_eq!(logged.matches("couldn't be published").count(), 1, "{logged}");
            assert!(logged.contains("lost=3"), "{logged}");
            app.delete(&format!("{path}/1")).await.expect(204);
            assert!(log.take().contains("event=\"deleted\""));
        }
        // Outside of a transaction, the publisher gets the error.
        app.post("/v1/say", json!("hello")).await.expect(503);
        fails.store(false, Ordering::SeqCst);
        expect_no_message(&app, &mut socket).await;
    }
}
