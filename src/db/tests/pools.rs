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
        let hasty = database.clone().with_patience(Duration::from_millis(50));
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
async fn an_unreachable_database_is_told_at_once_in_one_line() {
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
    let Ok(url) = std::env::var("TEST_POSTGRES_URL") else {
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
    assert!(matches!(ask(&one, "SELECT 1").await, Err(Error::Unavailable(_))));
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
async fn connections_come_back_whatever_becomes_of_those_who_wait() {
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
        // They take their connections from the pool, where they wait while others pass theirs on.
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
async fn who_waits_for_a_passed_connection_waits_no_longer_than_others() {
    let config = Config::memory().acquire_timeout(Duration::from_millis(100));
    let database = connect(&config).await.unwrap();
    let started = Instant::now();
    let _transaction = database.begin().await.unwrap();
    let readers = (0..10).map(|_| impatient(&database, "SELECT 1", Duration::from_secs(5)));
    assert_eq!(join_all(readers).await, [Some(false); 10]);
    assert!(started.elapsed() < Duration::from_secs(1));
}

/// Makes one connection refuse to write, and tells what a writer, a transaction and a statement of sea-orm get.
async fn refuses_to_write(setting: &str) {
    let database = connect(&Config::memory()).await.unwrap();
    create_missing(&database, [&COUNTS]).await.unwrap();
    let connection = database.connection();
    connection.execute_unprepared(setting).await.unwrap();
    let large = format!("INSERT INTO counts (number) VALUES (zeroblob({}))", 1024 * 1024);
    let sql = |text: &str| Sql {
        text: text.to_owned(),
        values: sea_orm::sea_query::Values(Vec::new()),
    };
    let unavailable = |error: Error| assert!(matches!(error, Error::Unavailable(_)), "{setting}: {error:?}");
    unavailable(database.execute(sql(&large)).await.unwrap_err());
    unavailable(
        database
            .query(sql(&format!("{large} RETURNING id")))
            .await
            .map(|_| ())
            .unwrap_err(),
    );
    unavailable(Error::from(connection.execute_unprepared(&large).await.unwrap_err()));
    let within = async {
        let transaction = database.begin().await?;
        transaction.execute(sql(&large)).await?;
        transaction.commit().await
    };
    unavailable(within.await.unwrap_err());
    let Error::Unavailable(cause) = Error::from(connection.execute_unprepared(&large).await.unwrap_err()) else {
        panic!("{setting}");
    };
    let outage = database.outage().unwrap();
    assert_eq!((outage.count(&cause), outage.count(&cause)), (Some(true), Some(false)));
    // What reads still does.
    database.query(sql("SELECT count(*) FROM counts")).await.unwrap();
}

#[tokio::test]
async fn a_full_or_read_only_file_is_unavailable_on_every_path() {
    refuses_to_write("PRAGMA max_page_count = 10").await;
    refuses_to_write("PRAGMA query_only = on").await;
}

#[tokio::test]
async fn as_many_connections_as_asked_for_stay_open_and_dead_ones_are_replaced() {
    let Ok(url) = std::env::var("TEST_POSTGRES_URL") else {
        return;
    };
    let name = format!("least_{}", std::process::id());
    let mark = if url.contains('?') { '&' } else { '?' };
    let config = Config::parse(&format!("{url}{mark}application_name={name}")).unwrap();
    let kept = connect(&config.min_connections(4)).await.unwrap();
    let beside = connect(&Config::parse(&url).unwrap()).await.unwrap();
    let ask = async |what: &str, since: i64| {
        let sql = Sql {
            text: format!(
                "SELECT {what} FROM pg_stat_activity WHERE application_name = '{name}' \
                 AND extract(epoch FROM backend_start) * 1000000 > {since}"
            ),
            values: sea_orm::sea_query::Values(Vec::new()),
        };
        let rows = beside.query(sql).await.unwrap();
        rows.get(0).unwrap().int64(0).unwrap().unwrap_or_default()
    };
    let reaches = async |count: i64, since: i64| {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            let found = ask("count(*)", since).await;
            if found == count {
                return;
            }
            assert!(Instant::now() < deadline, "{found} connections, not {count}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    reaches(4, 0).await;
    let latest = ask("max(extract(epoch FROM backend_start) * 1000000)::bigint", 0).await;
    ask("count(pg_terminate_backend(pid))", 0).await;
    reaches(4, latest).await;
    reaches(4, 0).await;
    kept.close().await.unwrap();
    reaches(0, 0).await;
}

#[tokio::test]
async fn a_commit_waits_for_the_disk_where_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config::parse(&format!("sqlite:{}", folder.path().join("x.sqlite").display())).unwrap();
    for (synchronous, expected) in [(None, 1), (Some(Synchronous::Normal), 1), (Some(Synchronous::Full), 2)] {
        let config = synchronous.map_or(config.clone(), |synchronous| config.clone().synchronous(synchronous));
        let database = connect(&config).await.unwrap();
        let sql = Sql {
            text: "PRAGMA synchronous".to_owned(),
            values: sea_orm::sea_query::Values(Vec::new()),
        };
        let rows = database.query(sql).await.unwrap();
        assert_eq!(rows.get(0).unwrap().int64(0).unwrap(), Some(expected));
        database.close().await.unwrap();
    }
}

#[tokio::test]
async fn a_statement_that_the_server_has_forgotten_is_prepared_anew() {
    let Ok(url) = std::env::var("TEST_POSTGRES_URL") else {
        return;
    };
    let database = connect(&Config::parse(&url).unwrap().max_connections(1)).await.unwrap();
    let sql = || Sql {
        text: "SELECT 1".to_owned(),
        values: sea_orm::sea_query::Values(Vec::new()),
    };
    let forget = async || {
        let connection = database.connection();
        connection.execute_unprepared("DEALLOCATE ALL").await.unwrap();
    };
    database.query(sql()).await.unwrap();
    forget().await;
    assert_eq!(database.query(sql()).await.unwrap().len(), 1);
    forget().await;
    assert_eq!(database.execute(sql()).await.unwrap(), 1);
    forget().await;
    // A transaction is undone, and the next one is well.
    let lost = async {
        let transaction = database.begin().await?;
        transaction.query(sql()).await.map(drop)
    };
    if let Err(error) = lost.await {
        assert!(crate::db::may_run_again(&error), "{error:?}");
    }
    let transaction = database.begin().await.unwrap();
    transaction.query(sql()).await.unwrap();
    transaction.commit().await.unwrap();
}
