//! `db seed`: files, and errors of bad ones.

use std::io::Cursor;
use std::sync::Arc;

use super::super::seed::{Source, insert_all};
use super::*;
use crate::engine::{Ctx, NoopPublisher, RequestInfo, Services, Settings};
use crate::http::tests::API;

/// Seeds a text: what was created in which table, or the error.
async fn seed(config: &Config, text: &str, into: Option<&str>) -> Result<Vec<(&'static str, u64)>, String> {
    let source = Source::of(&API, "f", Cursor::new(text.to_owned()), into).map_err(|error| error.to_string())?;
    let database = crate::db::connect(config).await.unwrap();
    let services = Services {
        database: Arc::new(database.clone()),
        settings: Arc::new(Settings::default()),
        limits: Arc::default(),
        publisher: Arc::new(NoopPublisher),
    };
    let done = insert_all(&Ctx::new(services, RequestInfo::default()), source).await;
    database.close().await.unwrap();
    let counts = done.map_err(|error| error.to_string())?;
    Ok(counts
        .into_iter()
        .map(|(resource, count)| (resource.table, count))
        .collect())
}

async fn on_tables(test: impl AsyncFn(&Config)) {
    on_each(async |config| {
        crate::db::create_database(config, false).await.unwrap();
        let database = crate::db::connect(config).await.unwrap();
        crate::db::create_missing(&database, API.resources()).await.unwrap();
        database.close().await.unwrap();
        test(config).await;
    })
    .await;
}

async fn rows(config: &Config) -> i64 {
    let database = crate::db::connect(config).await.unwrap();
    let sql = "SELECT (SELECT COUNT(*) FROM task) + (SELECT COUNT(*) FROM pair) AS n";
    let row = database
        .connection()
        .query_one_raw(sea_orm::Statement::from_string(config.dialect().backend(), sql));
    let count = row.await.unwrap().unwrap().try_get("", "n").unwrap();
    database.close().await.unwrap();
    count
}

fn id(number: usize) -> String {
    format!("00000000-0000-0000-0000-{number:012}")
}

fn task(number: usize) -> String {
    format!(r#"{{"id": "{}", "title": "t"}}"#, id(number))
}

#[tokio::test]
async fn files_of_each_shape_are_read() {
    on_tables(async |config| {
        let pair = r#"{"left": "a", "right": "b"}"#;
        let document = format!("{{\"pairs\": [{pair}],\n \"task\": [{}, {}]}}", task(1), task(2));
        assert_eq!(seed(config, &document, None).await.unwrap(), [("task", 2), ("pair", 1)]);
        let line = |resource: &str, record: &str| format!("{{\"resource\": \"{resource}\", \"record\": {record}}}\n");
        let lines = format!(
            "\n{}\r\n\n{}{}",
            line("tasks", &task(3)),
            line("pair", r#"{"left": "c", "right": "d"}"#),
            line("/tasks", &task(4))
        );
        assert_eq!(seed(config, &lines, None).await.unwrap(), [("task", 2), ("pair", 1)]);
        let list = format!("[{}]", task(5));
        assert_eq!(seed(config, &list, Some("tasks")).await.unwrap(), [("task", 1)]);
        let plain = format!("\u{feff}{}\n{}", task(6), task(7));
        assert_eq!(seed(config, &plain, Some("task")).await.unwrap(), [("task", 2)]);
        assert_eq!(
            seed(config, &task(8).replace(", ", ",\n"), Some("task")).await.unwrap(),
            [("task", 1)]
        );
        assert_eq!(seed(config, " \n ", None).await.unwrap(), []);
        assert_eq!(rows(config).await, 10);
    })
    .await;
}

#[tokio::test]
async fn a_bad_record_is_reported_with_its_place_and_nothing_is_stored() {
    on_tables(async |config| {
        let refused = async |text: &str, into: Option<&str>| {
            let message = seed(config, text, into).await.unwrap_err();
            assert_eq!(rows(config).await, 0, "{message}");
            message
        };
        let lines = format!("{}\n{{}}\nnope\n{}", task(1), r#"{"id": 5, "title": "x", "extra": 1}"#);
        assert_eq!(
            refused(&lines, Some("task")).await,
            "f: nothing was written: 3 bad records\n  line 2: id: required; title: required\n  line 3: not JSON\n  \
             line 4: extra: unknown field; id: not a string"
        );
        let twice = format!("[{}, {}, {}]", task(1), task(2), task(1));
        assert_eq!(
            refused(&twice, Some("tasks")).await,
            "f: nothing was written: 1 bad record\n  task[2]: id already exists"
        );
        let document = format!(r#"{{"tasks": [{}], "nothing": [], "pairs": 1}}"#, task(1));
        assert_eq!(
            refused(&document, None).await,
            "f: nothing was written: 2 bad records\n  nothing: no resource has the path or table `nothing`; there are task, pair\n  \
             pairs: not a list of records"
        );
        let many = "{}\n".repeat(50);
        let message = refused(&many, Some("task")).await;
        assert!(message.starts_with("f: nothing was written: at least 20 bad records\n"), "{message}");
        assert_eq!(message.lines().count(), 21);
    })
    .await;
}

#[tokio::test]
async fn files_that_arent_of_records_are_refused() {
    on_tables(async |config| {
        for (text, into, expected) in [
            (
                "[1]",
                None,
                "f: it is {\"tasks\": [..]}, by paths or tables; --into takes a plain list",
            ),
            (
                "1",
                Some("task"),
                "f: with --into, it is a list of records, or a record on each line",
            ),
            (
                "{\"a\": ",
                None,
                "f: neither JSON nor NDJSON: EOF while parsing a value at line 1 column 6",
            ),
            (
                "{\"a\": 1}\n{\"a\": 2}\n",
                None,
                "f: its lines don't say what they are for, {\"resource\": \"..\", \"record\": {..}}; --into takes records alone",
            ),
            (
                "[]",
                Some("x"),
                "no resource has the path or table `x`; there are task, pair",
            ),
        ] {
            assert_eq!(seed(config, text, into).await.unwrap_err(), expected);
        }
        assert!(Source::open(&API, "/no/such/file", None).is_err());
    })
    .await;
}

#[tokio::test]
async fn rows_of_many_batches_are_created_together() {
    on_tables(async |config| {
        let lines: Vec<String> = (0..1201).map(task).collect();
        let text = lines.join("\n");
        assert_eq!(seed(config, &text, Some("task")).await.unwrap(), [("task", 1201)]);
        // The conflict is in the last batch; the rows of the others are rolled back, too.
        let lines: Vec<String> = (2000..3100).chain([7]).map(task).collect();
        let message = seed(config, &lines.join("\n"), Some("task")).await.unwrap_err();
        assert_eq!(
            message,
            "f: nothing was written: 1 bad record\n  line 1101: id already exists"
        );
        assert_eq!(rows(config).await, 1201);
    })
    .await;
}

#[tokio::test]
async fn missing_tables_are_reported() {
    on_each(async |config| {
        crate::db::create_database(config, false).await.unwrap();
        let message = seed(config, &task(1), Some("task")).await.unwrap_err();
        assert!(
            message.contains("if the tables don't match the API, run `migrate`"),
            "{message}"
        );
    })
    .await;
}

#[tokio::test]
async fn lines_without_an_end_are_refused() {
    on_tables(async |config| {
        let text = format!("{}\n{{\"title\": \"{}\"}}\n", task(1), "x".repeat(17 << 20));
        let message = seed(config, &text, Some("task")).await.unwrap_err();
        assert!(message.contains("line 2 is longer than 16 MB"), "{message}");
        assert_eq!(rows(config).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_read_only_database_is_reported() {
    on_tables(async |config| {
        let place = match config.dialect().backend() {
            sea_orm::DbBackend::Sqlite => format!("{config}?mode=ro"),
            _ => format!("{config}?options=-cdefault_transaction_read_only%3Don"),
        };
        let message = seed(&Config::parse(&place).unwrap(), &task(1), Some("task"))
            .await
            .unwrap_err();
        assert!(
            message.ends_with("the database is read-only: name one that can be written, or make it so"),
            "{message}"
        );
        assert!(!message.contains("Error"), "{message}");
    })
    .await;
}
