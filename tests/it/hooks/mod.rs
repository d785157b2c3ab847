//! Functions of the application before and after the changes of a resource's rows.

use std::sync::{Arc, Mutex};

use serde_json::json;
use tokio::sync::Notify;
use warp_openapi::Settings;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

use crate::support::{column, count, refuses};

mod changes;
mod json_values;

api! {
    /// Books, and what is noted of them.
    api Shelf { title: "Shelf", version: "1.0.0", base_path: "/v1" }

    /// A book
    resource Book {
        table: "hooked_books",
        path: "/books",
        key: { id: i64 [auto_increment] },
        fields: {
            title: String [len(1..=20), unique, name("called"), column("title")],
            pages: Option<i32> [range(0..=900)],
            by: String [default("nobody"), create_only],
            editions: i32 [default(1), read_only],
            trace: Option<String> [hidden],
        },
        filters: { pages: [null] },
        ops: [list, create, create_many, read, update, put, delete, delete_many],
        hooks: {
            before_create: stamp,
            after_create: notes::created,
            before_update: count_editions,
            after_update: notes::updated,
            before_delete: guard,
            after_delete: notes::deleted,
        },
    }

    /// What happened
    resource Entry {
        table: "hooked_entries",
        path: "/entries",
        key: { id: i64 [auto_increment] },
        fields: { text: String },
        order: [text],
        ops: [list],
    }

    /// A seat, which has a key of two fields
    resource Seat {
        table: "hooked_seats",
        path: "/seats",
        key: { row: i32, number: i32 },
        fields: { taken: bool [default(false)] },
        filters: { taken: [eq] },
        ops: [list, create, put, delete_many],
        hooks: { before_create: move_seat, before_delete: notes::left },
    }
}

/// What the program was given.
#[derive(Default, Clone)]
struct Watch {
    seen: Arc<Mutex<Vec<String>>>,
    reached: Arc<Notify>,
}

impl Watch {
    fn note(&self, line: String) {
        self.seen.lock().expect("no panic").push(line);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.seen.lock().expect("no panic"))
    }
}

/// Writes an entry on the hook's own database, and a line that stays whatever happens.
async fn enter(ctx: &Ctx, text: String) -> Result<(), Error> {
    ctx.state::<Watch>()?.note(text.clone());
    let new = entry::ActiveModel {
        text: Set(text),
        ..Default::default()
    };
    new.insert(&ctx.db()).await?;
    Ok(())
}

async fn stamp(ctx: &Ctx, book: &mut book::ActiveModel) -> Result<(), Error> {
    let title = book.title.try_as_ref().cloned().unwrap_or_default();
    match title.as_str() {
        "bad" => return Err(Error::invalid("called", "not in this house")),
        "unwhole" => return Err(Error::invalid("", "not like this")),
        "refused" => return Err(Error::conflict("title already exists")),
        "panic" => panic!("a defect"),
        "counted" => book.id = Set(7),
        "hang" => {
            enter(ctx, "hangs".to_owned()).await?;
            ctx.state::<Watch>()?.reached.notify_one();
            std::future::pending::<()>().await;
        }
        _ => {}
    }
    enter(ctx, format!("before create {title}")).await?;
    if book.by.is_not_set() {
        book.by = Set("hook".to_owned());
    }
    book.trace = Set(Some(ctx.request_id().to_owned()));
    Ok(())
}

async fn count_editions(ctx: &Ctx, book: &mut book::ActiveModel) -> Result<(), Error> {
    let (title, pages) = (book.title.clone(), book.pages.clone());
    enter(ctx, format!("before update {title:?} {pages:?}")).await?;
    if matches!(&title, Set(title) if title == "other key") {
        book.id = Set(99);
    }
    let editions = book.editions.try_as_ref().copied().unwrap_or_default();
    book.editions = Set(editions + 1);
    Ok(())
}

async fn guard(ctx: &Ctx, book: &Book) -> Result<(), Error> {
    if book.title == "kept" {
        return Err(Error::conflict("kept books stay"));
    }
    enter(ctx, format!("before delete {}", book.title)).await
}

async fn move_seat(_: &Ctx, seat: &mut seat::ActiveModel) -> Result<(), Error> {
    if seat.number == Set(13) {
        seat.number = Set(14);
    }
    Ok(())
}

mod notes {
    use super::*;

    pub(super) async fn created(ctx: &Ctx, book: &Book) -> Result<(), Error> {
        enter(ctx, format!("after create {} by {}", book.id, book.by)).await?;
        match book.title.as_str() {
            "too late" => Err(Error::invalid("called", "too late")),
            _ => Ok(()),
        }
    }

    pub(super) async fn updated(ctx: &Ctx, book: &Book) -> Result<(), Error> {
        enter(ctx, format!("after update {} {}", book.title, book.editions)).await?;
        match book.title.as_str() {
            "too late" => Err(Error::NotFound),
            _ => Ok(()),
        }
    }

    pub(super) async fn deleted(ctx: &Ctx, book: &Book) -> Result<(), Error> {
        enter(ctx, format!("after delete {}", book.title)).await?;
        match book.title.as_str() {
            "missed" => Err(Error::status(409, "missed")),
            _ => Ok(()),
        }
    }

    pub(super) async fn left(ctx: &Ctx, seat: &Seat) -> Result<(), Error> {
        enter(ctx, format!("{} {}", seat.row, seat.number)).await
    }
}

async fn on_every_database(case: impl AsyncFn(&App, &Watch)) {
    for database in databases().await {
        let watch = Watch::default();
        let mut settings = Settings::default();
        settings.bulk_limit = 3;
        let app = App::start_as(Shelf::API, database, |state| {
            state.settings(settings).with(watch.clone())
        });
        case(&app.await, &watch).await;
    }
}

/// What was entered and stayed, in order.
async fn entries(app: &App) -> Vec<String> {
    column(&app.get("/v1/entries").await.expect(200), "text")
}

async fn titles(app: &App) -> Vec<String> {
    column(&app.get("/v1/books").await.expect(200), "called")
}
