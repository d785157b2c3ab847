//! Upserts are atomic and report whether they inserted or replaced.

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
        kept: Vec::new(),
        guard: sea_orm::Condition::all(),
        key: vec!["book", "page"],
        update: update.to_vec(),
        returning: ["text", "author"].map(|column| Expr::col(("notes", column))).to_vec(),
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
