//! Operations that the application answers itself.

use std::sync::Arc;

use serde_json::json;
use tokio::sync::Notify;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

use crate::support::refuses;

api! {
    /// Notes, and what can be done with them.
    api Notebook {
        title: "Notes",
        version: "1.0.0",
        base_path: "/v1",
        tags: { Note: "What is noted" },
    }

    /// What becomes of a note
    enum State { Open = "open", Closed = "closed" }

    /// How a note is closed
    schema Closing {
        /// Why
        reason: String [len(3..=20)],
        /// How bad it was
        severity: Option<i32> [range(0..=10)],
    }

    /// A note
    resource Note {
        table: "notes",
        path: "/notes",
        tag: Note,
        key: { id: i64 [auto_increment] },
        fields: {
            text: String [len(1..=40), unique],
            state: State [default("open"), read_only],
            secret: Option<String> [hidden],
        },
        filters: { text: [eq] },
        ops: [list, create, read],
    }

    /// Close a note
    ///
    /// It stays closed.
    op close_note(
        /// Which
        id: i64,
        /// Whom to tell
        notify: Vec<String> [name("tell"), len(0..=2)],
        /// How often
        times: i32 [default(1), range(1..=3)],
        /// Where it comes from
        trace: Option<Uuid> [header("X-Trace-Id")],
        body: Closing,
    ) -> Note {
        route: POST "/notes/{id}/close",
        tag: Note,
        errors: { 409: "closed already" },
    }

    /// Count the notes
    op count_notes(state: Option<State>) -> i64 { route: GET "/notes/count", tag: Note }

    /// Make two notes, or none
    op twins(body: Closing) -> Created<Vec<Note>> { route: POST "/twins" }

    /// Make two notes, and pass over what can't be made
    op tries(nested: bool) -> i64 { route: POST "/tries", errors: { 409: "not all" } }

    /// Make a note and wait
    op hang() { route: POST "/hang" }

    /// Panic
    op panics() -> NoContent { route: GET "/panics", handler: mishaps::panics }

    /// Panic in a transaction
    op panics_late() { route: POST "/panics", handler: mishaps::panics_late }

    /// Say who answers
    op about() -> HashMap<String, String> { route: GET "/about" }

    /// All of it
    op export() -> ByteStream { route: GET "/export", produces: "text/csv" }
}

use std::collections::HashMap;

/// What the program was given.
#[derive(Default, Clone)]
struct Gate {
    reached: Arc<Notify>,
}

async fn close_note(
    ctx: Ctx,
    id: i64,
    notify: Vec<String>,
    times: i32,
    trace: Option<Uuid>,
    body: Closing,
) -> Result<Note, Error> {
    let found = note::Entity::find_by_id(id)
        .one(&ctx.db())
        .await?
        .ok_or(Error::NotFound)?;
    if found.state == State::Closed {
        return Err(Error::status(409, "closed already"));
    }
    let mut found = found.into_active_model();
    found.state = Set(State::Closed);
    let told = notify.join("+");
    found.text = Set(format!("{} {times} {told} {}", body.reason, trace.is_some()));
    Ok(found.update(&ctx.db()).await?)
}

async fn count_notes(ctx: Ctx, state: Option<State>) -> Result<i64, Error> {
    let mut select = note::Entity::find();
    if let Some(state) = state {
        select = select.filter(note::Column::State.eq(state));
    }
    i64::try_from(select.count(&ctx.db()).await?).map_err(Error::internal)
}

fn new_note(text: &str) -> note::ActiveModel {
    note::ActiveModel {
        text: Set(text.to_owned()),
        state: Set(State::Open),
        ..Default::default()
    }
}

async fn twins(ctx: Ctx, body: Closing) -> Result<Created<Vec<Note>>, Error> {
    let notes = ctx
        .transaction(async |tx| {
            let first = new_note("first").insert(&tx.db()).await?;
            let second = new_note(&body.reason).insert(&tx.db()).await?;
            Ok(vec![first, second])
        })
        .await?;
    Ok(Created::new(notes).at("/notes"))
}

async fn tries(ctx: Ctx, nested: bool) -> Result<i64, Error> {
    ctx.transaction(async |tx| {
        let mut made = 0;
        for text in ["first", "second", "first", "third"] {
            let note = new_note(text);
            let done = if nested {
                tx.transaction(async |tx| Ok(note.insert(&tx.db()).await?)).await
            } else {
                note.insert(&tx.db()).await.map_err(Error::from)
            };
            made += i64::from(done.is_ok());
        }
        Ok(made)
    })
    .await
}

async fn hang(ctx: Ctx) -> Result<NoContent, Error> {
    ctx.transaction(async |tx| {
        new_note("hanging").insert(&tx.db()).await?;
        ctx.state::<Gate>()?.reached.notify_one();
        std::future::pending::<()>().await;
        Ok(NoContent)
    })
    .await
}

mod mishaps {
    use super::*;

    pub(super) async fn panics(_: Ctx) -> Result<NoContent, Error> {
        panic!("a defect")
    }

    pub(super) async fn panics_late(ctx: Ctx) -> Result<NoContent, Error> {
        ctx.transaction(async |tx| {
            new_note("panicking").insert(&tx.db()).await?;
            panic!("a defect")
        })
        .await
    }
}

async fn about(ctx: Ctx) -> Result<HashMap<String, String>, Error> {
    let url = ctx.url("/notes");
    Ok(HashMap::from([
        ("id".to_owned(), ctx.request_id().to_owned()),
        ("url".to_owned(), url),
    ]))
}

async fn export(_: Ctx) -> Result<ByteStream, Error> {
    let lines = ["id,text\n", "1,a\n"].map(Ok::<_, std::io::Error>);
    Ok(ByteStream::new(futures::stream::iter(lines)))
}

async fn on_every_database(case: impl AsyncFn(&App, &Gate)) {
    for database in databases().await {
        let gate = Gate::default();
        let app = App::start_as(Notebook::API, database, |state| state.with(gate.clone())).await;
        case(&app, &gate).await;
    }
}

#[tokio::test]
async fn arguments_come_from_path_query_header_and_body() {
    on_every_database(async |app, _| {
        app.post("/v1/notes", json!({"text": "milk"})).await.expect(201);
        let reply = app
            .post("/v1/notes/1/close?tell=a&tell=b&times=2", json!({"reason": "done"}))
            .header("X-Trace-Id", "0190163D-8694-739B-AEA5-966C26F8AD91")
            .await
            .expect(200);
        assert_eq!(
            reply.json(),
            json!({"id": 1, "text": "done 2 a+b true", "state": "closed"})
        );
        let again = app
            .post("/v1/notes/1/close", json!({"reason": "done"}))
            .await
            .expect(409);
        assert_eq!(again.json()["detail"], "closed already");
        app.post("/v1/notes/2/close", json!({"reason": "done"}))
            .await
            .expect(404);
        assert_eq!(app.get("/v1/notes/count").await.expect(200).text(), "1");
        assert_eq!(app.get("/v1/notes/count?state=open").await.expect(200).text(), "0");
    })
    .await;
}

#[tokio::test]
async fn all_breaches_are_told_at_once_and_before_the_handler_runs() {
    on_every_database(async |app, _| {
        let reply = app
            .post(
                "/v1/notes/1/close?tell=a&tell=b&tell=c&times=9&other=1",
                json!({"reason": "no", "severity": 11, "more": 1}),
            )
            .header("X-Trace-Id", "x")
            .await;
        refuses(
            reply,
            &[
                ("tell", "too long (at most 2)"),
                ("times", "greater than 3"),
                ("other", "unknown parameter"),
                ("X-Trace-Id", "not a valid uuid"),
                ("reason", "too short (at least 3)"),
                ("severity", "greater than 10"),
                ("more", "unknown field"),
            ],
        );
        // 400 before 422 before 404.
        app.request("POST", "/v1/notes/x/close?times=9")
            .json("{")
            .await
            .expect(400);
        refuses(
            app.post("/v1/notes/x/close?times=9", json!({"reason": "done"})).await,
            &[("times", "greater than 3")],
        );
        app.post("/v1/notes/x/close", json!({"reason": "done"}))
            .await
            .expect(404);
        refuses(
            app.get("/v1/notes/count?state=lost").await,
            &[("state", "not one of open, closed")],
        );
        refuses(
            app.get("/v1/notes/count?state=open&state=closed").await,
            &[("state", "given more than once")],
        );
        app.request("POST", "/v1/notes/1/close")
            .header("Content-Type", "text/plain")
            .body("x")
            .await
            .expect(415);
        app.get("/v1/notes/1/close").await.expect(405);
    })
    .await;
}

#[tokio::test]
async fn a_transaction_commits_all_or_nothing() {
    on_every_database(async |app, _| {
        let reply = app.post("/v1/twins", json!({"reason": "first"})).await.expect(409);
        assert_eq!(reply.json()["detail"], "text already exists");
        assert_eq!(app.get("/v1/notes").await.expect(200).text(), "[]");
        let reply = app.post("/v1/twins", json!({"reason": "second"})).await.expect(201);
        assert_eq!(reply.json()[1]["text"], "second");
        let location = reply.header("Location").expect("a location");
        assert_eq!(location, format!("http://{}/v1/notes", app.address()));
    })
    .await;
}

#[tokio::test]
async fn an_error_that_is_passed_over_is_never_a_success_that_is_not_stored() {
    on_every_database(async |app, _| {
        // A transaction of its own keeps what fails apart.
        let reply = app.request("POST", "/v1/tries?nested=true").await.expect(200);
        assert_eq!(reply.text(), "3");
        assert_eq!(app.get("/v1/notes/count").await.expect(200).text(), "3");
    })
    .await;
    on_every_database(async |app, _| {
        // Without one PostgreSQL gives all of it up, and SQLite the one statement.
        let status = app.request("POST", "/v1/tries?nested=false").await.status();
        let count = app.get("/v1/notes/count").await.expect(200);
        match status {
            200 => assert_eq!(count.text(), "3"),
            status => assert_eq!((status, count.text()), (500, "0")),
        }
    })
    .await;
}

#[tokio::test]
async fn a_client_that_hangs_up_takes_its_transaction_back() {
    on_every_database(async |app, gate| {
        let request = app.request("POST", "/v1/hang").into_future();
        tokio::select! {
            _ = request => panic!("it never answers"),
            () = gate.reached.notified() => {}
        }
        // Writers wait for the transaction's end, so this comes after the rollback.
        app.post("/v1/notes", json!({"text": "after"})).await.expect(201);
        let reply = app.get("/v1/notes").await.expect(200);
        assert_eq!(crate::support::column(&reply, "text"), ["after"]);
    })
    .await;
}

#[tokio::test]
async fn a_panic_is_500_and_the_server_lives_on() {
    on_every_database(async |app, _| {
        let reply = app.get("/v1/panics").header("X-Request-Id", "abc").await.expect(500);
        assert_eq!(reply.header("X-Request-Id"), Some("abc"));
        assert_eq!(reply.json()["detail"], "Internal Server Error");
        app.request("POST", "/v1/panics").await.expect(500);
        assert_eq!(app.get("/v1/notes/count").await.expect(200).text(), "0");
    })
    .await;
}

#[tokio::test]
async fn a_handler_knows_the_request() {
    on_every_database(async |app, _| {
        let reply = app
            .get("/v1/about")
            .header("X-Request-Id", "abc")
            .await
            .expect(200)
            .json();
        let url = format!("http://{}/v1/notes", app.address());
        assert_eq!(reply, json!({"id": "abc", "url": url}));
        app.request("HEAD", "/v1/about").await.expect(200);
        app.request("OPTIONS", "/v1/about").await.expect(204);
    })
    .await;
}

#[tokio::test]
async fn bytes_are_sent_as_they_come() {
    on_every_database(async |app, _| {
        let reply = app.get("/v1/export").await.expect(200);
        assert_eq!(reply.header("Content-Type"), Some("text/csv"));
        assert_eq!(reply.text(), "id,text\n1,a\n");
    })
    .await;
}

#[test]
fn the_document_says_all_of_it() {
    let document: serde_json::Value = serde_json::from_str(Notebook::OPENAPI).expect("JSON");
    let close = &document["paths"]["/notes/{id}/close"]["post"];
    assert_eq!(close["operationId"], "close_note");
    assert_eq!(
        (&close["summary"], &close["description"]),
        (&json!("Close a note"), &json!("It stays closed."))
    );
    let names: Vec<_> = close["parameters"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|parameter| format!("{} {}", parameter["in"], parameter["name"]))
        .collect();
    assert_eq!(
        names,
        [
            r#""path" "id""#,
            r#""query" "tell""#,
            r#""query" "times""#,
            r#""header" "X-Trace-Id""#
        ]
    );
    assert_eq!(close["parameters"][2]["schema"]["default"], 1);
    assert_eq!(close["responses"]["409"]["description"], "closed already");
    assert_eq!(close["responses"]["404"]["$ref"], "#/components/responses/NotFound");
    assert_eq!(
        close["requestBody"]["content"]["application/json"]["schema"]["$ref"],
        "#/components/schemas/Closing"
    );
    assert_eq!(
        document["paths"]["/export"]["get"]["responses"]["200"]["content"],
        json!({"text/csv": {}})
    );
}
