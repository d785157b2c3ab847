//! Several who migrate at once.

use std::time::Duration;

use futures::future::join_all;
use sea_orm::TransactionTrait as _;

use super::*;

migrators! {
    Slow [ONE, TWO, THREE,
        Plain::new("m4", &["INSERT INTO three VALUES (1)"], &[]),
        Plain::new("m5", &["INSERT INTO three VALUES (1)"], &[]),
        Plain::new("m6", &["INSERT INTO three VALUES (1)"], &[])]
}

/// Runs a test on a PostgreSQL database of the test's own: the lock for migrations is of a whole database.
async fn alone(test: impl AsyncFn(&url::Url)) {
    on_postgres(&async |database: &Database| {
        let name = unused_name();
        execute(database, &format!("CREATE DATABASE {name}")).await;
        let mut url = url::Url::parse(&crate::testing::postgres_url().unwrap()).unwrap();
        url.set_path(&name);
        test(&url).await;
        execute(database, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    })
    .await;
}

async fn pool(url: &url::Url, most: u32) -> Database {
    connect(&Config::parse(url.as_str()).unwrap().max_connections(most))
        .await
        .unwrap()
}

/// Lets ten start at once, each with a pool of its own.
async fn race(database: &Database, another: impl AsyncFn() -> Database) {
    let mut racers = Vec::new();
    for _ in 0..10 {
        racers.push(another().await);
    }
    let racing = racers.into_iter().map(|racer| {
        tokio::spawn(async move {
            let done = up::<Slow>(&racer).await;
            racer.close().await.unwrap();
            done
        })
    });
    let mut done: Vec<String> = Vec::new();
    for ended in join_all(racing).await {
        done.extend(ended.unwrap().unwrap());
    }
    done.sort();
    assert_eq!(done, ["m1_one", "m2_two", "m3_three", "m4", "m5", "m6"]);
    let rows = database
        .connection()
        .execute_unprepared("UPDATE three SET id = 2")
        .await
        .unwrap();
    assert_eq!(rows.rows_affected(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_at_once_apply_each_migration_once() {
    on_file(&async |database: &Database| {
        let path: String = {
            let list = Statement::from_string(database.dialect().backend(), "PRAGMA database_list");
            database.connection().query_all_raw(list).await.unwrap()[0]
                .try_get("", "file")
                .unwrap()
        };
        race(database, async || {
            connect(&Config::parse(&path).unwrap()).await.unwrap()
        })
        .await;
    })
    .await;
    on_postgres(&async |database: &Database| {
        let query = Statement::from_string(database.dialect().backend(), "SELECT current_schema()::text");
        let row = database.connection().query_one_raw(query).await.unwrap().unwrap();
        let schema: String = row.try_get_by_index(0).unwrap();
        let url = crate::testing::postgres_url().unwrap();
        let url = format!("{url}?options=-csearch_path%3D{schema}");
        race(database, async || connect(&Config::parse(&url).unwrap()).await.unwrap()).await;
    })
    .await;
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_reported() {
    on_file(&async |database: &Database| {
        let transaction = database.begin().await.unwrap();
        let hurry = Duration::from_millis(50);
        let given = Migrations::of::<OneTwo>();
        let error = runner::up(database.connection(), given.within(hurry), None, &quiet)
            .await
            .unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("it waited 0.05 seconds for a lock that another transaction holds: run it again when"),
            "{text}"
        );
        drop(transaction);
        assert_eq!(up::<OneTwo>(database).await.unwrap().len(), 2);
    })
    .await;
    alone(async |url| {
        let (own, holder) = (pool(url, 10).await, pool(url, 1).await);
        for statement in Dialect::POSTGRES.take_turn(Duration::from_secs(1)) {
            execute(&holder, &statement).await;
        }
        let given = Migrations::of::<OneTwo>();
        let hurry = Duration::from_millis(1100);
        let error = runner::up(own.connection(), given.within(hurry), None, &quiet)
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "another process has been migrating this database for 1 seconds; run `migrate` again when it is done"
        );
        holder.close().await.unwrap();
        assert_eq!(up::<OneTwo>(&own).await.unwrap().len(), 2);
        own.close().await.unwrap();
    })
    .await;
}

/// Replicas that start together each run one migration: it is applied once, and rolled back once.
#[tokio::test(flavor = "multi_thread")]
async fn two_concurrent_runs_of_one_migration_apply_the_same_one() {
    async fn one(racer: &Database, direction: Direction) -> Vec<String> {
        let (connection, given) = (racer.connection(), Migrations::of::<OneTwoThree>());
        match direction {
            Direction::Up => runner::up(connection, given, Some(1), &quiet).await.unwrap(),
            Direction::Down => runner::down(connection, given, 1, &quiet).await.unwrap(),
        }
    }
    alone(async |url| {
        let (first, second) = (pool(url, 10).await, pool(url, 10).await);
        for (direction, expected) in [
            (Direction::Up, "m1_one"),
            (Direction::Up, "m2_two"),
            (Direction::Down, "m2_two"),
        ] {
            let holder = pool(url, 1).await;
            for statement in Dialect::POSTGRES.take_turn(Duration::from_secs(1)) {
                execute(&holder, &statement).await;
            }
            let begin = async {
                let waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted \
                               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
                loop {
                    let query = Statement::from_string(holder.dialect().backend(), waiting);
                    let row = holder.connection().query_one_raw(query).await.unwrap().unwrap();
                    if row.try_get_by_index::<i64>(0).unwrap() == 2 {
                        break;
                    }
                    tokio::task::yield_now().await;
                }
                holder.close().await.unwrap();
            };
            let ((), mut done, other) = tokio::join!(begin, one(&first, direction), one(&second, direction));
            done.extend(other);
            assert_eq!(done, [expected]);
        }
        first.close().await.unwrap();
        second.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_statement_waits_for_a_lock_only_so_long() {
    alone(async |url| {
        let database = &pool(url, 10).await;
        up::<OneTwo>(database).await.unwrap();
        execute(database, "CREATE VIEW seen AS SELECT * FROM one").await;
        migrators! { Alters [ONE, TWO, Plain::new("m3_more", &["ALTER TABLE one ADD COLUMN more INT"], &["SELECT 1"])] }
        // A reader who forgot to end.
        let transaction = database.connection().begin().await.unwrap();
        transaction.execute_unprepared("SELECT * FROM seen").await.unwrap();
        let given = Migrations::of::<Alters>();
        let hurry = given.within(Duration::from_millis(100));
        let connection = database.connection();
        let error = runner::up(connection, hurry, None, &quiet).await.unwrap_err().to_string();
        assert_eq!(
            error,
            "`m3_more` can't be applied: canceling statement due to lock timeout; the statement was: ALTER TABLE one ADD COLUMN more INT; \
             nothing of it was applied; it waited 0.1 seconds for a lock that another transaction holds (`SELECT pid, state, query FROM \
             pg_stat_activity WHERE xact_start IS NOT NULL` lists open transactions): run it again when that has ended, or let it wait \
             longer with `--lock-timeout SECONDS`"
        );
        let error = runner::fresh(connection, hurry, &quiet).await.unwrap_err().to_string();
        assert!(error.contains("it waited 0.1 seconds"), "{error}");
        // Without a transaction of its own, and shown on copies, which views have none of.
        migrators! { Drops [ONE, TWO, Plain { whole: Some(false), ..Plain::new("m3_drops", &["DROP VIEW seen"], &[]) }] }
        let given = Migrations::of::<Drops>().within(Duration::from_millis(100));
        let error = runner::up(connection, given, None, &quiet).await.unwrap_err().to_string();
        assert!(error.contains("it waited 0.1 seconds"), "{error}");
        let preview = Preview {
            direction: Direction::Up,
            most: None,
        };
        let error = runner::sql(connection, given, preview).await.unwrap_err().to_string();
        assert!(error.contains("nothing was changed; it waited 0.1 seconds"), "{error}");
        transaction.rollback().await.unwrap();
        let text = runner::sql(connection, given, preview).await.unwrap();
        assert!(text.contains("SET lock_timeout = '100ms';\nDROP VIEW seen;\n"), "{text}");
        assert_eq!(runner::up(connection, hurry, None, &quiet).await.unwrap(), ["m3_more"]);
    })
    .await;
}
