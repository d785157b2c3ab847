//! The entities of a declaration, as any sea-orm user uses them.

use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, EntityTrait as _, IntoActiveModel as _, ModelTrait as _,
    NotSet, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Set, TransactionTrait as _,
};
use warp_openapi::prelude::*;

use crate::api::{TaskType, event, everything, task};
use crate::keys::pair;
use crate::support::on_every_database;

fn new_task(title: &str, severity: Option<i32>) -> task::ActiveModel {
    task::ActiveModel {
        id: Set(Uuid::now_v7()),
        title: Set(title.to_owned()),
        severity: Set(severity),
        created_by: Set(String::new()),
        ..Default::default()
    }
}

#[tokio::test]
async fn rows_are_inserted_found_changed_and_deleted() {
    on_every_database(async |app| {
        let connection = app.database().connection();
        let mut new = new_task("Buy milk", Some(3));
        new.kind = Set(Some(TaskType::Issue));
        new.story_points = Set(Some(Decimal::new(150, 2)));
        let task = new.insert(connection).await.expect("an insert");
        assert_eq!(
            (task.title.as_str(), task.severity, task.done),
            ("Buy milk", Some(3), None)
        );

        let found = task::Entity::find_by_id(task.id)
            .one(connection)
            .await
            .expect("a query");
        assert_eq!(found.as_ref(), Some(&task));
        let read = app.get(&format!("/v1/tasks/{}", task.id)).await.expect(200);
        assert_eq!(read.json()["type"], "issue");
        assert_eq!(read.raw("story_points"), Some("1.50"));

        let mut changed = task.clone().into_active_model();
        changed.title = Set("Buy eggs".to_owned());
        changed.severity = Set(None);
        let changed = changed.update(connection).await.expect("an update");
        assert_eq!(
            (changed.title.as_str(), changed.severity, changed.kind),
            ("Buy eggs", None, Some(TaskType::Issue))
        );

        let deleted = changed.delete(connection).await.expect("a delete");
        assert_eq!(deleted.rows_affected, 1);
        let found = task::Entity::find_by_id(task.id)
            .one(connection)
            .await
            .expect("a query");
        assert_eq!(found, None);
    })
    .await;
}

#[tokio::test]
async fn columns_make_conditions() {
    on_every_database(async |app| {
        let connection = app.database().connection();
        let rows = [("one", Some(1)), ("two", Some(2)), ("three", Some(3)), ("four", None)];
        let models = rows.map(|(title, severity)| new_task(title, severity));
        task::Entity::insert_many(models)
            .exec(connection)
            .await
            .expect("an insert");
        let titles = async |condition: Condition| -> Vec<String> {
            let query = task::Entity::find().filter(condition).order_by_asc(task::Column::Title);
            query
                .all(connection)
                .await
                .expect("a query")
                .into_iter()
                .map(|row| row.title)
                .collect()
        };
        let all = Condition::all;
        assert_eq!(titles(all().add(task::Column::Title.eq("two"))).await, ["two"]);
        assert_eq!(titles(all().add(task::Column::Severity.is_null())).await, ["four"]);
        assert_eq!(titles(all().add(task::Column::Severity.gte(2))).await, ["three", "two"]);
        assert_eq!(
            titles(all().add(task::Column::Title.is_in(["one", "four"]))).await,
            ["four", "one"]
        );
        assert_eq!(
            titles(all().add(task::Column::Title.like("t%"))).await,
            ["three", "two"]
        );

        let some: Vec<(String, Option<i32>)> = task::Entity::find()
            .select_only()
            .columns([task::Column::Title, task::Column::Severity])
            .filter(task::Column::Severity.lt(2))
            .into_tuple()
            .all(connection)
            .await
            .expect("a query");
        assert_eq!(some, [("one".to_owned(), Some(1))]);

        let many = task::Entity::update_many().col_expr(task::Column::Severity, 9.into());
        let changed = many
            .filter(task::Column::Severity.is_null())
            .exec(connection)
            .await
            .expect("an update");
        assert_eq!(changed.rows_affected, 1);
        let many = task::Entity::delete_many().filter(task::Column::Severity.eq(9));
        assert_eq!(many.exec(connection).await.expect("a delete").rows_affected, 1);
        assert_eq!(task::Entity::find().count(connection).await.expect("a count"), 3);
    })
    .await;
}

#[tokio::test]
async fn the_paginator_turns_pages() {
    on_every_database(async |app| {
        let connection = app.database().connection();
        let models = (0..7).map(|index| new_task(&format!("Task {index}"), None));
        task::Entity::insert_many(models)
            .exec(connection)
            .await
            .expect("an insert");
        let pages = task::Entity::find()
            .order_by_asc(task::Column::Title)
            .paginate(connection, 3);
        assert_eq!(pages.num_items().await.expect("a count"), 7);
        assert_eq!(pages.num_pages().await.expect("a count"), 3);
        let last = pages.fetch_page(2).await.expect("a page");
        assert_eq!(
            last.iter().map(|row| row.title.as_str()).collect::<Vec<_>>(),
            ["Task 6"]
        );
    })
    .await;
}

#[tokio::test]
async fn keys_of_all_kinds_work() {
    on_every_database(async |app| {
        let connection = app.database().connection();
        let event = event::ActiveModel {
            id: NotSet,
            title: Set("Fair".to_owned()),
            ..Default::default()
        };
        let event = event.insert(connection).await.expect("an insert");
        assert!(event.id > 0);
        assert_eq!(
            app.get(&format!("/v1/events/{}", event.id)).await.expect(200).json()["title"],
            "Fair"
        );

        let pair = pair::ActiveModel {
            x: Set(1),
            y: Set(2),
            label: Set(Some("here".to_owned())),
            height: Set(3),
        };
        let pair = pair.insert(connection).await.expect("an insert");
        let found = pair::Entity::find_by_id((1, 2)).one(connection).await.expect("a query");
        assert_eq!(found, Some(pair));
        assert_eq!(
            pair::Entity::find_by_id((2, 1)).one(connection).await.expect("a query"),
            None
        );
        assert_eq!(app.get("/v1/pairs/1/2").await.expect(200).json()["label"], "here");
    })
    .await;
}

#[tokio::test]
async fn what_the_api_stores_is_what_entities_read() {
    on_every_database(async |app| {
        let body = r#"{"small": -1, "big": 9007199254740993, "single": 0.5, "double": 0.1, "decimal": 12345678901234567890.12345678,
            "uuid": "01890a5d-ac96-774b-bcce-b302099a8057", "date": "2024-02-29", "time": "12:34:56.123456",
            "instant": "2024-06-30T12:00:00.123456Z", "any": {"a": [1]}, "bytes": "AAEC", "flag": true, "words": ["a"],
            "prices": {"EUR": 1.50}, "reference": 7}"#;
        let id = app.post("/v1/everything", body).await.expect(201).json()["id"].as_i64().expect("an id");
        let row = everything::Entity::find_by_id(id).one(app.database().connection()).await.expect("a query").expect("a row");
        assert_eq!((row.small, row.big, row.single, row.double), (Some(-1), Some(9_007_199_254_740_993), Some(0.5), Some(0.1)));
        assert_eq!(row.decimal.map(|decimal| decimal.to_string()).as_deref(), Some("12345678901234567890.12345678"));
        assert_eq!(row.uuid.map(|uuid| uuid.to_string()).as_deref(), Some("01890a5d-ac96-774b-bcce-b302099a8057"));
        assert_eq!(row.date, NaiveDate::from_ymd_opt(2024, 2, 29));
        assert_eq!(row.time.map(|time| time.to_string()).as_deref(), Some("12:34:56.123456"));
        assert_eq!(row.instant.map(|instant| instant.timestamp_micros()), Some(1_719_748_800_123_456));
        assert_eq!(row.any, Some(serde_json::json!({"a": [1]})));
        assert_eq!(row.bytes.map(|bytes| bytes.0), Some(vec![0, 1, 2]));
        assert_eq!(row.words.map(|words| words.0), Some(vec!["a".to_owned()]));
        assert_eq!(row.prices.and_then(|prices| prices.get("EUR").map(ToString::to_string)).as_deref(), Some("1.50"));
        assert_eq!((row.flag, row.count, row.active), (Some(true), 0, false));
    })
    .await;
}

#[tokio::test]
async fn transactions_roll_back() {
    on_every_database(async |app| {
        let connection = app.database().connection();
        let transaction = connection.begin().await.expect("a transaction");
        new_task("Buy milk", None)
            .insert(&transaction)
            .await
            .expect("an insert");
        transaction.rollback().await.expect("a rollback");
        assert_eq!(task::Entity::find().count(connection).await.expect("a count"), 0);
    })
    .await;
}
