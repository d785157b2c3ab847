//! Changes of JSON columns that are made again, since another program has changed or created the row meanwhile.

use std::future::IntoFuture as _;

use sea_orm::{
    ActiveModelTrait as _, ConnectionTrait as _, DatabaseTransaction, EntityTrait as _, IntoActiveModel as _, Set,
    TransactionTrait as _,
};
use serde_json::json;
use warp_openapi::Json;
use warp_openapi::testing::{App, Database};

use super::{Account, Club, Home, ada, member};
use crate::support::{other, until_waiting};

/// Runs a case at each isolation of transactions that fails in its own way. SQLite has one writer at a time, so nothing is made again there.
async fn at_each_isolation(case: impl AsyncFn(&App)) {
    for isolation in ["read committed", "repeatable read"] {
        let Some(database) = Database::postgres().await else {
            return;
        };
        let name = database.url().rsplit('/').next().expect("a name");
        let sql = format!("ALTER DATABASE {name} SET default_transaction_isolation = '{isolation}'");
        let set = database.connection().execute_unprepared(&sql).await;
        set.expect("a setting");
        // New connections have it.
        case(&App::start(Club::API, database.with(|config| config).await).await).await;
    }
}

/// An account with what a request can't set.
fn seen() -> Json<Account> {
    Json(Account {
        number: Some(7),
        name: "Bob".to_owned(),
        password: "s3cret".to_owned(),
        visits: 3,
        home: Some(Home {
            street: "Side".to_owned(),
            checked: true,
            code: None,
        }),
        others: Default::default(),
    })
}

/// Sends a request that has to wait for another program's transaction, which is then committed. Asserts that what the transaction has
/// written is kept.
async fn keeps(app: &App, verb: &str, change: impl AsyncFnOnce(&DatabaseTransaction)) {
    let other = other(app).await;
    let transaction = other.connection().begin().await.expect("a transaction");
    change(&transaction).await;
    let request = app.request(verb, "/members/a").json(json!({ "account": ada() }));
    let commit = async {
        until_waiting(&other, 1).await;
        transaction.commit().await.expect("a commit");
    };
    let (reply, ()) = futures::join!(request.into_future(), commit);
    let expected = json!({
        "number": 7, "name": "Ada", "visits": 3, "home": {"street": "Main", "checked": true}, "others": {},
    });
    assert_eq!(reply.expect(200).json()["account"], expected, "{verb}");
    let read = app.get("/members/a").await.expect(200).json();
    assert_eq!(read["account"], expected, "{verb}");
}

#[tokio::test]
async fn a_change_that_waited_for_another_keeps_what_is_read_only() {
    at_each_isolation(async |app| {
        for verb in ["PUT", "PATCH"] {
            app.put("/members/a", json!({ "account": ada() })).await.expect(201);
            keeps(app, verb, async |transaction| {
                let found = member::Entity::find_by_id("a").one(transaction).await;
                let mut row = found.expect("a query").expect("a row").into_active_model();
                row.account = Set(seen());
                row.update(transaction).await.expect("an update");
            })
            .await;
            app.delete("/members/a").await.expect(204);
        }
    })
    .await;
}

#[tokio::test]
async fn a_put_that_finds_a_row_created_meanwhile_keeps_what_is_read_only() {
    at_each_isolation(async |app| {
        keeps(app, "PUT", async |transaction| {
            let row = member::ActiveModel {
                id: Set("a".to_owned()),
                account: Set(seen()),
                friends: Set(None),
            };
            row.insert(transaction).await.expect("an insert");
        })
        .await;
    })
    .await;
}
