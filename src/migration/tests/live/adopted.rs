//! Tables that others have made, once they are altered: everything else stays as it is.

use sea_orm::DatabaseExecutor;

use super::super::alter::{manager, on_both, rows, run};
use super::super::diff::{index, key, null, of, table as declared};
use super::*;
use crate::migration::step;
use crate::migration::{alter_table, column};
use crate::schema::change::Step;
use crate::schema::diff::diff;
use crate::schema::model::{Column, ColumnDefault};
use crate::types::Storage;

/// Takes the steps to the wanted tables, after which there is no difference, and gives their words.
async fn lead(database: &Database, wanted: &[Table]) -> Vec<String> {
    let steps = diff(&database.dialect(), &tables(database).await, wanted).unwrap();
    let connection = DatabaseExecutor::Connection(database.connection());
    for step in &steps {
        step::run(&connection, step).await.unwrap();
    }
    let remain = diff(&database.dialect(), &tables(database).await, wanted).unwrap();
    assert!(remain.is_empty(), "{remain:#?}");
    steps.iter().map(Step::to_string).collect()
}

#[tokio::test]
async fn a_column_keeps_its_type_when_something_else_of_it_changes() {
    on_both(async |database| {
        let (kind, storage) = match database.dialect().backend() {
            sea_orm::DbBackend::Sqlite => ("TEXT COLLATE NOCASE", Storage::Text),
            _ => ("jsonb", Storage::Json),
        };
        run(
            database,
            &format!(
                "CREATE TABLE t (id integer NOT NULL PRIMARY KEY, a {kind} NOT NULL, b {kind} NOT NULL DEFAULT '1')"
            ),
        )
        .await;
        let before = table(database, "t").await;
        let text = |default: &str| Some(ColumnDefault::Text(default.to_owned()));
        let with = |default| Column {
            default,
            ..of("b", storage)
        };
        let wanted = declared("t", [null(of("a", storage)), with(text("2"))]);
        assert_eq!(
            lead(database, &[wanted]).await,
            ["alter column t.a: not null → null; alter column t.b: default '1' → default '2'"]
        );
        let after = table(database, "t").await;
        for (column, now) in before.columns.iter().zip(&after.columns) {
            assert_eq!(column.kind, now.kind);
        }
        assert!(after.columns[1].nullable && after.columns[2].default == text("2"));
    })
    .await;
}

#[tokio::test]
async fn sqlite_takes_names_for_texts_as_defaults() {
    let memory = connect(&Config::memory()).await.unwrap();
    run(
        &memory,
        r#"CREATE TABLE t (id integer NOT NULL PRIMARY KEY, a text DEFAULT "it's ""x""", b text DEFAULT [b], c text DEFAULT bare,
           d text DEFAULT CURRENT_TIMESTAMP, e boolean DEFAULT true, f int)"#,
    )
    .await;
    let defaults = |table: &Table| -> Vec<Option<ColumnDefault>> {
        table.columns.iter().map(|column| column.default.clone()).collect()
    };
    let text = |text: &str| Some(ColumnDefault::Text(text.to_owned()));
    let before = defaults(&table(&memory, "t").await);
    assert_eq!(before[1..4], [text("it's \"x\""), text("b"), text("bare")]);
    assert_eq!(before[4], Some(ColumnDefault::Other("CURRENT_TIMESTAMP".to_owned())));
    assert_eq!(before[5], Some(ColumnDefault::Boolean(true)));
    alter_table("t")
        .alter_column(column::big_integer("f"))
        .run(&manager(&memory))
        .await
        .unwrap();
    assert_eq!(defaults(&table(&memory, "t").await), before);
    run(&memory, "INSERT INTO t (id, f) VALUES (1, 1)").await;
    assert_eq!(
        rows(&memory, "SELECT a || ',' || b || ',' || c FROM t").await,
        ["it's \"x\",b,bare"]
    );
    memory.close().await.unwrap();
}

#[tokio::test]
async fn a_rebuild_keeps_no_action() {
    on_both(async |database| {
        run(
            database,
            "CREATE TABLE t (id integer NOT NULL PRIMARY KEY, parent integer REFERENCES t (id), \
             other integer REFERENCES t (id) ON DELETE RESTRICT, f integer)",
        )
        .await;
        let actions = async || {
            let keys = table(database, "t").await.foreign_keys;
            let mut found: Vec<_> = keys
                .into_iter()
                .map(|key| (key.columns.concat(), key.no_action))
                .collect();
            found.sort();
            found
        };
        let before = actions().await;
        assert_eq!(before, [("other".to_owned(), false), ("parent".to_owned(), true)]);
        alter_table("t")
            .alter_column(column::big_integer("f"))
            .run(&manager(database))
            .await
            .unwrap();
        assert_eq!(actions().await, before);
        // The difference doesn't mind.
        let mut wanted = declared(
            "t",
            [
                null(of("parent", Storage::Int32)),
                null(of("other", Storage::Int32)),
                of("f", Storage::Int64),
            ],
        );
        wanted.foreign_keys.push(key("t_parent_fkey", "parent", "t"));
        wanted.foreign_keys.push(key("t_other_fkey", "other", "t"));
        assert_eq!(lead(database, &[wanted]).await, [""; 0]);
        if database.dialect() == Dialect::SQLITE {
            run(database, "PRAGMA foreign_keys = ON").await;
        }
        run(database, "INSERT INTO t VALUES (1, NULL, NULL, 1), (2, 1, NULL, 1)").await;
        run(database, "DELETE FROM t").await;
    })
    .await;
}

#[tokio::test]
async fn a_serial_key_that_is_widened_counts_on() {
    on_postgres(&async |database: &Database| {
        run(database, "CREATE TABLE t (id serial PRIMARY KEY)").await;
        run(
            database,
            "CREATE TABLE \"o'x\" (\"i d\" integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY)",
        )
        .await;
        for (table, key, next) in [("t", "id", "t_id_seq"), ("o'x", "i d", "o''x_i d_seq")] {
            let wide = alter_table(table).alter_column(column::big_integer(key).counted());
            wide.run(&manager(database)).await.unwrap();
            run(database, &format!("SELECT setval('\"{next}\"', 2147483647)")).await;
            run(database, &format!("INSERT INTO \"{table}\" DEFAULT VALUES")).await;
            let found = rows(database, &format!("SELECT \"{key}\"::text FROM \"{table}\"")).await;
            assert_eq!(found, ["2147483648"]);
        }
        run(database, "DELETE FROM t").await;
        run(database, "SELECT setval('t_id_seq', 1)").await;
        let narrow = alter_table("t").alter_column(column::integer("id").counted());
        narrow.run(&manager(database)).await.unwrap();
        let kind = "SELECT data_type::text FROM pg_sequences WHERE sequencename = 't_id_seq'";
        assert_eq!(rows(database, kind).await, ["integer"]);
    })
    .await;
}

#[tokio::test]
async fn sqlite_doesnt_mind_the_case_of_names() {
    let memory = connect(&Config::memory()).await.unwrap();
    run(&memory, "PRAGMA foreign_keys = OFF").await;
    run(&memory, "CREATE TABLE Users (ID integer NOT NULL PRIMARY KEY)").await;
    run(
        &memory,
        "CREATE TABLE Tasks (Id integer NOT NULL PRIMARY KEY, Title text NOT NULL CHECK (title <> 'x'), \
         User integer NOT NULL REFERENCES users (id) ON DELETE RESTRICT)",
    )
    .await;
    run(
        &memory,
        "INSERT INTO Users VALUES (1); INSERT INTO Tasks VALUES (1, 'one', 1)",
    )
    .await;
    let users = declared("users", []);
    let mut tasks = declared("tasks", [of("title", Storage::Text), of("user", Storage::Int32)]);
    tasks.foreign_keys.push(key("tasks_user_fkey", "user", "users"));
    assert_eq!(lead(&memory, &[users.clone(), tasks.clone()]).await, [""; 0]);

    tasks.columns[1] = null(of("title", Storage::Text));
    tasks.columns.push(null(of("done", Storage::Boolean)));
    tasks.indexes.push(index("tasks_title_idx", &["title"]));
    let found = lead(&memory, &[users.clone(), tasks.clone()]).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].contains("alter column Tasks.Title: not null → null"),
        "{found:?}"
    );
    assert_eq!(rows(&memory, "SELECT title FROM tasks").await, ["one"]);

    // A name that it had is known in any case too.
    tasks.name = "jobs".to_owned();
    tasks.was = Some("tasks".to_owned());
    let found = lead(&memory, &[users, tasks]).await;
    assert!(found[0].starts_with("rename table Tasks to jobs"), "{found:?}");
    assert_eq!(rows(&memory, "SELECT title FROM jobs").await, ["one"]);
    memory.close().await.unwrap();
}

#[test]
fn names_are_what_they_are_on_postgres() {
    let steps = diff(&Dialect::POSTGRES, &[declared("Tasks", [])], &[declared("tasks", [])]).unwrap();
    let found: Vec<String> = steps.iter().map(Step::to_string).collect();
    assert_eq!(found, ["create table tasks", "drop table Tasks"]);
}
