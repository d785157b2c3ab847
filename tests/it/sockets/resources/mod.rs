//! `publish`: changes of a resource's rows are published on its channel, after the commit, whatever made them.

mod cases;

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

    /// A task, of which all changes are published
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

    /// A place, of which only deletes are published
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

    /// Follow anything
    socket Open { path: "/open", allow: [publish] }

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
        "kept" => Err(Error::conflict("stays")),
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
            $resource::ops::create(ctx, titled("new")).await?;
            $resource::ops::delete(ctx, one.id).await
        }
    };
}

steps!(steps_of_tasks, task);
steps!(steps_of_notes, note);

/// Their messages, in order.
fn messages_of_steps() -> Vec<(&'static str, Value)> {
    let row = |number: i64, title: &str| json!({ "number": number, "title": title, "weight": 1.50 });
    vec![
        ("created", row(1, "one")),
        ("created", row(2, "two")),
        ("created", row(3, "three")),
        ("updated", row(1, "first")),
        ("updated", row(1, "put")),
        ("created", row(4, "new")),
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

/// Asserts the next message.
async fn expect_message(socket: &mut Follower, channel: &str, event: &str, data: Value) {
    let message = json!({ "channel": channel, "event": event, "data": data });
    assert_eq!(socket.receive().await, message);
}

/// Asserts that no message waits: the one sent now comes next.
async fn expect_no_message(app: &App, socket: &mut Follower) {
    app.post("/v1/say", json!("and now?")).await.expect(204);
    expect_message(socket, "board/tasks", "said", json!("and now?")).await;
}

/// The channels of the two resources that differ in hooks only, and their paths.
const BOTH: [(&str, &str); 2] = [("board/tasks", "/v1/board/tasks"), ("notes", "/v1/notes")];
