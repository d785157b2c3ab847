//! Every alteration, on every database: the live catalogue afterwards, and the rows.

use sea_orm::{DatabaseTransaction, TransactionTrait as _};
use sea_orm_migration::SchemaManager;

use super::*;
use crate::migration::column::{self, Column};
use crate::migration::{OnDelete, alter_table, create_table, drop_table, rename_table};
use crate::schema::model::Table;
use crate::sql::live_table;

/// Runs a test on every database as the runner of migrations does: on SQLite without foreign keys.
pub(super) async fn on_both(test: impl AsyncFn(&Database)) {
    let memory = connect(&Config::memory()).await.unwrap();
    run(&memory, "PRAGMA foreign_keys = OFF").await;
    test(&memory).await;
    memory.close().await.unwrap();
    on_postgres(&test).await;
}

pub(super) async fn run(database: &Database, sql: &str) {
    database.connection().execute_unprepared(sql).await.unwrap();
}

/// One row for each row of a query, its columns joined by `|`; they are made texts by the query.
pub(super) async fn rows(database: &Database, sql: &str) -> Vec<String> {
    let statement = sea_orm::Statement::from_string(database.dialect().backend(), sql);
    let rows = database.connection().query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| {
            row.try_get_by_index::<Option<String>>(0)
                .unwrap()
                .unwrap_or("NULL".to_owned())
        })
        .collect()
}

pub(super) async fn live(database: &Database, table: &str) -> Table {
    live_table(&database.sea_orm(), table).await.unwrap().unwrap()
}

pub(super) fn manager(database: &Database) -> SchemaManager<'_> {
    SchemaManager::new(database.connection())
}

/// The message of a migration that fails in a transaction, which is given up.
pub(super) async fn refusal(
    database: &Database,
    migration: impl AsyncFnOnce(&SchemaManager<'_>) -> Result<(), sea_orm::DbErr>,
) -> String {
    let transaction: DatabaseTransaction = database.connection().begin().await.unwrap();
    let failed = migration(&SchemaManager::new(&transaction)).await.unwrap_err();
    transaction.rollback().await.unwrap();
    failed.to_string()
}

/// Projects and tasks, which refer to projects and to themselves.
async fn tables(database: &Database) {
    let manager = manager(database);
    create_table("projects")
        .column(column::big_integer("id").counted())
        .column(column::text("title").length(64))
        .primary_key(["id"])
        .unique("projects_title_key", ["title"])
        .run(&manager)
        .await
        .unwrap();
    create_table("tasks")
        .column(column::big_integer("id").counted())
        .column(column::text("title").check("tasks_title_min_length_check", r#"length("title") >= 1"#))
        .column(column::integer("points").null())
        .column(column::big_integer("project"))
        .primary_key(["id"])
        .index("tasks_project_idx", ["project"])
        .foreign_key("tasks_project_fkey", "project", "projects", "id", OnDelete::Cascade)
        .run(&manager)
        .await
        .unwrap();
    run(
        database,
        "INSERT INTO projects (title) VALUES ('one'), ('two'), ('three')",
    )
    .await;
    run(database, "DELETE FROM projects WHERE title = 'three'").await;
    run(
        database,
        "INSERT INTO tasks (title, points, project) VALUES ('a', 1, 1), ('b', NULL, 2), ('c', 3, 1)",
    )
    .await;
}

const TASKS: &str = "SELECT CAST(id AS text) || ' ' || title || ' ' || coalesce(CAST(points AS text), '-') || ' ' \
                     || CAST(project AS text) FROM tasks ORDER BY id";

#[tokio::test]
async fn columns_are_added_renamed_and_dropped_and_rows_stay() {
    on_both(async |database| {
        tables(database).await;
        let manager = manager(database);
        let before = live(database, "tasks").await;
        alter_table("tasks")
            .rename_column("title", "name")
            .add_column(column::boolean("done").default(false))
            .add_column(
                column::text("note")
                    .null()
                    .check("tasks_note_max_length_check", r#"length("note") <= 5"#),
            )
            .add_column(column::timestamp_with_time_zone("made").default_expression("CURRENT_TIMESTAMP"))
            .drop_column("points")
            .run(&manager)
            .await
            .unwrap();
        let table = live(database, "tasks").await;
        let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["id", "name", "project", "done", "note", "made"]);
        assert_eq!(table.indexes, before.indexes);
        assert_eq!(table.foreign_keys, before.foreign_keys);
        assert_eq!(table.checks.len(), 2);
        let found = rows(
            database,
            "SELECT CAST(id AS text) || name || CAST(project AS text) FROM tasks WHERE NOT done AND note IS NULL \
             AND made IS NOT NULL ORDER BY id",
        );
        assert_eq!(found.await, ["1a1", "2b2", "3c1"]);
        alter_table("tasks")
            .drop_column("made")
            .drop_column("note")
            .drop_column("done")
            .add_column(column::integer("points").null())
            .rename_column("name", "title")
            .run(&manager)
            .await
            .unwrap();
        let names = live(database, "tasks")
            .await
            .columns
            .into_iter()
            .map(|column| column.name);
        assert_eq!(names.collect::<Vec<_>>(), ["id", "title", "project", "points"]);
        assert_eq!(rows(database, TASKS).await, ["1 a - 1", "2 b - 2", "3 c - 1"]);
    })
    .await;
}

#[tokio::test]
async fn constraints_and_indexes_come_and_go() {
    on_both(async |database| {
        tables(database).await;
        let manager = manager(database);
        let before = live(database, "tasks").await;
        alter_table("tasks")
            .add_check("tasks_points_range_check", r#""points" >= 0"#)
            .add_unique("tasks_title_key", ["title"])
            .add_index("tasks_title_points_idx", ["title", "points"])
            .drop_foreign_key("tasks_project_fkey")
            .drop_index("tasks_project_idx")
            .rename_constraint("tasks_title_min_length_check", "tasks_title_check")
            .run(&manager)
            .await
            .unwrap();
        let table = live(database, "tasks").await;
        assert_eq!(table.uniques.len(), 1);
        assert_eq!(table.indexes[0].columns, ["title", "points"]);
        assert!(table.foreign_keys.is_empty());
        let mut checks: Vec<&str> = table.checks.iter().map(|check| check.name.as_str()).collect();
        checks.sort_unstable();
        assert_eq!(checks, ["tasks_points_range_check", "tasks_title_check"]);
        alter_table("tasks")
            .rename_constraint("tasks_title_check", "tasks_title_min_length_check")
            .rename_index("tasks_title_points_idx", "tasks_both_idx")
            .add_index("tasks_project_idx", ["project"])
            .drop_index("tasks_both_idx")
            .add_foreign_key("tasks_project_fkey", "project", "projects", "id", OnDelete::Cascade)
            .drop_unique("tasks_title_key")
            .drop_check("tasks_points_range_check")
            .run(&manager)
            .await
            .unwrap();
        assert_eq!(live(database, "tasks").await, before);
        assert_eq!(rows(database, TASKS).await, ["1 a 1 1", "2 b - 2", "3 c 3 1"]);
    })
    .await;
}

#[tokio::test]
async fn columns_change_their_type_nullability_and_default() {
    on_both(async |database| {
        tables(database).await;
        let manager = manager(database);
        let alter = async |column: Column| alter_table("tasks").alter_column(column).run(&manager).await;
        alter(column::text("points").null().default("5")).await.unwrap();
        assert_eq!(
            rows(database, "SELECT points FROM tasks ORDER BY id").await,
            ["1", "NULL", "3"]
        );
        run(database, "UPDATE tasks SET points = '7' WHERE points IS NULL").await;
        alter(column::big_integer("points").default(8)).await.unwrap();
        run(database, "INSERT INTO tasks (title, project) VALUES ('d', 1)").await;
        assert_eq!(
            rows(database, TASKS).await,
            ["1 a 1 1", "2 b 7 2", "3 c 3 1", "4 d 8 1"]
        );
        let points = live(database, "tasks").await;
        let points = points.column("points").unwrap();
        assert!(!points.nullable);
        assert!(points.default.is_some());
        alter(column::integer("points").null()).await.unwrap();
        let points = live(database, "tasks").await;
        let points = points.column("points").unwrap();
        assert!(points.nullable && points.default.is_none(), "{points:?}");
    })
    .await;
}

#[tokio::test]
async fn keys_change_and_counters_go_on() {
    on_both(async |database| {
        tables(database).await;
        let manager = manager(database);
        alter_table("projects")
            .alter_column(column::text("title").length(100))
            .run(&manager)
            .await
            .unwrap();
        run(database, "INSERT INTO projects (title) VALUES ('four')").await;
        let ids = rows(database, "SELECT CAST(id AS text) FROM projects ORDER BY id").await;
        assert_eq!(ids, ["1", "2", "4"], "the counter isn't lost, though its last row was");
        assert_eq!(rows(database, TASKS).await.len(), 3, "who refers to it is left alone");

        alter_table("tasks")
            .alter_column(column::big_integer("id"))
            .set_primary_key(["title"])
            .run(&manager)
            .await
            .unwrap();
        assert_eq!(live(database, "tasks").await.primary_key, ["title"]);
        alter_table("tasks")
            .set_primary_key(["id"])
            .alter_column(column::big_integer("id").counted())
            .run(&manager)
            .await
            .unwrap();
        run(database, "INSERT INTO tasks (title, project) VALUES ('d', 1)").await;
        let found = rows(database, TASKS).await;
        assert_eq!(found, ["1 a 1 1", "2 b - 2", "3 c 3 1", "4 d - 1"]);
    })
    .await;
}

#[tokio::test]
async fn tables_are_renamed_with_their_references_and_not_dropped_under_them() {
    on_both(async |database| {
        tables(database).await;
        let manager = manager(database);
        rename_table("projects", "plans").run(&manager).await.unwrap();
        assert_eq!(live(database, "tasks").await.foreign_keys[0].table, "plans");
        let message = refusal(database, async |manager| drop_table("plans").run(manager).await).await;
        assert!(message.contains("plans"), "{message}");
        drop_table("tasks").run(&manager).await.unwrap();
        drop_table("plans").run(&manager).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_failing_action_leaves_the_database_as_it_was() {
    on_both(async |database| {
        tables(database).await;
        let before = (live(database, "tasks").await, rows(database, TASKS).await);
        let failing = [
            alter_table("tasks").alter_column(column::integer("points")),
            alter_table("tasks").add_column(column::integer("more")),
            alter_table("tasks").alter_column(column::integer("title")),
            alter_table("tasks").alter_column(column::uuid("points").null()),
            alter_table("tasks").add_check("c", "length(title) > 1"),
            alter_table("tasks").add_unique("u", ["project"]),
            alter_table("tasks").add_foreign_key("f", "points", "projects", "id", OnDelete::Restrict),
            alter_table("tasks").set_primary_key(["project"]),
            alter_table("tasks").drop_column("none"),
            alter_table("nowhere").drop_column("none"),
        ];
        for alteration in failing {
            let all = alteration.clone().add_column(column::integer("last").null());
            refusal(database, async |manager| all.run(manager).await).await;
            let after = (live(database, "tasks").await, rows(database, TASKS).await);
            assert_eq!(after, before, "{alteration:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn names_are_whatever_they_are() {
    on_both(async |database| {
        let manager = manager(database);
        let (table, one, other) = (r#"a "b" 'c' d"#, r#"x "y""#, r#"it's "z""#);
        create_table(table)
            .column(column::integer(one).check(r#"check "1""#, r#""x ""y""" > 0"#))
            .primary_key([one])
            .unique(r#"unique "1""#, [one])
            .index(r#"index "1""#, [one])
            .run(&manager)
            .await
            .unwrap();
        run(database, r#"INSERT INTO "a ""b"" 'c' d" VALUES (1), (2)"#).await;
        alter_table(table)
            .add_column(column::text(other).default(r#"it's "so""#))
            .add_column(column::integer("self").null())
            .add_foreign_key(r#"key "1""#, "self", table, one, OnDelete::SetNull)
            .alter_column(column::big_integer(one).check(r#"check "2""#, r#""x ""y""" > 0"#))
            .drop_check(r#"check "1""#)
            .rename_index(r#"index "1""#, r#"index "2""#)
            .run(&manager)
            .await
            .unwrap();
        rename_table(table, r#"new "table""#).run(&manager).await.unwrap();
        let found = rows(database, r#"SELECT "it's ""z""" FROM "new ""table""""#).await;
        assert_eq!(found, [r#"it's "so""#; 2]);
    })
    .await;
}

#[tokio::test]
async fn names_change_in_case_alone() {
    on_both(async |database| {
        tables(database).await;
        let manager = manager(database);
        run(
            database,
            "CREATE VIEW titles AS SELECT title FROM projects ORDER BY title",
        )
        .await;
        rename_table("projects", "Projects").run(&manager).await.unwrap();
        alter_table("Projects")
            .rename_column("title", "Title")
            .run(&manager)
            .await
            .unwrap();
        let table = live(database, "Projects").await;
        assert_eq!(table.name, "Projects");
        assert!(table.column("Title").is_some(), "{table:?}");
        assert_eq!(live(database, "tasks").await.foreign_keys[0].table, "Projects");
        assert_eq!(rows(database, "SELECT * FROM titles").await, ["one", "two"]);
        rename_table("Projects", "projects").run(&manager).await.unwrap();
        assert_eq!(live(database, "projects").await.name, "projects");
        assert_eq!(rows(database, TASKS).await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_foreign_key_may_restrict_at_the_end_of_the_statement() {
    on_both(async |database| {
        tables(database).await;
        alter_table("tasks")
            .drop_foreign_key("tasks_project_fkey")
            .add_foreign_key("tasks_project_fkey", "project", "projects", "id", OnDelete::NoAction)
            .run(&manager(database))
            .await
            .unwrap();
        assert!(live(database, "tasks").await.foreign_keys[0].no_action);
    })
    .await;
}
