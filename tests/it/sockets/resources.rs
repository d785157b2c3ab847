//! `publish`: what becomes of a resource's rows is told on its channel, after the commit, whichever way it came about.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures::future::BoxFuture;
use futures::stream::BoxStream;
use serde_json::{Value, json};
use tokio::sync::Notify;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Socket as Follower, databases};
use warp_openapi::{Broker, Cause, Delivery, Memory};

api! {
    /// Things to do, and who follows them.
    api Board { title: "Board", version: "1.0.0", base_path: "/v1" }

    /// A task, of which all is told
    resource Task {
        table: "told_tasks",
        path: "/board/tasks",
        key: { id: i64 [auto_increment, name("number")] },
        fields: {
            title: String [len(1..=40), unique],
            weight: Decimal [precision(8, 2), default(1.5)],
            done: Option<bool>,
            secret: Option<String> [hidden],
            word: Option<String> [write_only],
        },
        filters: { title: [eq, starts] },
        ops: [list, create, create_many, read, update, put, delete, delete_many],
        publish: [create, update, delete],
    }

    /// A note, the same with hooks
    resource Note {
        table: "told_notes",
        path: "/notes",
        key: { id: i64 [auto_increment, name("number")] },
        fields: {
            title: String [len(1..=40), unique],
            weight: Decimal [precision(8, 2), default(1.5)],
            done: Option<bool>,
            secret: Option<String> [hidden],
            word: Option<String> [write_only],
        },
        filters: { title: [eq, starts] },
        ops: [list, create, create_many, read, update, put, delete, delete_many],
        hooks: { before_create: stamp_new, before_update: stamp, after_create: refuse, after_delete: keep },
        publish: [create, update, delete],
    }

    /// A place, of which only the end is told
    resource Place {
        table: "told_places",
        path: "/places",
        key: { hall: String, shelf: i32 },
        fields: { free: bool [default(true)] },
        ops: [create, update, put, delete],
        publish: [delete],
    }

    /// A mark, which is nothing but its key
    resource Mark {
        table: "told_marks",
        path: "/marks",
        key: { name: String },
        fields: {},
        ops: [put],
        publish: [create, update],
    }

    /// Follow what happens
    socket Live {
        path: "/live",
        channels: {
            "board/tasks": Task,
            notes: Note,
            places: Place,
            marks: Mark,
            /// Not of a resource
            news: { said: String },
        },
        allow: [subscribe, unsubscribe, publish],
    }

    /// Change rows from within
    op steps(how: String) -> Vec<String> { route: POST "/steps/{how}" }

    /// Say something, at once
    op say(body: String) { route: POST "/say" }
}

async fn stamp_new(_: &Ctx, note: &mut note::ActiveModel) -> Result<(), Error> {
    note.secret = Set(Some("made".to_owned()));
    Ok(())
}

async fn stamp(_: &Ctx, note: &mut note::ActiveModel) -> Result<(), Error> {
    // A hook may change what the request doesn't.
    if note.title == Set("stamped".to_owned()) {
        note.done = Set(Some(true));
    }
    Ok(())
}

async fn refuse(_: &Ctx, note: &Note) -> Result<(), Error> {
    match note.title.as_str() {
        "refused" => Err(Error::invalid("title", "not this one")),
        _ => Ok(()),
    }
}

async fn keep(_: &Ctx, note: &Note) -> Result<(), Error> {
    match note.title.as_str() {
        "kept" => Err(Error::Conflict("stays".into())),
        _ => Ok(()),
    }
}

/// What an open transaction waits for.
#[derive(Default, Clone)]
struct Gate(Arc<(Notify, Notify)>);

macro_rules! steps {
    ($function:ident, $resource:ident) => {
        async fn $function(ctx: &Ctx) -> Result<(), Error> {
            let titled = |title: &str| $resource::ActiveModel {
                title: Set(title.to_owned()),
                ..Default::default()
            };
            let one = $resource::ops::create(ctx, titled("one")).await?;
            $resource::ops::create_many(ctx, [titled("two"), titled("three")]).await?;
            $resource::ops::update(ctx, one.id, titled("first")).await?;
            $resource::ops::update(ctx, one.id, $resource::ActiveModel { ..Default::default() }).await?;
            $resource::ops::put(ctx, one.id, titled("put")).await?;
            $resource::ops::put(ctx, 40, titled("new")).await?;
            $resource::ops::delete(ctx, one.id).await
        }
    };
}

steps!(steps_of_tasks, task);
steps!(steps_of_notes, note);

/// What they tell, in order.
fn told_of_steps() -> Vec<(&'static str, Value)> {
    let row = |number: i64, title: &str| json!({ "number": number, "title": title, "weight": 1.50 });
    vec![
        ("created", row(1, "one")),
        ("created", row(2, "two")),
        ("created", row(3, "three")),
        ("updated", row(1, "first")),
        ("updated", row(1, "put")),
        ("created", row(40, "new")),
        ("deleted", json!({ "number": 1 })),
    ]
}

fn titled(title: &str) -> task::ActiveModel {
    task::ActiveModel {
        title: Set(title.to_owned()),
        ..Default::default()
    }
}

async fn steps(ctx: Ctx, how: String) -> Result<Vec<String>, Error> {
    match how.as_str() {
        "tasks" => steps_of_tasks(&ctx).await?,
        "notes" => steps_of_notes(&ctx).await?,
        "tasks-at-once" => ctx.transaction(async |tx| steps_of_tasks(tx).await).await?,
        "notes-at-once" => ctx.transaction(async |tx| steps_of_notes(tx).await).await?,
        "rolled-back" => {
            let done: Result<(), _> = ctx
                .transaction(async |tx| {
                    task::ops::create(tx, titled("never")).await?;
                    tx.publish("board/tasks", "said", &"never".to_owned()).await?;
                    Err(Error::Forbidden)
                })
                .await;
            assert!(matches!(done, Err(Error::Forbidden)), "{done:?}");
        }
        "nested" => {
            ctx.transaction(async |tx| {
                task::ops::create(tx, titled("a")).await?;
                tx.transaction(async |inner| task::ops::create(inner, titled("b")).await)
                    .await?;
                let undone: Result<(), _> = tx
                    .transaction(async |inner| {
                        task::ops::create(inner, titled("c")).await?;
                        Err(Error::Forbidden)
                    })
                    .await;
                assert!(matches!(undone, Err(Error::Forbidden)), "{undone:?}");
                tx.publish("board/tasks", "said", &"d".to_owned()).await?;
                let gate = &ctx.state::<Gate>()?.0;
                gate.0.notify_one();
                gate.1.notified().await;
                task::ops::create(tx, titled("e")).await
            })
            .await?;
        }
        other => return Err(Error::internal(other.to_owned())),
    }
    Ok(Vec::new())
}

async fn say(ctx: Ctx, body: String) -> Result<NoContent, Error> {
    ctx.publish("board/tasks", "said", &body).await?;
    Ok(NoContent)
}

/// Runs a case on each database.
async fn board(case: impl AsyncFn(&App, &Gate)) {
    for database in databases().await {
        let gate = Gate::default();
        let app = App::start_as(Board::API, database, |state| state.with(gate.clone())).await;
        case(&app, &gate).await;
    }
}

/// Follows a channel.
async fn follow(app: &App, channel: &str) -> Follower {
    let mut socket = app.socket("/v1/live").await;
    let followed = socket.call("subscribe", json!({ "channel": channel })).await;
    assert_eq!(followed, json!({ "subscribed": { channel: ["*"] } }));
    socket
}

/// Asserts what is told next.
async fn tells(socket: &mut Follower, channel: &str, event: &str, data: Value) {
    let message = json!({ "channel": channel, "event": event, "data": data });
    assert_eq!(socket.receive().await, message);
}

/// Asserts that nothing waits: what is said now comes next.
async fn tells_nothing(app: &App, socket: &mut Follower) {
    app.post("/v1/say", json!("and now?")).await.expect(204);
    tells(socket, "board/tasks", "said", json!("and now?")).await;
}

/// The channels of the two resources that differ in hooks only, and their paths.
const BOTH: [(&str, &str); 2] = [("board/tasks", "/v1/board/tasks"), ("notes", "/v1/notes")];

#[tokio::test]
async fn every_request_that_changes_rows_tells_of_them() {
    board(async |app, _| {
        for (channel, path) in BOTH {
            let mut socket = follow(app, channel).await;
            socket.call("subscribe", json!({ "channel": "board/tasks" })).await;
            let first = app.post(path, json!({ "title": "a", "word": "w" })).await.expect(201);
            let row = json!({ "number": 1, "title": "a", "weight": 1.50 });
            assert_eq!(first.json(), row);
            tells(&mut socket, channel, "created", row).await;

            let titles = json!([{ "title": "b" }, { "title": "c", "weight": "2.50" }]);
            app.post(&format!("{path}/bulk"), titles).await.expect(201);
            tells(
                &mut socket,
                channel,
                "created",
                json!({ "number": 2, "title": "b", "weight": 1.50 }),
            )
            .await;
            tells(
                &mut socket,
                channel,
                "created",
                json!({ "number": 3, "title": "c", "weight": 2.50 }),
            )
            .await;

            let one = format!("{path}/1");
            app.patch(&one, json!({ "done": false })).await.expect(200);
            let row = json!({ "number": 1, "title": "a", "weight": 1.50, "done": false });
            tells(&mut socket, channel, "updated", row.clone()).await;
            // What changes nothing tells nothing.
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
            tells(&mut socket, channel, "updated", row).await;

            app.put(&one, json!({ "title": "put" })).await.expect(200);
            tells(
                &mut socket,
                channel,
                "updated",
                json!({ "number": 1, "title": "put", "weight": 1.50 }),
            )
            .await;
            app.put(&format!("{path}/9"), json!({ "title": "nine" }))
                .await
                .expect(201);
            tells(
                &mut socket,
                channel,
                "created",
                json!({ "number": 9, "title": "nine", "weight": 1.50 }),
            )
            .await;
            app.put(&format!("{path}/9"), json!({ "title": "x" }))
                .header("If-None-Match", "*")
                .await
                .expect(412);
            app.put(&format!("{path}/8"), json!({ "title": "eight" }))
                .header("If-None-Match", "*")
                .await
                .expect(201);
            tells(
                &mut socket,
                channel,
                "created",
                json!({ "number": 8, "title": "eight", "weight": 1.50 }),
            )
            .await;
            app.put(&format!("{path}/8"), json!({ "title": "8" }))
                .header("If-Match", "*")
                .await
                .expect(200);
            tells(
                &mut socket,
                channel,
                "updated",
                json!({ "number": 8, "title": "8", "weight": 1.50 }),
            )
            .await;

            app.delete(&one).await.expect(204);
            tells(&mut socket, channel, "deleted", json!({ "number": 1 })).await;
            app.delete(&one).await.expect(404);
            app.delete(&format!("{path}/8"))
                .header("If-Match", "*")
                .await
                .expect(204);
            tells(&mut socket, channel, "deleted", json!({ "number": 8 })).await;

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
            tells(&mut socket, channel, "deleted", json!({ "number": 9 })).await;
            tells_nothing(app, &mut socket).await;
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_refused_tells_nothing() {
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
        tells_nothing(app, &mut socket).await;
        let kept = app
            .post("/v1/notes", json!({ "title": "kept" }))
            .await
            .expect(201)
            .json();
        tells(&mut socket, "notes", "created", kept.clone()).await;
        app.delete(&format!("/v1/notes/{}", kept["number"])).await.expect(409);
        app.delete("/v1/notes?all=true").await.expect(409);
        tells_nothing(app, &mut socket).await;
    })
    .await;
}

#[tokio::test]
async fn what_a_hook_changes_is_told() {
    board(async |app, _| {
        let mut socket = follow(app, "notes").await;
        app.post("/v1/notes", json!({ "title": "a" })).await.expect(201);
        assert_eq!(socket.receive().await["event"], "created");
        app.patch("/v1/notes/1", json!({ "title": "stamped" }))
            .await
            .expect(200);
        let row = json!({ "number": 1, "title": "stamped", "weight": 1.50, "done": true });
        tells(&mut socket, "notes", "updated", row).await;
    })
    .await;
}

#[tokio::test]
async fn functions_tell_as_requests_do() {
    board(async |app, _| {
        for (how, channel) in [("tasks", "board/tasks"), ("notes", "notes")] {
            let mut socket = follow(app, channel).await;
            socket.call("subscribe", json!({ "channel": "board/tasks" })).await;
            app.post(&format!("/v1/steps/{how}"), json!({})).await.expect(200);
            for (event, data) in told_of_steps() {
                tells(&mut socket, channel, event, data).await;
            }
            tells_nothing(app, &mut socket).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_transaction_tells_the_same_when_it_commits() {
    board(async |app, _| {
        for (how, channel) in [("tasks-at-once", "board/tasks"), ("notes-at-once", "notes")] {
            let mut socket = follow(app, channel).await;
            socket.call("subscribe", json!({ "channel": "board/tasks" })).await;
            app.post(&format!("/v1/steps/{how}"), json!({})).await.expect(200);
            for (event, data) in told_of_steps() {
                tells(&mut socket, channel, event, data).await;
            }
            tells_nothing(app, &mut socket).await;
        }
    })
    .await;
}

#[tokio::test]
async fn messages_wait_for_the_outermost_commit_and_go_with_a_rollback() {
    board(async |app, gate| {
        let mut socket = follow(app, "board/tasks").await;
        app.post("/v1/steps/rolled-back", json!({})).await.expect(200);
        tells_nothing(app, &mut socket).await;
        let within = async {
            gate.0.0.notified().await;
            tells_nothing(app, &mut socket).await;
            gate.0.1.notify_one();
        };
        let (reply, ()) = tokio::join!(app.post("/v1/steps/nested", json!({})), within);
        reply.expect(200);
        let mut told = Vec::new();
        for _ in 0..4 {
            let message = socket.receive().await;
            told.push(
                message["data"]["title"]
                    .as_str()
                    .or(message["data"].as_str())
                    .unwrap_or("?")
                    .to_owned(),
            );
        }
        assert_eq!(told, ["a", "b", "d", "e"]);
        tells_nothing(app, &mut socket).await;
    })
    .await;
}

#[tokio::test]
async fn only_what_is_declared_is_told() {
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
        tells(&mut socket, "places", "deleted", json!({ "hall": "a b", "shelf": 2 })).await;
        // A put has nothing to replace where rows are nothing but their key.
        app.put("/v1/marks/x", json!({})).await.expect(201);
        app.put("/v1/marks/x", json!({})).await.expect(200);
        tells(&mut socket, "marks", "created", json!({ "name": "x" })).await;
        tells_nothing(app, &mut socket).await;
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
        tells_nothing(app, &mut socket).await;
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
async fn a_broker_that_fails_is_logged_and_the_change_stands() {
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
            app.post(path, json!({ "title": "a" })).await.expect(201);
            let said = log.take();
            assert!(
                said.contains("a change is stored, but its message reached nobody"),
                "{said}"
            );
            assert!(said.contains("the broker is away"), "{said}");
            let three = json!([{ "title": "b" }, { "title": "c" }, { "title": "d" }]);
            app.post(&format!("{path}/bulk"), three).await.expect(201);
            let said = log.take();
            assert_eq!(said.matches("reached nobody").count(), 1, "{said}");
            assert!(said.contains("lost=3"), "{said}");
            app.delete(&format!("{path}/1")).await.expect(204);
            assert!(log.take().contains("event=\"deleted\""));
        }
        // Who publishes outside of a transaction is told.
        app.post("/v1/say", json!("hello")).await.expect(503);
        fails.store(false, Ordering::SeqCst);
        tells_nothing(&app, &mut socket).await;
    }
}
