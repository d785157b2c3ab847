//! Migrations that are applied, rolled back and applied again, and histories that aren't the program's.

use super::*;

#[tokio::test]
async fn migrations_go_up_and_down_one_by_one() {
    on_each(async |database| {
        let given = Migrations::of::<OneTwoThree>();
        let connection = database.connection();
        let reported = Reported::default();
        assert_eq!(
            runner::pending(connection, given).await.unwrap(),
            ["m1_one", "m2_two", "m3_three"]
        );
        assert!(tables(database).await.is_empty(), "looking makes no history table");
        assert_eq!(
            runner::up(connection, given, Some(2), &reported.report())
                .await
                .unwrap(),
            ["m1_one", "m2_two"]
        );
        assert_eq!(tables(database).await, ["one", "seaql_migrations", "two"]);
        assert_eq!(runner::pending(connection, given).await.unwrap(), ["m3_three"]);
        assert_eq!(
            runner::up(connection, given, None, &reported.report()).await.unwrap(),
            ["m3_three"]
        );
        assert!(
            runner::up(connection, given, None, &reported.report())
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(
            runner::redo(connection, given, 2, &reported.report()).await.unwrap(),
            ["m2_two", "m3_three"]
        );
        assert_eq!(
            runner::down(connection, given, 1, &reported.report()).await.unwrap(),
            ["m3_three"]
        );
        assert_eq!(
            runner::down(connection, given, 9, &reported.report()).await.unwrap(),
            ["m2_two", "m1_one"]
        );
        assert!(
            runner::down(connection, given, 1, &reported.report())
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(tables(database).await, ["seaql_migrations"]);
        let count = |word: &str| reported.lines().iter().filter(|line| line.starts_with(word)).count();
        assert_eq!((count("Applied"), count("Reverted")), (5, 5));
    })
    .await;
}

#[tokio::test]
async fn sea_orm_migration_reads_and_writes_the_same_history() {
    on_each(async |database| {
        let connection = database.connection();
        OneTwo::up(connection, Some(1)).await.unwrap();
        assert_eq!(up::<OneTwo>(database).await.unwrap(), ["m2_two"]);
        assert!(OneTwo::get_pending_migrations(connection).await.unwrap().is_empty());
        let state = runner::state(connection, Migrations::of::<OneTwo>()).await.unwrap();
        assert!(
            state
                .known
                .iter()
                .all(|(_, applied)| applied.is_some_and(|at| at > 1_700_000_000))
        );
    })
    .await;
}

#[tokio::test]
async fn fresh_drops_everything_and_applies_all() {
    on_each(async |database| {
        let given = Migrations::of::<OneTwo>();
        let reported = Reported::default();
        up::<OneTwo>(database).await.unwrap();
        execute(database, "CREATE TABLE mine (id INT)").await;
        execute(database, "CREATE VIEW mine_too AS SELECT id FROM mine").await;
        runner::fresh(database.connection(), given, &reported.report())
            .await
            .unwrap();
        assert_eq!(tables(database).await, ["one", "seaql_migrations", "two"]);
        let lines = reported.lines();
        assert_eq!(lines.len(), 7, "{lines:?}");
        assert_eq!(lines[0], r#"Dropped("VIEW", "mine_too")"#);
        assert_eq!(lines[6], r#"Applied("m2_two")"#);
    })
    .await;
}

#[tokio::test]
async fn a_migration_that_the_program_does_not_know_stops_everything() {
    on_each(async |database| {
        up::<OneTwoThree>(database).await.unwrap();
        migrators! { Older [ONE, TWO, Plain::new("m4_four", &["CREATE TABLE four (id INT)"], &[])] }
        let given = Migrations::of::<Older>();
        let expected = "the database has the migration `m3_three`, which this program doesn't know: it was applied by a newer program, or \
                        its file was removed; run that program, or bring the file back";
        let connection = database.connection();
        assert_eq!(up::<Older>(database).await.unwrap_err().to_string(), expected);
        assert_eq!(runner::down(connection, given, 1, &quiet).await.unwrap_err().to_string(), expected);
        assert_eq!(runner::redo(connection, given, 1, &quiet).await.unwrap_err().to_string(), expected);
        assert_eq!(runner::pending(connection, given).await.unwrap_err().to_string(), expected);
        let state = runner::state(connection, given).await.unwrap();
        assert_eq!((state.pending(), state.unknown), (vec!["m4_four".to_owned()], vec!["m3_three".to_owned()]));
        assert_eq!(tables(database).await, ["one", "seaql_migrations", "three", "two"]);
    })
    .await;
}

#[tokio::test]
async fn a_late_migration_is_applied_and_reported() {
    on_each(async |database| {
        migrators! { OneThree [ONE, THREE] }
        up::<OneThree>(database).await.unwrap();
        let reported = Reported::default();
        let given = Migrations::of::<OneTwoThree>();
        let done = runner::up(database.connection(), given, None, &reported.report())
            .await
            .unwrap();
        assert_eq!(done, ["m2_two"]);
        assert_eq!(
            reported.lines()[0],
            r#"Note("`m2_two` is older than `m3_three`, which is applied already; it runs after it")"#
        );
    })
    .await;
}

#[tokio::test]
async fn two_migrations_of_one_name_are_refused() {
    on_each(async |database| {
        migrators! { Twice [ONE, TWO, ONE] }
        let error = up::<Twice>(database).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "two migrations are called `m1_one`; give one of them another name"
        );
        assert!(tables(database).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn fresh_reports_that_all_is_dropped_if_a_migration_fails() {
    on_each(async |database| {
        migrators! { Worse [ONE, Plain::new("m2_worse", &["INSERT INTO nowhere VALUES (1)"], &[])] }
        let given = Migrations::of::<Worse>();
        let connection = database.connection();
        let error = runner::fresh(connection, given, &quiet).await.unwrap_err().to_string();
        assert!(error.starts_with("`m2_worse` can't be applied: "), "{error}");
        execute(database, "CREATE TABLE mine (id INT)").await;
        let error = runner::fresh(connection, given, &quiet).await.unwrap_err().to_string();
        let expected = "what was there is dropped, and then `m2_worse` can't be applied: ";
        assert!(error.starts_with(expected), "{error}");
        assert_eq!(tables(database).await, ["one", "seaql_migrations"]);
        migrators! { Twice [ONE, ONE] }
        runner::fresh(connection, Migrations::of::<Twice>(), &quiet)
            .await
            .unwrap_err();
        assert_eq!(
            tables(database).await,
            ["one", "seaql_migrations"],
            "nothing is dropped in vain"
        );
    })
    .await;
}

#[tokio::test]
async fn an_invalid_history_is_reported_and_not_changed() {
    for (table, wrong) in [
        ("CREATE TABLE seaql_migrations (id INT)", "column"),
        (
            "CREATE TABLE seaql_migrations (version VARCHAR, applied_at BIGINT); INSERT INTO seaql_migrations VALUES (NULL, 1)",
            "null",
        ),
        (
            "CREATE TABLE seaql_migrations (version VARCHAR, applied_at VARCHAR); INSERT INTO seaql_migrations VALUES ('m1_one', 'x')",
            "",
        ),
    ] {
        on_each(async |database| {
            execute(database, table).await;
            let error = up::<OneTwo>(database).await.unwrap_err().to_string();
            let begin = "the table `seaql_migrations` isn't a history of migrations: ";
            let end = "; it must have the columns `version`, a text, and `applied_at`, seconds as a big integer, both NOT NULL: put it \
                       right, or rename it and let `migrate` make a new one";
            assert!(error.starts_with(begin) && error.ends_with(end), "{error}");
            assert!(error.to_lowercase().contains(wrong), "{error}");
            assert_eq!(tables(database).await, ["seaql_migrations"]);
        })
        .await;
    }
}

#[tokio::test]
async fn a_history_with_a_duplicate_migration_is_reported() {
    on_each(async |database| {
        let made = "CREATE TABLE seaql_migrations (version VARCHAR, applied_at BIGINT); \
                    INSERT INTO seaql_migrations VALUES ('m1_one', 1), ('m1_one', 2)";
        execute(database, made).await;
        assert_eq!(
            up::<OneTwo>(database).await.unwrap_err().to_string(),
            "the history has `m1_one` twice; delete one of its rows from the table `seaql_migrations`"
        );
    })
    .await;
}
