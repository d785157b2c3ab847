//! What was wrong before doesn't stop a migration, and what isn't known isn't claimed.

use super::*;

#[tokio::test]
async fn rows_that_referred_to_nothing_before_stop_no_migration() {
    on_file(&async |database: &Database| {
        up::<OneTwo>(database).await.unwrap();
        let off = database.connection().clone();
        let path: String = {
            let list = Statement::from_string(database.dialect().backend(), "PRAGMA database_list");
            off.query_all_raw(list).await.unwrap()[0].try_get("", "file").unwrap()
        };
        let careless = connect(&Config::parse(&path).unwrap().max_connections(1)).await.unwrap();
        execute(&careless, "PRAGMA foreign_keys = OFF").await;
        execute(&careless, "INSERT INTO two VALUES (70, 700), (71, 700)").await;
        // The parent has no such key.
        execute(&careless, "CREATE TABLE mis (a INT, b INT)").await;
        execute(&careless, "CREATE TABLE match (c INT REFERENCES mis (a))").await;
        careless.close().await.unwrap();
        assert_eq!(up::<OneTwoThree>(database).await.unwrap(), ["m3_three"]);

        migrators! {
            Renames [ONE, TWO, THREE, Plain::new("m4_renames", &["ALTER TABLE two RENAME TO deux"], &[])]
            More [ONE, TWO, THREE, Plain::new("m4_more", &["INSERT INTO two VALUES (72, 700)"], &[])]
            Mismatch [ONE, TWO, THREE, Plain::new("m4_mismatch", &["CREATE TABLE other (c INT REFERENCES mis (b))"], &[])]
        }
        let error = up::<More>(database).await.unwrap_err().to_string();
        assert!(
            error.contains("rows of `two` refer to rows of `one` that aren't there: 3, 2 of them before"),
            "{error}"
        );
        let error = up::<Mismatch>(database).await.unwrap_err().to_string();
        assert!(
            error.contains("the foreign keys of `other` can't be checked: foreign key mismatch"),
            "{error}"
        );
        assert_eq!(up::<Renames>(database).await.unwrap(), ["m4_renames"]);
    })
    .await;
}

#[tokio::test]
async fn a_connection_that_is_lost_at_the_end_leaves_it_open_whether_it_was_applied() {
    on_postgres(&async |database: &Database| {
        migrators! { Lost [ONE, Plain::new("m2_lost", &[
            "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$",
            "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON one DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die()",
            "INSERT INTO one VALUES (9)",
        ], &[])] }
        let error = up::<Lost>(database).await.unwrap_err().to_string();
        assert!(
            error.starts_with("`m2_lost`: ")
                && error.ends_with("; it isn't known whether it was applied: `migrate status` shows it when the database is available again"),
            "{error}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_connection_without_foreign_keys_is_not_given_back_in_silence() {
    let memory = connect(&Config::memory()).await.unwrap();
    migrators! { Open [Plain { whole: Some(false), ..Plain::new("m1_open", &["BEGIN", "CREATE TABLE one (id INT)"], &[]) }] }
    let error = up::<Open>(&memory).await.unwrap_err().to_string();
    assert!(
        error.contains(
            "foreign keys are still off on the only connection to this database: a migration left a transaction open"
        ),
        "{error}"
    );
    memory.close().await.unwrap();
}

/// Takes longer than the statements of requests may in the test below.
const LONG: &str = "CREATE TABLE numbers AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT max(i) FROM n";

#[tokio::test]
async fn a_migration_on_the_only_connection_may_take_longer_than_a_request() {
    migrators! { Slow [ONE, Plain::new("m2_slow", &[LONG], &[])] }
    let database = connect(&Config::memory().statement_timeout(Duration::from_millis(20)))
        .await
        .unwrap();
    up::<Slow>(&database).await.unwrap();
    let connection = database.connection();
    let later = connection.execute_unprepared(&LONG.replace("numbers", "more")).await;
    assert!(later.is_err(), "the limit is there again");
}
