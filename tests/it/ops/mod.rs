//! Operations that the application answers itself.

use std::sync::Arc;

use serde_json::json;
use tokio::sync::Notify;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

use crate::support::refuses;

mod calls;
mod envelopes;
mod errors_as_enum;
mod several_replies;
mod undeclared;

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
    let names = notify.join("+");
    found.text = Set(format!("{} {times} {names} {}", body.reason, trace.is_some()));
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
