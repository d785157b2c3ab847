//! The operations of resources as functions of handlers, alone and in transactions.

use serde_json::{Value, json};
use warp_openapi::Settings;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

use crate::support::{column, count, refuses};

mod calls;

api! {
    /// Parcels, and where they are.
    api Store { title: "Store", version: "1.0.0", base_path: "/v1" }

    /// A parcel
    resource Parcel {
        table: "typed_parcels",
        path: "/parcels",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            /// What is on it
            label: String [len(3..=20), unique, name("marking")],
            weight: Decimal [precision(8, 2), default(1.5)],
            parts: Option<Json<Vec<String>>>,
            packed: Option<DateTime<Utc>> [read_only],
            maker: String [create_only, default("us")],
            note: Option<String> [hidden],
        },
        ops: [list, read],
    }

    /// A place, which has a key of two fields
    resource Place {
        table: "typed_places",
        path: "/places/in",
        key: { hall: String, shelf: i32 },
        fields: { free: bool [default(true)] },
        ops: [list, read],
    }

    /// A ticket, with hooks and a key that is counted
    resource Ticket {
        table: "typed_tickets",
        path: "/tickets",
        key: { id: i32 [auto_increment] },
        fields: { text: String, seen: i32 [default(0), read_only] },
        ops: [list],
        hooks: { before_create: check_ticket, before_update: see_ticket },
    }

    /// Receive a parcel
    op receive(body: parcel::Create) -> Created<Parcel> { route: POST "/receive" }

    /// Receive parcels
    op receive_all(body: Vec<parcel::Create>) -> Vec<Parcel> { route: POST "/receive/all" }

    /// Change a parcel
    op relabel(id: Uuid, body: parcel::Update) -> Parcel { route: POST "/parcels/{id}/relabel" }

    /// Set up a place
    op furnish(body: place::Create) -> Created<Place> { route: POST "/furnish" }

    /// Do something by its name
    op act(name: String) -> Vec<String> { route: POST "/act" }
}

async fn receive(ctx: Ctx, mut body: parcel::Create) -> Result<Created<Parcel>, Error> {
    if body.0.weight.is_not_set() {
        body.0.note = Set(Some("unweighed".to_owned()));
    }
    parcel::ops::create(&ctx, body).await.map(Created::row)
}

async fn receive_all(ctx: Ctx, body: Vec<parcel::Create>) -> Result<Vec<Parcel>, Error> {
    parcel::ops::create_many(&ctx, body).await
}

async fn relabel(ctx: Ctx, id: Uuid, body: parcel::Update) -> Result<Parcel, Error> {
    parcel::ops::update(&ctx, id, body).await
}

async fn furnish(ctx: Ctx, body: place::Create) -> Result<Created<Place>, Error> {
    place::ops::create(&ctx, body).await.map(Created::row)
}

async fn check_ticket(_: &Ctx, ticket: &mut ticket::ActiveModel) -> Result<(), Error> {
    match ticket.text.try_as_ref().map(String::as_str) {
        Some("bad") => Err(Error::invalid("text", "bad")),
        _ => Ok(()),
    }
}

async fn see_ticket(_: &Ctx, ticket: &mut ticket::ActiveModel) -> Result<(), Error> {
    let seen = ticket.seen.try_as_ref().copied().unwrap_or_default();
    ticket.seen = Set(seen + 1);
    Ok(())
}

fn labelled(label: &str) -> parcel::ActiveModel {
    parcel::ActiveModel {
        label: Set(label.to_owned()),
        ..Default::default()
    }
}

fn ticket(text: &str) -> ticket::ActiveModel {
    ticket::ActiveModel {
        text: Set(text.to_owned()),
        ..Default::default()
    }
}

fn unset() -> parcel::ActiveModel {
    Default::default()
}

fn free() -> place::ActiveModel {
    Default::default()
}

/// How an operation ended.
fn outcome<T>(result: Result<T, Error>) -> String {
    match result {
        Ok(_) => "done".to_owned(),
        Err(Error::Internal(cause)) => cause.to_string(),
        Err(error) => error.to_string(),
    }
}

async fn act(ctx: Ctx, name: String) -> Result<Vec<String>, Error> {
    match name.as_str() {
        "missing" => {
            let id = Uuid::nil();
            Ok(vec![
                outcome(parcel::ops::read(&ctx, id).await),
                outcome(parcel::ops::update(&ctx, id, labelled("abc")).await),
                outcome(parcel::ops::update(&ctx, id, unset()).await),
                outcome(parcel::ops::delete(&ctx, id).await),
                outcome(place::ops::delete(&ctx, ("a".to_owned(), 1)).await),
            ])
        }
        "inside" => {
            ctx.transaction(async |tx| {
                let first = parcel::ops::create(tx, labelled("first")).await?;
                let changes = parcel::ActiveModel {
                    packed: Set(DateTime::from_timestamp(0, 0)),
                    ..Default::default()
                };
                let packed = parcel::ops::update(tx, first.id, changes).await?;
                ticket::ops::create(tx, ticket("one")).await?;
                parcel::ops::create_many(tx, ["second", "third"].map(labelled)).await?;
                // An error rolls back its own transaction only.
                let refused = ticket::ops::create_many(tx, ["two", "bad"].map(ticket)).await;
                Ok(vec![format!("{:?}", packed.packed), outcome(refused)])
            })
            .await
        }
        "all back" => {
            let all = ctx.transaction(async |tx| {
                parcel::ops::create(tx, labelled("never")).await?;
                ticket::ops::create(tx, ticket("never")).await?;
                parcel::ops::create(tx, labelled("never")).await
            });
            Ok(vec![outcome(all.await)])
        }
        "keys" => {
            let key = ("a b/c".to_owned(), -1);
            let (new, created) = place::ops::put(&ctx, key.clone(), free()).await?;
            let taken = place::ActiveModel {
                free: Set(false),
                ..Default::default()
            };
            let (changed, again) = place::ops::put(&ctx, key.clone(), taken.clone()).await?;
            let read = place::ops::read(&ctx, key.clone()).await?;
            let mut moved = taken.clone();
            moved.shelf = Set(2);
            let put = outcome(place::ops::put(&ctx, key.clone(), moved.clone()).await);
            let updated = outcome(place::ops::update(&ctx, key.clone(), moved).await);
            let mut same = taken;
            same.shelf = Set(-1);
            let same = outcome(place::ops::update(&ctx, key.clone(), same).await);
            place::ops::delete(&ctx, key).await?;
            Ok(vec![
                format!("{} {created}", new.free),
                format!("{} {again} {}", changed.free, read == changed),
                put,
                updated,
                same,
            ])
        }
        "puts" => {
            let id = Uuid::nil();
            let mut record = labelled("put");
            record.maker = Set("them".to_owned());
            record.note = Set(Some("a note".to_owned()));
            let (new, _) = parcel::ops::put(&ctx, id, record.clone()).await?;
            record.maker = Set("others".to_owned());
            record.note = Set(Some("another".to_owned()));
            let (changed, _) = parcel::ops::put(&ctx, id, record).await?;
            let (kept, _) = parcel::ops::put(&ctx, id, labelled("kept")).await?;
            let line = |row: Parcel| format!("{} {} {:?}", row.maker, row.weight, row.note);
            Ok([new, changed, kept].map(line).to_vec())
        }
        "hooks" => {
            let made = ticket::ops::create(&ctx, ticket("one")).await?;
            let seen = ticket::ops::update(&ctx, made.id, ticket("two")).await?;
            let (put, _) = ticket::ops::put(&ctx, made.id, ticket("three")).await?;
            let mut counted = ticket("four");
            counted.id = Set(9);
            Ok(vec![
                format!("{} {}", seen.text, seen.seen),
                format!("{} {}", put.text, put.seen),
                outcome(ticket::ops::create(&ctx, ticket("bad")).await),
                outcome(ticket::ops::create(&ctx, counted).await),
            ])
        }
        // A row that was read is a record, too.
        "copies" => {
            let mut row = parcel::ops::create(&ctx, labelled("origin")).await?;
            row.id = Uuid::nil();
            row.label = "copy".to_owned();
            Ok(vec![parcel::ops::create(&ctx, row).await?.id.to_string()])
        }
        _ => Err(Error::NotFound),
    }
}

async fn on_every_database(case: impl AsyncFn(&App)) {
    for database in databases().await {
        let mut settings = Settings::default();
        settings.bulk_limit = 3;
        case(&App::start_with(Store::API, database, settings).await).await;
    }
}

async fn acted(app: &App, name: &str) -> Value {
    app.request("POST", &format!("/v1/act?name={name}"))
        .await
        .expect(200)
        .json()
}
