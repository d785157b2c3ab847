//! Tables that are altered while requests run, as when a new version is rolled out beside an old one: no step of the classes `safe` and
//! `locks` costs a request.

use std::sync::atomic::{AtomicBool, Ordering};

use futures::future::join_all;
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager};
use serde_json::json;
use warp_openapi::Config;
use warp_openapi::migration::{self, alter_table, column, create_table};
use warp_openapi::prelude::*;
use warp_openapi::sea_orm::DbErr;
use warp_openapi::testing::{App, databases};

api! {
    /// Things, and what is noted of them.
    api Store {
        title: "Store",
        version: "1.0.0",
        security: { key: ApiKey::header("X-Key") = is_known },
        access: public,
    }

    /// A thing
    resource Thing {
        table: "rolling_things",
        path: "/things",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            title: String [len(1..=16)],
            count: i32 [default(0)],
            price: Option<Decimal> [precision(10, 2)],
        },
        filters: { count: [eq] },
        ops: [list, create, create_many, read, update, put, delete_many],
    }

    /// A note, with hooks
    resource Note {
        table: "rolling_notes",
        path: "/notes",
        key: { id: i64 [auto_increment] },
        fields: { text: String [len(1..=16)], times: i32 [default(0)] },
        ops: [list, create, update],
        hooks: { before_create: count_things },
    }

    /// How many things there are
    op all_things() -> Vec<Thing> { route: GET "/all" }

    /// What may have an effect, and isn't run again
    op use_things() { route: POST "/all" }

    /// The same for those who are known
    op known_things() -> Vec<Thing> { route: GET "/known", access: key }
}

async fn all_things(ctx: Ctx) -> Result<Vec<Thing>, Error> {
    Ok(thing::Entity::find().all(&ctx.db()).await?)
}

async fn use_things(ctx: Ctx) -> Result<NoContent, Error> {
    all_things(ctx).await?;
    Ok(NoContent)
}

async fn known_things(ctx: Ctx) -> Result<Vec<Thing>, Error> {
    all_things(ctx).await
}

async fn is_known(ctx: &Ctx, _: Credentials) -> Result<Principal, Error> {
    note::Entity::find().all(&ctx.db()).await?;
    Ok(Principal::new("somebody"))
}

async fn count_things(ctx: &Ctx, draft: &mut note::ActiveModel) -> Result<(), Error> {
    let things = thing::Entity::find().all(&ctx.db()).await?;
    draft.times = Set(i32::try_from(things.len()).unwrap_or(i32::MAX));
    Ok(())
}

/// Requests of all kinds, each of which must go well.
async fn everything(app: &App) {
    let created = app
        .post("/things", json!({"title": "one", "price": 1.5}))
        .await
        .expect(201);
    let path = format!("/things/{}", created.json()["id"].as_str().expect("an id"));
    let tag = created.header("ETag").expect("a tag").to_owned();
    app.patch(&path, json!({"count": 1}))
        .header("If-Match", &tag)
        .await
        .expect(200);
    app.get(&path).await.expect(200);
    app.put(&path, json!({"title": "two", "count": 7})).await.expect(200);
    app.post(
        "/things/bulk",
        json!([{"title": "three"}, {"title": "four", "count": 7}]),
    )
    .await
    .expect(201);
    app.get("/things?count=7").await.expect(200);
    app.get("/all").await.expect(200);
    app.get("/known").header("X-Key", "k").await.expect(200);
    let note = app.post("/notes", json!({"text": "a"})).await.expect(201).json()["id"].clone();
    app.patch(&format!("/notes/{note}"), json!({"text": "b"}))
        .await
        .expect(200);
    app.get("/notes").await.expect(200);
    app.delete("/things?count=7").await.expect(204);
}

struct Steps;

impl MigratorTrait for Steps {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        (0..8)
            .map(|number| Box::new(Step(number)) as Box<dyn MigrationTrait>)
            .collect()
    }
}

struct Step(usize);

impl MigrationName for Step {
    fn name(&self) -> &str {
        ["m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7"][self.0]
    }
}

#[async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let (things, notes) = (alter_table("rolling_things"), alter_table("rolling_notes"));
        match self.0 {
            0 => things.add_column(column::text("colour").null()).run(manager).await,
            1 => things.add_column(column::integer("size").default(3)).run(manager).await,
            2 => {
                create_table("rolling_others")
                    .column(column::big_integer("id"))
                    .primary_key(["id"])
                    .run(manager)
                    .await
            }
            3 => {
                things
                    .alter_column(column::text("title").length(200))
                    .run(manager)
                    .await
            }
            4 => {
                things
                    .alter_column(column::decimal("price").precision(14, 2).null())
                    .run(manager)
                    .await
            }
            5 => {
                things
                    .alter_column(column::big_integer("count").default(0))
                    .run(manager)
                    .await
            }
            6 => notes.alter_column(column::text("text").length(99)).run(manager).await,
            _ => {
                things
                    .add_index("rolling_things_title_index", ["title"])
                    .run(manager)
                    .await
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_request_fails_while_tables_are_altered() {
    for database in databases().await {
        let url = database.url().to_owned();
        let app = App::start(Store::API, database).await;
        // Each connection has prepared its statements.
        for _ in 0..3 {
            join_all((0..8).map(|_| everything(&app))).await;
        }
        let altered = AtomicBool::new(false);
        let load = || async {
            while !altered.load(Ordering::Relaxed) {
                everything(&app).await;
            }
            // And now that all is altered.
            everything(&app).await;
            everything(&app).await;
        };
        let alter = async {
            let config = Config::parse(&url).expect("a database");
            let other = warp_openapi::connect(&config).await.expect("another program");
            let applied = migration::up::<Steps>(other.connection()).await;
            altered.store(true, Ordering::Relaxed);
            assert_eq!(applied.expect("steps that can be taken").len(), 8);
            other.close().await.expect("the end");
        };
        futures::join!(alter, load(), load(), load(), load());
    }
}

/// An operation that writes gets a retryable error, and the next one succeeds.
#[tokio::test]
async fn a_statement_of_a_handler_fails_as_one_that_may_be_tried_again() {
    for database in databases().await {
        let app = App::start(Store::API, database).await;
        app.request("POST", "/all").await.expect(204);
        let alter = "ALTER TABLE rolling_things ALTER COLUMN title TYPE varchar(200)";
        if app.database().name() == "PostgreSQL" {
            app.database()
                .connection()
                .execute_unprepared(alter)
                .await
                .expect("altered");
        }
        // Which connection knows the old table isn't known: the first that does fails, and none after it.
        let mut failures = 0;
        for _ in 0..20 {
            let reply = app.request("POST", "/all").await;
            if reply.status() != 204 {
                reply.expect(503);
                failures += 1;
            }
        }
        assert!(failures <= 1, "{failures}");
    }
}
