//! Rows locked by another transaction: which requests wait for them, how long, and how others are affected.

use std::future::IntoFuture as _;
use std::time::Duration;

use futures::future::join_all;
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, TransactionTrait as _};
use serde_json::{Value, json};
use warp_openapi::Database;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Socket as Follower, databases};

use crate::support::{other, until_waiting, waiting};

api! {
    /// Articles in stock.
    api Stock { title: "Stock", version: "1.0.0", base_path: "/v1" }

    /// A thing
    resource Item {
        table: "stock_items",
        path: "/items",
        key: { id: i32 },
        fields: { name: String, count: i32 [default(0)] },
        filters: { name: [eq] },
        ops: [list, create, read, update, put, delete, delete_many],
    }

    /// The same with hooks
    resource Guarded {
        table: "stock_guarded",
        path: "/guarded",
        key: { id: i32 },
        fields: { name: String, count: i32 [default(0)] },
        ops: [list, create, read, update, put, delete],
        hooks: { before_update: passes },
    }

    /// The same, with all changes published
    resource Published {
        table: "stock_published",
        path: "/published",
        key: { id: i32 },
        fields: { name: String, count: i32 [default(0)] },
        filters: { name: [eq] },
        ops: [list, create, create_many, read, update, put, delete, delete_many],
        publish: [create, update, delete],
    }

    /// Follow the changes
    socket Live { path: "/live", channels: { published: Published }, allow: [subscribe] }

    /// Take one
    op take_item(id: i32) -> Item { route: POST "/items/{id}/take" }
}

async fn passes(_: &Ctx, _: &mut guarded::ActiveModel) -> Result<(), Error> {
    Ok(())
}

async fn take_item(ctx: Ctx, id: i32) -> Result<Item, Error> {
    ctx.transaction(async |tx| {
        let item = item::ops::read(tx, id).await?;
        let less = item::ActiveModel {
            count: Set(item.count - 1),
            ..Default::default()
        };
        item::ops::update(tx, id, less).await
    })
    .await
}

/// The resources: their paths and tables.
const ALL: [(&str, &str); 3] = [
    ("/v1/items", "stock_items"),
    ("/v1/guarded", "stock_guarded"),
    ("/v1/published", "stock_published"),
];

/// Longer than any test waits.
const LONG: Duration = Duration::from_secs(25);

/// Runs a case on each database whose statements wait so long for locks, with two rows of each resource.
async fn stock(lock_timeout: Duration, case: impl AsyncFn(&App)) {
    for database in databases().await {
        let database = database.with(|config| config.lock_timeout(lock_timeout)).await;
        let app = App::start(Stock::API, database).await;
        for (path, _) in ALL {
            for id in [1, 2] {
                app.post(path, json!({ "id": id, "name": "a", "count": 5 }))
                    .await
                    .expect(201);
            }
        }
        case(&app).await;
    }
}

/// Locks the first row of a table, as long as the transaction is open.
async fn locked(other: &Database, table: &str) -> DatabaseTransaction {
    let transaction = other.connection().begin().await.expect("a transaction");
    let sql = format!("UPDATE {table} SET name = 'locked' WHERE id = 1");
    transaction.execute_unprepared(&sql).await.expect("a row");
    transaction
}

fn is_postgres(app: &App) -> bool {
    app.database().name() == "PostgreSQL"
}

#[tokio::test]
async fn a_change_of_a_locked_row_is_503_and_is_not_made_later() {
    stock(Duration::from_millis(100), async |app| {
        let other = other(app).await;
        for (path, table) in ALL {
            let one = format!("{path}/1");
            let before = app.get(&one).await.expect(200);
            let tag = before.header("ETag").expect("a tag").to_owned();
            let lock = locked(&other, table).await;
            let changes = [
                app.patch(&one, json!({ "count": 1 })),
                app.patch(&one, json!({ "count": 2 })).header("If-Match", &tag),
                app.put(&one, json!({ "name": "b", "count": 3 })),
                app.delete(&one),
                app.delete(&one).header("If-Match", &tag),
            ];
            for change in changes {
                let refused = change.await.expect(503);
                assert!(refused.header("Retry-After").is_some());
            }
            if table == "stock_items" {
                app.post("/v1/items/1/take", json!(null)).await.expect(503);
                app.delete("/v1/items?name=a").await.expect(503);
            }
            lock.rollback().await.expect("the end of a transaction");
            // Whatever still waited would have the row before this.
            app.patch(&format!("{path}/2"), json!({ "count": 9 })).await.expect(200);
            assert_eq!(app.get(&one).await.expect(200).json(), before.json(), "{path}");
            app.patch(&one, json!({ "count": 4 })).await.expect(200);
        }
    })
    .await;
}

#[tokio::test]
async fn fifty_changes_of_a_locked_row_leave_the_others_alone() {
    stock(LONG, async |app| {
        let other = other(app).await;
        for (path, table) in ALL {
            let (one, two) = (format!("{path}/1"), format!("{path}/2"));
            let lock = locked(&other, table).await;
            let changes = join_all((0..50).map(|_| app.patch(&one, json!({ "count": 1 })).into_future()));
            let rest = async {
                if is_postgres(app) {
                    until_waiting(&other, 1).await;
                }
                for _ in 0..5 {
                    app.get(path).await.expect(200);
                    app.get(&one).await.expect(200);
                    if is_postgres(app) {
                        app.patch(&two, json!({ "count": 2 })).await.expect(200);
                    }
                }
                if is_postgres(app) {
                    assert_eq!(waiting(&other).await, 1);
                }
                lock.rollback().await.expect("the end of a transaction");
            };
            let (changed, ()) = futures::join!(changes, rest);
            for reply in changed {
                // On SQLite writers wait for their turn for up to five seconds.
                let accepted = reply.status() == 200 || reply.status() == 503 && !is_postgres(app);
                assert!(accepted, "{}", reply.status());
            }
            assert_eq!(app.get(&one).await.expect(200).json()["count"], json!(1));
        }
    })
    .await;
}

#[tokio::test]
async fn a_statement_ends_when_its_client_disconnects() {
    stock(LONG, async |app| {
        if !is_postgres(app) {
            return;
        }
        let other = other(app).await;
        for (path, table) in ALL {
            let one = format!("{path}/1");
            let before = app.get(&one).await.expect(200).json();
            let lock = locked(&other, table).await;
            let mut requests = vec![
                app.patch(&one, json!({ "count": 1 })),
                app.delete(&one),
                app.patch(&one, json!({ "count": 2 })).header("If-Match", "*"),
            ];
            if table == "stock_items" {
                requests.push(app.post("/v1/items/1/take", json!(null)));
                requests.push(app.delete("/v1/items?name=a"));
            }
            for request in requests {
                let request = tokio::spawn(request.into_future());
                until_waiting(&other, 1).await;
                request.abort();
                until_waiting(&other, 0).await;
            }
            lock.rollback().await.expect("the end of a transaction");
            app.patch(&format!("{path}/2"), json!({ "count": 9 })).await.expect(200);
            assert_eq!(app.get(&one).await.expect(200).json(), before, "{path}");
        }
    })
    .await;
}

/// Subscribes to the changes.
async fn follow(app: &App) -> Follower {
    let mut socket = app.socket("/v1/live").await;
    socket.call("subscribe", json!({ "channel": "published" })).await;
    socket
}

/// Holds all commits that change published rows, as long as another connection has the advisory lock 7.
const SLOW_COMMIT: &str = "
    CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_advisory_xact_lock_shared(7); RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER hold AFTER INSERT OR UPDATE OR DELETE ON stock_published
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hold()";

#[tokio::test]
async fn changes_are_published_although_the_client_left_at_the_commit() {
    stock(LONG, async |app| {
        if !is_postgres(app) {
            return;
        }
        let other = other(app).await;
        let made = other.connection().execute_unprepared(SLOW_COMMIT).await;
        made.expect("a trigger");
        let mut socket = follow(app).await;
        let requests = [
            (app.patch("/v1/published/1", json!({ "count": 1 })), "updated"),
            (
                app.patch("/v1/published/1", json!({ "count": 2 }))
                    .header("If-Match", "*"),
                "updated",
            ),
            (app.post("/v1/published", json!({ "id": 3, "name": "c" })), "created"),
            (
                app.post("/v1/published/bulk", json!([{ "id": 4, "name": "d" }])),
                "created",
            ),
            (app.put("/v1/published/5", json!({ "name": "e" })), "created"),
            (app.delete("/v1/published/2"), "deleted"),
            (app.delete("/v1/published?name=e"), "deleted"),
        ];
        for (request, event) in requests {
            let lock = other.connection().begin().await.expect("a transaction");
            lock.execute_unprepared("SELECT pg_advisory_xact_lock(7)")
                .await
                .expect("a lock");
            let request = tokio::spawn(request.into_future());
            until_waiting(&other, 1).await;
            request.abort();
            lock.commit().await.expect("the end of a transaction");
            let published = socket.receive().await;
            assert_eq!(published["event"], json!(event), "{published}");
            assert!(request.await.is_err_and(|error| error.is_cancelled()));
        }
        assert_eq!(app.get("/v1/published/1").await.expect(200).json()["count"], json!(2));
        app.get("/v1/published/2").await.expect(404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_are_published_in_the_order_of_their_commits() {
    stock(LONG, async |app| {
        let mut socket = follow(app).await;
        for _ in 0..3 {
            let changes = (0..20).map(|count| match count % 2 {
                0 => app.patch("/v1/published/1", json!({ "count": count })).into_future(),
                _ => app
                    .put("/v1/published/1", json!({ "name": "a", "count": count }))
                    .into_future(),
            });
            for reply in join_all(changes).await {
                reply.expect(200);
            }
            let mut last = Value::Null;
            for _ in 0..20 {
                last = socket.receive().await["data"].clone();
            }
            assert_eq!(app.get("/v1/published/1").await.expect(200).json(), last);
        }
    })
    .await;
}
