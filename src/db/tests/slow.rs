//! The log of slow statements, with a limit that every statement is over.

use super::*;
use crate::observe::{RequestRecord, Route, TestLog, scope};

/// The statements in the log: text, rows, outcome, route and request.
fn logged(log: &TestLog) -> Vec<[String; 5]> {
    let lines = log.lines("slow statement");
    let names = ["statement", "rows", "outcome", "route", "request_id"];
    lines
        .iter()
        .map(|line| {
            assert!(line["duration_ms"].is_number(), "{line}");
            names.map(|name| {
                line[name]
                    .as_str()
                    .map_or_else(|| line[name].to_string(), str::to_owned)
            })
        })
        .collect()
}

async fn on_slow(test: impl AsyncFn(&Database)) {
    let mut configs = vec![Config::memory()];
    configs.extend(crate::testing::postgres_url().map(|url| Config::parse(&url).unwrap()));
    for config in configs {
        let database = connect(&config.slow_statement(Duration::from_nanos(1))).await.unwrap();
        test(&database).await;
        database.close().await.unwrap();
    }
}

fn sql(database: &dyn Executor, number: i64) -> Sql {
    let mut select = Query::select();
    select.expr_as(Expr::val(number), Alias::new("number"));
    database.dialect().build(&select)
}

#[tokio::test]
async fn a_slow_statement_is_logged_with_its_request_and_without_its_values() {
    on_slow(async |database| {
        let (log, _guard) = TestLog::start();
        let record = RequestRecord::new("me".parse().unwrap(), &http::HeaderMap::new());
        record.set_route(&Route::new("/v1/tasks/{id}").into());
        let select = async {
            database.query(sql(database, 424_242)).await.unwrap();
            let transaction = database.begin().await.unwrap();
            transaction.query(sql(&*transaction, 424_242)).await.unwrap();
            transaction.commit().await.unwrap();
            // The application's own.
            let backend = database.dialect().backend();
            let own = sea_orm::Statement::from_string(backend, "SELECT 1");
            database.connection().execute_raw(own).await.unwrap();
        };
        scope(record.clone(), select).await;
        let parameter = if database.dialect() == Dialect::SQLITE {
            "?"
        } else {
            "$1"
        };
        let lines = logged(&log);
        let [query, begin, inner, commit, own] = &lines[..] else {
            panic!("{lines:?}")
        };
        for (line, rows) in [(query, "1"), (inner, "1")] {
            assert!(
                line[0].starts_with("SELECT ") && line[0].contains(parameter),
                "{line:?}"
            );
            assert_eq!(line[1..], [rows, "done", "/v1/tasks/{id}", "me"]);
        }
        assert_eq!((&*begin[0], &*commit[0]), ("BEGIN", "COMMIT"));
        assert_eq!([&*own[0], &own[1], &own[4]], ["SELECT 1", "null", "me"]);
        assert!(!log.text().contains("424242"), "{}", log.text());
        let timing = record.server_timing(Duration::from_secs(1)).unwrap();
        let timing = timing.to_str().unwrap();
        assert!(
            timing.starts_with("db;dur=") && !timing.starts_with("db;dur=0,") && timing.ends_with(", total;dur=1000"),
            "{timing}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_statement_that_fails_or_is_cut_off_is_logged_too() {
    on_slow(async |database| {
        let (log, _guard) = TestLog::start();
        let missing = Sql {
            text: "SELECT 1 FROM missing".to_owned(),
            ..sql(database, 1)
        };
        let missing = Sql {
            values: sea_orm::Values(Vec::new()),
            ..missing
        };
        database.query(missing).await.err().unwrap();
        let lines = logged(&log);
        assert_eq!(lines[0][..3], ["SELECT 1 FROM missing", "null", "failed"]);
        {
            let mut select = std::pin::pin!(database.query(sql(database, 1)));
            while log.lines("slow statement").len() == 1 && futures::poll!(&mut select).is_pending() {
                tokio::task::yield_now().await;
            }
        }
        assert_eq!(logged(&log).len(), 2);
    })
    .await;
}

#[tokio::test]
async fn statements_within_the_limit_are_not_logged() {
    on_each(async |database| {
        let (log, _guard) = TestLog::start();
        database.query(sql(database, 1)).await.unwrap();
        assert_eq!(log.text(), "");
    })
    .await;
}
