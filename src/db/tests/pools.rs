//! Connections and transactions under load, and what happens without a database.

use std::sync::Arc;
use std::time::Instant;

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
            insert(database, &COUNTS, &format!(r#"{{"number": {number}}}"#))
                .await
                .unwrap();
        });
        let in_transactions = (50..100).map(|number| async move {
            let transaction = database.begin().await.unwrap();
            column(&*transaction, &COUNTS, "number", |_| {}).await;
            insert(&*transaction, &COUNTS, &format!(r#"{{"number": {number}}}"#))
                .await
                .unwrap();
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
    assert!(matches!(
        create_missing(&database, []).await,
        Err(Error::Unavailable(_))
    ));
}

#[tokio::test]
async fn readers_go_on_while_many_wait_to_write() {
    on_file(&async |database: &Database| {
        create_missing(database, [&COUNTS]).await.unwrap();
        let writer = database.begin().await.unwrap();
        let waiting = join_all((0..20).map(|_| insert(database, &COUNTS, r#"{"number": 1}"#)));
        let reading = async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let rows = column(database, &COUNTS, "number", |_| {}).await;
            writer.commit().await.unwrap();
            rows
        };
        let (written, read) = futures::join!(waiting, reading);
        assert!(read.is_empty());
        assert!(written.into_iter().all(|result| result.is_ok()));
    })
    .await;
}

#[tokio::test]
async fn a_locked_file_is_unavailable() {
    on_file(&async |database: &Database| {
        create_missing(database, [&COUNTS]).await.unwrap();
        let hasty = database.clone().with_limits(
            &Config::memory().acquire_timeout(Duration::from_millis(50)),
            OutdatedStatements::default(),
        );
        let _writer = database.begin().await.unwrap();
        let result = insert(&hasty, &COUNTS, r#"{"number": 1}"#).await;
        assert!(matches!(result, Err(Error::Unavailable(_))), "{result:?}");
    })
    .await;
}

#[tokio::test]
async fn a_file_locked_by_others_is_unavailable() {
    on_file(&async |database: &Database| {
        create_missing(database, [&COUNTS]).await.unwrap();
        let _writer = database.begin().await.unwrap();
        let other = Database::new(database.connection().clone()).unwrap();
        let result = insert(&other, &COUNTS, r#"{"number": 1}"#).await;
        assert!(matches!(result, Err(Error::Unavailable(_))), "{result:?}");
    })
    .await;
}

#[tokio::test]
async fn a_closed_pool_is_unavailable() {
    let database = connect(&Config::memory()).await.unwrap();
    database.clone().close().await.unwrap();
    assert!(matches!(
        create_missing(&database, []).await,
        Err(Error::Unavailable(_))
    ));
}

#[tokio::test]
async fn an_unreachable_database_is_reported_at_once_in_one_line() {
    let start = Instant::now();
    let reason = async |text: &str| connect(&Config::parse(text).unwrap()).await.unwrap_err().to_string();
    let refused = reason("postgres://me:secret@127.0.0.1:1/tasks").await;
    assert!(
        refused.starts_with("postgres://me:***@127.0.0.1:1/tasks can't be reached: "),
        "{refused}"
    );
    let missing = reason("sqlite:/nowhere/at/all.sqlite").await;
    assert!(
        missing.starts_with("sqlite:/nowhere/at/all.sqlite can't be reached: "),
        "{missing}"
    );
    assert!(!refused.contains("secret") && !refused.contains('\n') && !missing.contains('\n'));
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn a_lost_connection_is_unavailable_once() {
    let Some(url) = crate::testing::postgres_url() else {
        return;
    };
    let config = Config::parse(&url).unwrap();
    let (one, other) = (
        connect(&config.clone().max_connections(1)).await.unwrap(),
        connect(&config).await.unwrap(),
    );
    let ask = async |database: &Database, text: &str| {
        let values = sea_orm::sea_query::Values(Vec::new());
        let sql = Sql {
            text: text.to_owned(),
            values,
        };
        let rows = database.query(sql).await?;
        Ok::<_, Error>(rows.get(0).unwrap().int64(0).unwrap().unwrap_or_default())
    };
    let process = ask(&one, "SELECT pg_backend_pid()").await.unwrap();
    ask(&other, &format!("SELECT pg_terminate_backend({process})::int"))
        .await
        .unwrap();
    // One that lay idle for long enough, as on a busy machine, is tested before it is used: then nothing fails.
    let first = ask(&one, "SELECT 1").await;
    assert!(matches!(first, Err(Error::Unavailable(_)) | Ok(1)), "{first:?}");
    assert_eq!(ask(&one, "SELECT 1").await.unwrap(), 1);
}

/// Reads while so many do that most wait for a connection; gives up after `patience`.
async fn impatient(database: &Database, text: &str, patience: Duration) -> Option<bool> {
    let sql = Sql {
        text: text.to_owned(),
        values: sea_orm::sea_query::Values(Vec::new()),
    };
    let answer = tokio::time::timeout(patience, database.query(sql)).await.ok()?;
    Some(answer.is_ok_and(|rows| rows.len() == 1))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_are_returned_when_waiting_requests_are_cancelled() {
    on_each(async |database| {
        create_missing(database, [&COUNTS]).await.unwrap();
        let long = Duration::from_secs(30);
        let readers = (0..300).map(|number| async move {
            match number % 3 {
                0 => assert_eq!(impatient(database, "SELECT 1", long).await, Some(true)),
                1 => assert_eq!(impatient(database, "SELECT nothing", long).await, Some(false)),
                _ => drop(impatient(database, "SELECT 1", Duration::from_micros(number * 20)).await),
            }
        });
        // Transactions take their connections from the pool, and wait there while readers hand theirs off.
        let writers = (0..20).map(|number| async move {
            let transaction = database.begin().await.unwrap();
            insert(&*transaction, &COUNTS, &format!(r#"{{"number": {number}}}"#))
                .await
                .unwrap();
            transaction.commit().await.unwrap();
        });
        futures::join!(join_all(readers), join_all(writers));
        assert_eq!(column(database, &COUNTS, "number", |_| {}).await.len(), 20);
    })
    .await;
}

#[tokio::test]
async fn a_request_that_waits_for_a_hand_off_has_the_time_limit_of_the_pool() {
    let config = Config::memory().acquire_timeout(Duration::from_millis(100));
    let database = connect(&config).await.unwrap();
    let started = Instant::now();
    let _transaction = database.begin().await.unwrap();
    let readers = (0..10).map(|_| impatient(&database, "SELECT 1", Duration::from_secs(5)));
    assert_eq!(join_all(readers).await, [Some(false); 10]);
    assert!(started.elapsed() < Duration::from_secs(1));
}

/// A statement that takes longer than any test.
fn endless(database: &Database) -> Sql {
    let text = match database.dialect().backend() {
        sea_orm::DbBackend::Sqlite => {
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        }
        _ => "SELECT pg_sleep(60)::text",
    };
    Sql {
        text: text.to_owned(),
        values: sea_orm::sea_query::Values(Vec::new()),
    }
}

/// One connection to each database, with this time for statements.
async fn on_one_connection(statement_timeout: Duration, test: impl AsyncFn(&Database)) {
    let mut places = vec![Config::memory()];
    if let Some(url) = crate::testing::postgres_url() {
        places.push(Config::parse(&url).unwrap());
    }
    for place in places {
        let database = connect(&place.max_connections(1).statement_timeout(statement_timeout))
            .await
            .unwrap();
        test(&database).await;
        database.close().await.unwrap();
    }
}

#[tokio::test]
async fn a_statement_that_takes_too_long_is_ended_and_reported_as_such() {
    on_one_connection(Duration::from_millis(200), async |database| {
        let overdue = |result: Result<Box<dyn Rows>, Error>| match result {
            Err(Error::Unavailable(cause)) => assert!(cause.to_string().contains("STATEMENT_TIMEOUT"), "{cause}"),
            Err(other) => panic!("{other:?}"),
            Ok(_) => panic!("an endless statement ended"),
        };
        overdue(database.query(endless(database)).await);
        let transaction = database.begin().await.unwrap();
        overdue(transaction.query(endless(database)).await);
        drop(transaction);
        assert_eq!(
            impatient(database, "SELECT 1", Duration::from_secs(5)).await,
            Some(true)
        );
    })
    .await;
}

#[tokio::test]
async fn a_statement_that_nobody_waits_for_gives_its_connection_back() {
    on_one_connection(Duration::from_secs(50), async |database| {
        let soon = Duration::from_millis(50);
        let alone = tokio::time::timeout(soon, database.query(endless(database))).await;
        assert!(alone.is_err());
        assert_eq!(
            impatient(database, "SELECT 1", Duration::from_secs(5)).await,
            Some(true)
        );
        let transaction = database.begin().await.unwrap();
        let within = tokio::time::timeout(soon, transaction.query(endless(database))).await;
        assert!(within.is_err());
        drop(transaction);
        assert_eq!(
            impatient(database, "SELECT 1", Duration::from_secs(5)).await,
            Some(true)
        );
    })
    .await;
}

#[tokio::test]
async fn writers_leave_connections_to_readers() {
    let Some(url) = crate::testing::postgres_url() else {
        return;
    };
    let config = Config::parse(&url).unwrap().max_connections(4);
    let database = connect(&config.acquire_timeout(Duration::from_millis(100)))
        .await
        .unwrap();
    let writers = join_all((0..3).map(|_| database.begin())).await;
    assert!(writers.iter().all(Result::is_ok));
    assert!(matches!(database.begin().await, Err(Error::Unavailable(_))));
    assert_eq!(
        impatient(&database, "SELECT 1", Duration::from_secs(5)).await,
        Some(true)
    );
}

#[tokio::test]
async fn a_transaction_that_sqlite_rolled_back_stores_nothing_and_leaves_its_connection_usable() {
    let config = Config::memory().statement_timeout(Duration::from_millis(200));
    let database = connect(&config).await.unwrap();
    create_missing(&database, [&COUNTS]).await.unwrap();
    for _ in 0..2 {
        let outer = database.begin().await.unwrap();
        insert(&*outer, &COUNTS, r#"{"number": 1}"#).await.unwrap();
        let inner = outer.begin().await.unwrap();
        let endless = Sql {
            text: format!(
                r#"INSERT INTO "counts" ("number") {}"#,
                endless(&database).text.replace("count(*)", "count(*) % 2")
            ),
            values: sea_orm::sea_query::Values(Vec::new()),
        };
        assert!(matches!(inner.execute(endless).await, Err(Error::Unavailable(_))));
        drop(inner);
        // SQLite would commit it by itself.
        let after = insert(&*outer, &COUNTS, r#"{"number": 2}"#).await;
        assert!(matches!(after, Err(Error::Unavailable(_))), "{after:?}");
        assert!(matches!(outer.commit().await, Err(Error::Unavailable(_))));
        assert!(column(&database, &COUNTS, "number", |_| {}).await.is_empty());
    }
    let transaction = database.begin().await.unwrap();
    insert(&*transaction, &COUNTS, r#"{"number": 3}"#).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(column(&database, &COUNTS, "number", |_| {}).await, ["3"]);
}

#[test]
fn only_a_statement_that_was_under_way_leaves_its_outcome_open() {
    use sea_orm::{DbErr, RuntimeErr};
    let lost = || RuntimeErr::SqlxError(sqlx::Error::Io(std::io::ErrorKind::ConnectionReset.into()).into());
    assert!(crate::sql::is_lost(&DbErr::Exec(lost())));
    assert!(crate::sql::is_lost(&DbErr::Query(lost())));
    assert!(!crate::sql::is_lost(&DbErr::Conn(lost())));
    let never_sent = RuntimeErr::SqlxError(sqlx::Error::PoolTimedOut.into());
    assert!(!crate::sql::is_lost(&DbErr::Query(never_sent)));
}

#[tokio::test]
async fn what_has_begun_ends_before_the_pool_is_closed() {
    let database = connect(&Config::memory()).await.unwrap();
    let go_on = Arc::new(tokio::sync::Notify::new());
    let (waits, works) = (Arc::clone(&go_on), database.clone());
    database.spawn(Box::pin(async move {
        waits.notified().await;
        assert_eq!(impatient(&works, "SELECT 1", Duration::from_secs(5)).await, Some(true));
        waits.notify_one();
    }));
    let mut closing = Box::pin(database.close());
    assert!(futures::poll!(closing.as_mut()).is_pending());
    go_on.notify_one();
    closing.await.unwrap();
    // It got to its end.
    go_on.notified().await;
}

#[tokio::test]
async fn a_savepoint_whose_time_is_over_leaves_the_transaction_around_on_postgres() {
    on_postgres(&async |database: &Database| {
        create_missing(database, [&COUNTS]).await.unwrap();
        let outer = database.begin().await.unwrap();
        insert(&*outer, &COUNTS, r#"{"number": 1}"#).await.unwrap();
        let inner = outer.begin().await.unwrap();
        let hasty = "SET LOCAL statement_timeout = 50";
        inner.sea_orm().execute_unprepared(hasty).await.unwrap();
        assert!(matches!(
            inner.query(endless(database)).await,
            Err(Error::Unavailable(_))
        ));
        drop(inner);
        insert(&*outer, &COUNTS, r#"{"number": 2}"#).await.unwrap();
        outer.commit().await.unwrap();
        assert_eq!(column(database, &COUNTS, "number", |_| {}).await.len(), 2);
    })
    .await;
}
