//! What only this broker has: its table, and connections that an administrator ends. The rest is in the suite of all brokers.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sea_orm::{ConnectionTrait as _, Statement};
use tokio::sync::watch;

use super::*;
use crate::testing::Database;

/// How long a test waits.
const ENOUGH: Duration = Duration::from_secs(60);
/// More than a notification holds.
const LONG: usize = 20_000;

async fn join(database: &Database) -> Postgres {
    let config = Config::parse(database.url()).unwrap();
    Postgres::connect(&config, "Tasks").await.unwrap()
}

async fn number(database: &Database, sql: &str) -> i64 {
    let connection = database.connection();
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// Waits until a query gives this number.
async fn until(database: &Database, sql: &str, wanted: i64) {
    let reached = async {
        while number(database, sql).await != wanted {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(ENOUGH, reached).await.expect(sql);
}

async fn next(messages: &mut BoxStream<'static, Delivery>) -> Bytes {
    let next = tokio::time::timeout(ENOUGH, messages.next()).await;
    next.expect("a message").expect("no end").message
}

const ROWS: &str = "SELECT count(*) FROM warp_openapi_messages";

#[tokio::test]
async fn long_and_short_messages_keep_their_order() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    let (broker, other) = (join(&database).await, join(&database).await);
    let mut ears = [broker.messages(), other.messages()];
    broker.subscribe("a").await.unwrap();
    other.subscribe("a").await.unwrap();
    let messages: Vec<Bytes> = (0..20)
        .map(|turn| turn.to_string().repeat(if turn % 2 == 0 { LONG } else { 1 }).into())
        .collect();
    for message in &messages {
        broker.publish("a", message.clone()).await.unwrap();
    }
    for ear in &mut ears {
        for message in &messages {
            assert!(next(ear).await == message);
        }
    }
    assert_eq!(number(&database, ROWS).await, 10, "the table holds the long ones");
}

#[tokio::test]
async fn old_messages_are_deleted_by_publishers() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    join(&database)
        .await
        .publish("a", vec![b'x'; LONG].into())
        .await
        .unwrap();
    let sql = "INSERT INTO warp_openapi_messages (id, body, created) \
               SELECT gen_random_uuid(), 'old', now() - interval '61 seconds' FROM generate_series(1, 2500)";
    database.connection().execute_unprepared(sql).await.unwrap();
    assert_eq!(number(&database, ROWS).await, 2_501);
    let broker = join(&database).await;
    broker.publish("a", vec![b'x'; LONG].into()).await.unwrap();
    until(&database, ROWS, 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_servers_may_need_the_table_at_once() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    let brokers = futures::future::join_all((0..10).map(|_| join(&database))).await;
    let published = brokers
        .iter()
        .map(|broker| broker.publish("a", vec![b'x'; LONG].into()));
    for outcome in futures::future::join_all(published).await {
        outcome.unwrap();
    }
    assert_eq!(number(&database, ROWS).await, 10);
}

#[tokio::test]
async fn a_table_that_was_dropped_is_made_again() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    let broker = join(&database).await;
    for _ in 0..2 {
        broker.publish("a", vec![b'x'; LONG].into()).await.unwrap();
        assert_eq!(number(&database, ROWS).await, 1);
        let dropped = database
            .connection()
            .execute_unprepared("DROP TABLE warp_openapi_messages");
        dropped.await.unwrap();
    }
}

#[tokio::test]
async fn a_missing_right_to_create_the_table_is_reported_with_the_remedy() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    let role = format!("guest_{}", Uuid::now_v7().simple());
    let run = async |sql: String| database.connection().execute_unprepared(&sql).await.unwrap();
    run(format!(
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC; CREATE ROLE {role} LOGIN PASSWORD 'guest'"
    ))
    .await;
    let mut url = url::Url::parse(database.url()).unwrap();
    url.set_username(&role).unwrap();
    url.set_password(Some("guest")).unwrap();
    let config = Config::parse(url.as_str()).unwrap();
    let broker = Postgres::connect(&config, "Tasks").await.unwrap();
    let mut messages = broker.messages();
    broker.subscribe("a").await.unwrap();
    let refused = broker
        .publish("a", vec![b'x'; LONG].into())
        .await
        .unwrap_err()
        .to_string();
    for part in [
        "permission denied",
        "let the database's user create tables",
        "CREATE UNLOGGED TABLE",
        "GRANT",
    ] {
        assert!(refused.contains(part), "{part}: {refused}");
    }
    // Others aren't harmed, even in the same transaction.
    let (long, short) = tokio::join!(
        broker.publish("a", vec![b'x'; LONG].into()),
        broker.publish("a", Bytes::from_static(b"short"))
    );
    assert!(long.is_err());
    short.unwrap();
    assert_eq!(next(&mut messages).await, "short");
    // As the message says.
    let made = refused.split_once("on it: ").unwrap().1;
    run(format!(
        "{made}; GRANT SELECT, INSERT, UPDATE, DELETE ON warp_openapi_messages TO {role}"
    ))
    .await;
    broker.publish("a", vec![b'x'; LONG].into()).await.unwrap();
    assert_eq!(next(&mut messages).await.len(), LONG);
    drop(broker);
    run(format!("DROP OWNED BY {role}; DROP ROLE {role}")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_are_ended_under_traffic_come_back() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    let (broker, other) = (Arc::new(join(&database).await), join(&database).await);
    let (own, foreign) = (broker.messages(), other.messages());
    for channel in ["a", "end"] {
        broker.subscribe(channel).await.unwrap();
        other.subscribe(channel).await.unwrap();
    }
    let (counted, mut count) = watch::channel(0);
    let ending = Arc::new(AtomicBool::new(false));
    let publishers: Vec<_> = (0..4)
        .map(|publisher| {
            let (broker, counted, ending) = (Arc::clone(&broker), counted.clone(), Arc::clone(&ending));
            tokio::spawn(async move {
                let mut sent = Vec::new();
                for turn in 0_u64.. {
                    if ending.load(Ordering::Relaxed) {
                        break;
                    }
                    let long = if turn % 8 == 0 { LONG } else { 0 };
                    let message = format!("{publisher} {turn} {}", "x".repeat(long));
                    match broker.publish("a", message.into()).await {
                        Ok(()) => {
                            sent.push(turn);
                            counted.send_modify(|count| *count += 1);
                        }
                        // Refused at once while there is no connection.
                        Err(_) => tokio::time::sleep(Duration::from_millis(1)).await,
                    }
                }
                sent
            })
        })
        .collect();
    let ears = [own, foreign].map(|mut ear| {
        tokio::spawn(async move {
            let mut received: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
            loop {
                let message = next(&mut ear).await;
                let text = std::str::from_utf8(&message).unwrap();
                if text == "end" {
                    return received;
                }
                let mut words = text.split(' ');
                let publisher = words.next().unwrap().parse().unwrap();
                received
                    .entry(publisher)
                    .or_default()
                    .push(words.next().unwrap().parse().unwrap());
            }
        })
    });

    for victim in [LISTENER, PUBLISHER, LISTENER] {
        let before = *count.borrow();
        let flows = count.wait_for(|count| *count > before + 40);
        drop(tokio::time::timeout(ENOUGH, flows).await.expect("traffic").unwrap());
        let end = format!(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
             WHERE datname = current_database() AND application_name = '{victim}'"
        );
        assert_eq!(number(&database, &end).await, 2, "{victim}");
        let listening = format!(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = '{LISTENER}'"
        );
        until(&database, &listening, 2).await;
    }
    ending.store(true, Ordering::Relaxed);
    let mut sent = Vec::new();
    for publisher in publishers {
        sent.push(publisher.await.unwrap());
    }
    // Until both hear again.
    for (broker, ear) in [(&*broker, 0), (&other, 1)] {
        let received = async {
            while broker.publish("end", Bytes::from_static(b"end")).await.is_err() || !ears[ear].is_finished() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(ENOUGH, received).await.expect("both hear again");
    }
    let [own, foreign] = ears;
    let (own, foreign) = (own.await.unwrap(), foreign.await.unwrap());
    for received in own.values().chain(foreign.values()) {
        assert!(
            received.is_sorted_by(|one, next| one < next),
            "twice, or out of order: {received:?}"
        );
    }
    for (publisher, sent) in sent.iter().enumerate() {
        let lost: Vec<&u64> = sent
            .iter()
            .filter(|turn| own[&publisher].binary_search(turn).is_err())
            .collect();
        assert!(lost.is_empty(), "published with success, and lost: {lost:?}");
    }
}

#[tokio::test]
async fn dropping_ends_the_connections() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    let broker = join(&database).await;
    broker.subscribe("a").await.unwrap();
    let open = "SELECT count(*) FROM pg_stat_activity \
                WHERE datname = current_database() AND application_name LIKE 'warp-openapi %'";
    assert_eq!(number(&database, open).await, 2);
    drop(broker);
    until(&database, open, 0).await;
}

#[tokio::test]
async fn a_failing_listen_is_reported_at_once() {
    let refused = async |config: &Config| Postgres::connect(config, "Tasks").await.unwrap_err().to_string();
    let server = Config::parse("postgres://nobody:secret@127.0.0.1:1/nothing").unwrap();
    let message = refused(&server).await;
    assert!(
        message.starts_with("postgres://nobody:***@127.0.0.1:1/nothing can't be reached: "),
        "{message}"
    );
    #[cfg(feature = "sqlite")]
    assert_eq!(
        refused(&Config::memory()).await,
        "sqlite::memory: can't be reached: it isn't PostgreSQL, which alone has LISTEN and NOTIFY"
    );
}

#[cfg(all(feature = "redis", feature = "tls"))]
#[tokio::test]
async fn connections_are_encrypted_as_the_url_says() {
    use crate::testing::encrypted::{Authority, EncryptedPostgres, parameter};
    let authority = Authority::new();
    let Some(server) = EncryptedPostgres::start(&authority, "hostssl all all 127.0.0.1/32 trust").await else {
        return;
    };
    let root = parameter("sslrootcert", &authority.file());
    for parameters in [format!("sslmode=verify-full&{root}"), "sslmode=allow".to_owned()] {
        let config = Config::parse(&server.url("localhost", &parameters)).unwrap();
        let broker = Postgres::connect(&config, "Tasks").await.unwrap();
        broker.publish("a", Bytes::from_static(b"text")).await.unwrap();
    }
    let config = Config::parse(&server.url("localhost", "sslmode=disable")).unwrap();
    let text = Postgres::connect(&config, "Tasks").await.unwrap_err().to_string();
    assert!(
        text.contains("takes connections with TLS alone: set sslmode="),
        "{text}"
    );
}
