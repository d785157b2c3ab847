//! Connections and transactions under load, and what happens without a database.

use std::time::{Duration, Instant};

use futures::future::join_all;

use super::*;

const COUNTS: Resource = Resource::new(
    "Count",
    "counts",
    &[],
    &[
        Field::key::<i64>("id", &[]).auto_increment().done(),
        Field::column::<i32>("number", &[]).done(),
    ],
);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_writers_all_succeed() {
    on_each(async |database| {
        create_missing(database, [&COUNTS]).await.unwrap();
        let alone = (0..50).map(|number| async move {
            insert(database, &COUNTS, &format!(r#"{{"number": {number}}}"#)).await.unwrap();
        });
        let in_transactions = (50..100).map(|number| async move {
            let transaction = database.begin().await.unwrap();
            column(&*transaction, &COUNTS, "number", |_| {}).await;
            insert(&*transaction, &COUNTS, &format!(r#"{{"number": {number}}}"#)).await.unwrap();
            transaction.commit().await.unwrap();
        });
        futures::join!(join_all(alone), join_all(in_transactions));
        assert_eq!(column(database, &COUNTS, "number", |_| {}).await.len(), 100);
    })
    .await;
}

#[tokio::test]
async fn a_dropped_transaction_leaves_nothing() {
    on_each(async |database| {
        create_missing(database, [&COUNTS]).await.unwrap();
        let outer = database.begin().await.unwrap();
        insert(&*outer, &COUNTS, r#"{"number": 1}"#).await.unwrap();
        let inner = outer.begin().await.unwrap();
        insert(&*inner, &COUNTS, r#"{"number": 2}"#).await.unwrap();
        drop(inner);
        assert_eq!(column(&*outer, &COUNTS, "number", |_| {}).await, ["1"]);
        drop(outer);
        assert!(column(database, &COUNTS, "number", |_| {}).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_exhausted_pool_is_unavailable() {
    let config = Config::memory().acquire_timeout(Duration::from_millis(50));
    let database = connect(&config).await.unwrap();
    let _transaction = database.begin().await.unwrap();
    assert!(matches!(create_missing(&database, []).await, Err(Error::Unavailable(_))));
}

#[tokio::test]
async fn a_locked_file_is_unavailable() {
    on_file(&async |database: &Database| {
        create_missing(database, [&COUNTS]).await.unwrap();
        let _writer = database.begin().await.unwrap();
        let result = insert(database, &COUNTS, r#"{"number": 1}"#).await;
        assert!(matches!(result, Err(Error::Unavailable(_))), "{result:?}");
    })
    .await;
}

#[tokio::test]
async fn a_closed_pool_is_unavailable() {
    let database = connect(&Config::memory()).await.unwrap();
    database.clone().close().await.unwrap();
    assert!(matches!(create_missing(&database, []).await, Err(Error::Unavailable(_))));
}

#[tokio::test]
async fn an_unreachable_database_is_told_at_once_in_one_line() {
    let start = Instant::now();
    let reason = async |text: &str| connect(&Config::parse(text).unwrap()).await.unwrap_err().to_string();
    let refused = reason("postgres://me:secret@127.0.0.1:1/tasks").await;
    assert!(
        refused.starts_with("postgres://me:***@127.0.0.1:1/tasks can't be reached: "),
        "{refused}"
    );
    let missing = reason("sqlite:/nowhere/at/all.sqlite").await;
    assert!(missing.starts_with("sqlite:/nowhere/at/all.sqlite can't be reached: "), "{missing}");
    assert!(!refused.contains("secret") && !refused.contains('\n') && !missing.contains('\n'));
    assert!(start.elapsed() < Duration::from_secs(2));
}
