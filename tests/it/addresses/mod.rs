//! Rows whose paths have other fields than the key.

mod changes;
mod document;
mod requests;

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Reply, databases};

use crate::support::{column, refuses};

api! {
    api Press {
        title: "Press",
        version: "1",
        base_path: "/v1",
        security: { user: Basic::new() = check_user },
        access: public,
    }

    /// Where an article stands
    enum Place { Front = "front", Back = "back" }

    /// An article, whose key no client sees
    resource Article {
        table: "articles",
        path: "/articles",
        address: slug,
        key: { id: Uuid [default_with(Uuid::now_v7), hidden] },
        fields: {
            slug: String [unique, len(0..=40)],
            title: String,
            body: String [default("")],
            editor: Option<String> [create_only],
        },
        ops: [list, create, create_many, read, update, put, delete, delete_many],
        publish: [create, update, delete],
    }

    /// A remark, whose key is counted, at an address of two fields
    resource Remark {
        table: "remarks",
        path: "/remarks",
        address: [place, number],
        key: { id: i64 [auto_increment] },
        fields: {
            number: i32 [range(1..=99), create_only],
            place: Place [name("at"), create_only],
            text: String,
        },
        unique: [[number, place]],
        if_match: required,
        ops: [list, create, read, update, put, delete],
    }

    /// A page with hooks around its changes
    resource Sheet {
        table: "sheets",
        path: "/sheets",
        address: name,
        key: { id: i64 [auto_increment] },
        fields: { name: String [unique], text: String, changes: i32 [default(0), read_only] },
        hooks: { before_create: count_one, before_update: count_one, after_update: see, before_delete: see_gone },
        ops: [list, create, read, update, put, delete, delete_many],
        publish: [delete],
    }

    /// A note of one user
    resource Note {
        table: "notes",
        path: "/notes",
        address: name,
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { name: String [unique], text: String, user: String },
        owner: user,
        access: user,
        ops: [list, create, read, update, put, delete],
    }

    /// What a row's key says in another order, and what a client chooses
    resource Shelf {
        table: "shelves",
        path: "/shelves",
        address: [level, hall],
        key: { hall: String, level: i32 },
        fields: { text: Option<String> },
        ops: [create, read, update, put, delete],
    }

    /// Creates an article
    op write(body: article::Create) -> Created<Article> { route: POST "/write" }
    /// Renames an article, and changes it by its new name
    op rename(slug: String, to: String) -> Article { route: POST "/rename/{slug}" }
    /// Goes through all functions of a remark
    op go_through() -> Vec<String> { route: POST "/through" }
    /// Sets another key
    op rekey(name: String, id: i64) -> Sheet { route: POST "/rekey/{name}" }
    /// Puts a whole sheet, its key included
    op put_whole(name: String, id: i64) -> Sheet { route: POST "/whole/{name}", handler: put_whole_sheet }
    /// Moves a sheet to a name that no path can have
    op spoil(name: String) -> Sheet { route: POST "/spoil/{name}" }

    socket News { path: "/news", channels: { articles: Article, sheets: Sheet }, allow: [subscribe] }
}

async fn check_user(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Basic { user, .. } => Ok(Principal::new(user)),
        _ => Err(Error::Unauthorized),
    }
}

async fn count_one(_: &Ctx, row: &mut sheet::ActiveModel) -> Result<(), Error> {
    let before = match &row.changes {
        sea_orm::ActiveValue::Set(changes) | sea_orm::ActiveValue::Unchanged(changes) => *changes,
        sea_orm::ActiveValue::NotSet => 0,
    };
    row.changes = Set(before + 1);
    Ok(())
}

async fn see(ctx: &Ctx, row: &Sheet) -> Result<(), Error> {
    // The row is at its new address already.
    let same = sheet::ops::read(ctx, row.name.as_str()).await?;
    assert_eq!(same.id, row.id);
    Ok(())
}

async fn see_gone(_: &Ctx, row: &Sheet) -> Result<(), Error> {
    if row.text == "kept" {
        Err(Error::Forbidden)
    } else {
        Ok(())
    }
}

async fn write(ctx: Ctx, body: article::Create) -> Result<Created<Article>, Error> {
    Ok(Created::row(article::ops::create(&ctx, body).await?))
}

async fn rename(ctx: Ctx, slug: String, to: String) -> Result<Article, Error> {
    ctx.transaction(async |tx| {
        let moved = article::ActiveModel {
            slug: Set(to.clone()),
            ..Default::default()
        };
        article::ops::update(tx, slug.as_str(), moved).await?;
        assert!(matches!(
            article::ops::read(tx, slug.as_str()).await,
            Err(Error::NotFound)
        ));
        let named = article::ActiveModel {
            title: Set(format!("was {slug}")),
            ..Default::default()
        };
        article::ops::update(tx, to.as_str(), named).await
    })
    .await
}

async fn go_through(ctx: Ctx) -> Result<Vec<String>, Error> {
    let text = |text: &str| remark::ActiveModel {
        text: Set(text.to_owned()),
        ..Default::default()
    };
    let (first, created) = remark::ops::put(&ctx, (Place::Front, 1), text("a")).await?;
    let (again, created_again) = remark::ops::put(&ctx, (Place::Front, 1), text("b")).await?;
    let read = remark::ops::read(&ctx, (Place::Front, 1)).await?;
    let updated = remark::ops::update(&ctx, (Place::Front, 1), text("c")).await?;
    remark::ops::delete(&ctx, (Place::Front, 1)).await?;
    let gone = matches!(remark::ops::read(&ctx, (Place::Front, 1)).await, Err(Error::NotFound));
    Ok(vec![
        format!("{} {created}", first.text),
        format!("{} {created_again} {}", again.text, again.id == first.id),
        format!("{} {}", read.text, updated.text),
        gone.to_string(),
    ])
}

async fn rekey(ctx: Ctx, name: String, id: i64) -> Result<Sheet, Error> {
    let changes = sheet::ActiveModel {
        id: Set(id),
        text: Set("rekeyed".to_owned()),
        ..Default::default()
    };
    sheet::ops::update(&ctx, name, changes).await
}

async fn put_whole_sheet(ctx: Ctx, name: String, id: i64) -> Result<Sheet, Error> {
    let whole = Sheet {
        id,
        name: name.clone(),
        text: "whole".to_owned(),
        changes: 7,
    };
    Ok(sheet::ops::put(&ctx, name, whole).await?.0)
}

async fn spoil(ctx: Ctx, name: String) -> Result<Sheet, Error> {
    sheet::ops::update(
        &ctx,
        name,
        sheet::ActiveModel {
            name: Set("..".to_owned()),
            ..Default::default()
        },
    )
    .await
}

/// Runs a case on each database.
async fn everywhere(case: impl AsyncFn(&App)) {
    for database in databases().await {
        case(&App::start(Press::API, database).await).await;
    }
}

/// Creates an article, and returns its path.
async fn article(app: &App, slug: &str) -> String {
    let body = json!({"slug": slug, "title": format!("T {slug}")});
    let reply = app.post("/v1/articles", body).await.expect(201);
    path_of(app, &reply)
}

/// The path of `Location`.
#[track_caller]
fn path_of(app: &App, reply: &Reply) -> String {
    let location = reply.header("Location").expect("a Location");
    let path = location.strip_prefix(&format!("http://{}", app.address()));
    path.expect("a URL of the server").to_owned()
}

#[track_caller]
fn conflict(reply: Reply) -> String {
    reply.expect(409).json()["detail"]
        .as_str()
        .expect("a detail")
        .to_owned()
}
