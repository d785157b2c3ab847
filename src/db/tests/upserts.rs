//! Upserts are atomic and tell what they did.

use futures::future::join_all;

use super::*;

const NOTES: Resource = Resource::new(
    "Note",
    "notes",
    &[],
    &[
        Field::key::<i32>("book", &[]).done(),
        Field::key::<i32>("page", &[]).done(),
        Field::column::<String>("text", &[]).done(),
        Field::column::<String>("author", &[]).done(),
    ],
);

fn note(page: i32, text: &str, author: &str, update: &[&'static str]) -> Upsert {
    Upsert {
        table: "notes",
        columns: vec![
            ("book", Expr::val(1)),
            ("page", Expr::val(page)),
            ("text", Expr::val(text)),
            ("author", Expr::val(author)),
        ],
        owner: None,
        key: vec!["book", "page"],
        update: update.to_vec(),
        returning: vec!["text", "author"],
        counted: false,
    }
}

async fn put(executor: &dyn Executor, note: Upsert) -> (String, String, bool) {
    let (rows, created) = upsert(executor, note).await.unwrap();
    assert_eq!(rows.len(), 1);
    let row = rows.get(0).unwrap();
    let text = |at| row.text(at).unwrap().unwrap().to_owned();
    (text(0), text(1), created)
}

#[tokio::test]
async fn rows_are_created_then_replaced() {
    on_each(async |database| {
        create_missing(database, [&NOTES]).await.unwrap();
        let words = |text: &str, author: &str, created| (text.to_owned(), author.to_owned(), created);
        assert_eq!(
            put(database, note(1, "a", "Ann", &["text"])).await,
            words("a", "Ann", true)
        );
        assert_eq!(
            put(database, note(1, "b", "Bob", &["text"])).await,
            words("b", "Ann", false)
        );
        assert_eq!(put(database, note(1, "c", "Bob", &[])).await, words("b", "Ann", false));
        assert_eq!(put(database, note(2, "d", "Bob", &[])).await, words("d", "Bob", true));

        let transaction = database.begin().await.unwrap();
        assert_eq!(
            put(&*transaction, note(3, "e", "Eve", &["text"])).await,
            words("e", "Eve", true)
        );
        assert_eq!(
            put(&*transaction, note(3, "f", "Eve", &["text"])).await,
            words("f", "Eve", false)
        );
        drop(transaction);
        assert_eq!(
            put(database, note(3, "g", "Eve", &["text"])).await,
            words("g", "Eve", true),
            "rolled back"
        );
    })
    .await;
}

#[tokio::test]
async fn of_many_at_once_one_creates() {
    on_each(async |database| {
        create_missing(database, [&NOTES]).await.unwrap();
        for page in 0..5 {
            let puts = (0..20).map(|_| put(database, note(page, "x", "y", &["text"])));
            let created = join_all(puts).await.into_iter().filter(|(_, _, created)| *created);
            assert_eq!(created.count(), 1);
        }
    })
    .await;
}

const COUNTED: Resource = Resource::new(
    "Counted",
    "counted",
    &[],
    &[
        Field::key::<i32>("id", &[]).auto_increment().done(),
        Field::column::<Option<i32>>("number", &[]).done(),
    ],
);

fn counted(key: i32) -> Upsert {
    Upsert {
        table: "counted",
        columns: vec![("id", Expr::val(key)), ("number", Expr::val(0))],
        owner: None,
        key: vec!["id"],
        update: vec!["number"],
        returning: vec!["id"],
        counted: true,
    }
}

#[tokio::test]
async fn counted_keys_go_on_behind_those_that_were_given() {
    on_each(async |database| {
        create_missing(database, [&COUNTED]).await.unwrap();
        for key in [3, 2, 3] {
            upsert(database, counted(key)).await.unwrap();
        }
        for _ in 0..3 {
            insert(database, &COUNTED, r#"{"number": 1}"#).await.unwrap();
        }
        let all = column(database, &COUNTED, "id", |_| {}).await;
        assert_eq!(all.len(), 5);
    })
    .await;
}

#[tokio::test]
async fn a_row_is_not_written_when_its_counter_can_not_follow() {
    on_postgres(&async |database: &Database| {
        create_missing(database, [&COUNTED]).await.unwrap();
        let limit = "ALTER TABLE counted ALTER COLUMN id SET MAXVALUE 10";
        database.connection().execute_unprepared(limit).await.unwrap();
        assert!(upsert(database, counted(11)).await.is_err());
        assert!(column(database, &COUNTED, "id", |_| {}).await.is_empty());
        upsert(database, counted(9)).await.unwrap();
        insert(database, &COUNTED, r#"{"number": 1}"#).await.unwrap();
        assert_eq!(column(database, &COUNTED, "id", |_| {}).await, ["9", "10"]);
    })
    .await;
}

#[tokio::test]
async fn nobody_counts_while_a_counter_moves_and_it_never_moves_back() {
    on_postgres(&async |database: &Database| {
        create_missing(database, [&COUNTED]).await.unwrap();
        insert(database, &COUNTED, r#"{"number": 1}"#).await.unwrap();
        let other = database.begin().await.unwrap();
        for _ in 0..10 {
            insert(&*other, &COUNTED, r#"{"number": 1}"#).await.unwrap();
        }
        // The counter is at 11: this one needs it moved, and waits until the other is done counting.
        let mut waiting = upsert(database, counted(13)).boxed();
        let waited = tokio::time::timeout(std::time::Duration::from_millis(300), &mut waiting).await;
        assert!(waited.is_err(), "it did not wait");
        for _ in 0..3 {
            insert(&*other, &COUNTED, r#"{"number": 1}"#).await.unwrap();
        }
        other.commit().await.unwrap();
        let (_, created) = waiting.await.unwrap();
        assert!(!created, "the other one's row is replaced");
        for _ in 0..5 {
            insert(database, &COUNTED, r#"{"number": 1}"#).await.unwrap();
        }

        upsert(database, counted(-5)).await.unwrap();

        // Many at once, each with the counter behind it: none fails, and none is waited for in a circle.
        let puts = (1..=20).map(|key| upsert(database, counted(key * 1_000)));
        assert!(join_all(puts).await.iter().all(Result::is_ok));
        insert(database, &COUNTED, r#"{"number": 1}"#).await.unwrap();
        let keys = column(database, &COUNTED, "id", |_| {}).await;
        assert!(keys.iter().any(|key| key.parse::<i32>().unwrap() > 20_000), "{keys:?}");
    })
    .await;
}
