//! Connections that are kept open, errors while the database can't be used, and statements that it has to prepare again.

use std::time::{Duration, Instant};

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

/// Makes one connection refuse to write, and checks the errors of a write, a transaction and a statement of sea-orm.
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
    // Reads still succeed.
    database.query(sql("SELECT count(*) FROM counts")).await.unwrap();
}

#[tokio::test]
async fn a_full_or_read_only_file_is_unavailable_on_every_path() {
    refuses_to_write("PRAGMA max_page_count = 10").await;
    refuses_to_write("PRAGMA query_only = on").await;
}

#[tokio::test]
async fn as_many_connections_as_asked_for_stay_open_and_dead_ones_are_replaced() {
    let Some(url) = crate::testing::postgres_url() else {
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
    let Some(url) = crate::testing::postgres_url() else {
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
        assert!((&database as &dyn Executor).may_run_again(&error), "{error:?}");
    }
    let transaction = database.begin().await.unwrap();
    transaction.query(sql()).await.unwrap();
    transaction.commit().await.unwrap();
}

#[tokio::test]
async fn without_a_cache_no_prepared_statement_is_left_on_the_server() {
    let Some(url) = crate::testing::postgres_url() else {
        return;
    };
    let config = Config::parse(&url).unwrap().max_connections(1).statement_cache(0);
    let database = connect(&config).await.unwrap();
    let ask = async |text: &str| {
        let sql = Sql {
            text: text.to_owned(),
            values: sea_orm::sea_query::Values(Vec::new()),
        };
        let rows = database.query(sql).await.unwrap();
        rows.get(0).unwrap().int64(0).unwrap()
    };
    for number in 0..20 {
        assert_eq!(ask(&format!("SELECT {number}::bigint")).await, Some(number));
    }
    let left = ask("SELECT count(*) FROM pg_prepared_statements").await;
    assert!(left <= Some(2), "{left:?} statements");
    database.close().await.unwrap();
}

#[tokio::test]
async fn statements_after_a_transaction_that_sqlite_rolled_back_are_not_stored() {
    let config = Config::memory().statement_timeout(Duration::from_millis(200));
    let database = connect(&config).await.unwrap();
    create_missing(&database, [&COUNTS]).await.unwrap();
    let endless = "INSERT INTO counts (number) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    for by_the_engine in [true, false] {
        let transaction = database.begin().await.unwrap();
        insert(&*transaction, &COUNTS, r#"{"number": 1}"#).await.unwrap();
        // The error is ignored.
        assert!(transaction.sea_orm().execute_unprepared(endless).await.is_err());
        let after = if by_the_engine {
            insert(&*transaction, &COUNTS, r#"{"number": 2}"#).await.map(drop)
        } else {
            let own = "INSERT INTO counts (number) VALUES (2)";
            let done = transaction.sea_orm().execute_unprepared(own).await;
            done.map(drop).map_err(Error::from)
        };
        assert!(matches!(after, Err(Error::Unavailable(_))), "{after:?}");
        assert!(matches!(transaction.commit().await, Err(Error::Unavailable(_))));
        assert!(column(&database, &COUNTS, "number", |_| {}).await.is_empty());
    }
    // A statement that violates a constraint rolls nothing else back.
    let transaction = database.begin().await.unwrap();
    insert(&*transaction, &COUNTS, r#"{"id": 1, "number": 3}"#)
        .await
        .unwrap();
    let again = "INSERT INTO counts (id, number) VALUES (1, 4)";
    assert!(transaction.sea_orm().execute_unprepared(again).await.is_err());
    transaction.commit().await.unwrap();
    assert_eq!(column(&database, &COUNTS, "number", |_| {}).await, ["3"]);
}
