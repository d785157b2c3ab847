//! Migrations that fail: the changes that remain, and the messages.

use super::*;

const BROKEN: Plain = Plain::new(
    "m3_broken",
    &[
        "CREATE TABLE three (id INT)",
        "INSERT INTO nowhere\n  VALUES (1)",
        "CREATE TABLE never (id INT)",
    ],
    &[],
);

migrators! {
    Broken [ONE, TWO, BROKEN]
    Raw [ONE, Plain { raw: true, ..BROKEN }]
    InPieces [ONE, Plain { whole: Some(false), ..BROKEN }]
}

#[tokio::test]
async fn a_failing_migration_leaves_no_trace_and_names_its_statement() {
    on_each(async |database| {
        let error = up::<Broken>(database).await.unwrap_err().to_string();
        let message = match database.dialect().backend() {
            sea_orm::DbBackend::Sqlite => "no such table: nowhere",
            _ => r#"relation "nowhere" does not exist"#,
        };
        assert_eq!(
            error,
            format!(
                "`m3_broken` can't be applied: {message}; the statement was: INSERT INTO nowhere VALUES (1); nothing of it was applied; 2 \
                 migrations before it were applied; put it or the rows right and run `migrate` again"
            )
        );
        assert_eq!(tables(database).await, ["one", "seaql_migrations", "two"]);
        let pending = runner::pending(database.connection(), Migrations::of::<Broken>()).await.unwrap();
        assert_eq!(pending, ["m3_broken"]);
    })
    .await;
}

#[tokio::test]
async fn a_first_migration_that_fails_leaves_the_database_empty() {
    on_each(async |database| {
        migrators! { First [BROKEN] }
        let error = up::<First>(database).await.unwrap_err().to_string();
        assert!(error.contains("nothing of it was applied; put it"), "{error}");
        assert!(tables(database).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_statement_that_sea_orm_does_not_report_is_found() {
    on_each(async |database| {
        let error = up::<Raw>(database).await.unwrap_err().to_string();
        let statement = "; the statement was: INSERT INTO nowhere VALUES (1); nothing";
        assert!(error.contains(statement), "{error}");
        assert_eq!(tables(database).await, ["one", "seaql_migrations"]);
        // Without a transaction there is no rollback after which the driver has surely spoken.
        migrators! { RawInPieces [ONE, Plain { raw: true, whole: Some(false), ..BROKEN }] }
        let error = up::<RawInPieces>(database).await.unwrap_err().to_string();
        let statement = "; the statement was: INSERT INTO nowhere VALUES (1); it runs without";
        assert!(error.contains(statement), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_migration_that_panics_fails_like_any_other() {
    on_each(async |database| {
        migrators! { Panics [ONE, Panicking] }
        let error = up::<Panics>(database).await.unwrap_err().to_string();
        assert_eq!(
            error,
            "`m2_panicking` can't be applied: its code panicked: no idea what to do; nothing of it was applied; one migration before it was \
             applied; put it or the rows right and run `migrate` again"
        );
        assert_eq!(tables(database).await, ["one", "seaql_migrations"]);
        let preview = Preview { direction: Direction::Up, most: None };
        let error = runner::sql(database.connection(), Migrations::of::<Panics>(), preview).await.unwrap_err();
        assert!(error.to_string().contains("its code panicked: no idea what to do"), "{error}");
        assert_eq!(tables(database).await, ["one", "seaql_migrations"]);
        // The lane is closed as after any failure.
        assert_eq!(up::<OneTwo>(database).await.unwrap(), ["m2_two"]);
    })
    .await;
}

struct Panicking;

impl MigrationName for Panicking {
    fn name(&self) -> &'static str {
        "m2_panicking"
    }
}

#[async_trait]
impl MigrationTrait for Panicking {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["CREATE TABLE two (id INT)"], false).await?;
        panic!("no idea\nwhat to {}", "do");
    }
}

#[tokio::test]
async fn a_statement_that_takes_longer_than_it_may_is_not_the_migrations_fault() {
    on_postgres(&async |database: &Database| {
        migrators! { Slow [ONE, Plain::new("m2_slow", &["SET LOCAL statement_timeout = 1", "SELECT pg_sleep(60)"], &[])] }
        let error = up::<Slow>(database).await.unwrap_err().to_string();
        assert_eq!(
            error,
            "`m2_slow` can't be applied: canceling statement due to statement timeout; the statement was: SELECT pg_sleep(60); nothing of it \
             was applied; one migration before it was applied; it was cancelled, or took longer than `statement_timeout` allows; allow it \
             more, and run it again"
        );
    })
    .await;
}

#[tokio::test]
async fn a_schema_that_is_not_there_is_not_the_migrations_fault() {
    let Some(url) = crate::testing::postgres_url() else {
        return;
    };
    let place = format!("{url}?options=-csearch_path%3D{}", unused_name());
    let database = connect(&Config::parse(&place).unwrap()).await.unwrap();
    let error = up::<OneTwo>(&database).await.unwrap_err().to_string();
    assert!(
        error.contains("no schema has been selected to create in")
            && error.ends_with("; create the schema that `search_path` names, or let it name another"),
        "{error}"
    );
}

#[tokio::test]
async fn a_migration_without_a_transaction_reports_that_part_of_it_stays() {
    on_each(async |database| {
        let error = up::<InPieces>(database).await.unwrap_err().to_string();
        let expected = "; it runs without a transaction, so part of it may be applied: put that right by hand; one migration before it was \
                        applied; ";
        assert!(error.contains(expected), "{error}");
        assert_eq!(tables(database).await, ["one", "seaql_migrations", "three"]);
    })
    .await;
}

#[tokio::test]
async fn an_irreversible_migration_is_reported() {
    on_each(async |database| {
        migrators! { NoWay [ONE, Plain::new("m2_no_way", &["CREATE TABLE two (id INT)"], &[])] }
        up::<NoWay>(database).await.unwrap();
        let error = runner::down(database.connection(), Migrations::of::<NoWay>(), 1, &quiet)
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "`m2_no_way` can't be reverted: it has no `down`; write one, or restore a backup from before it"
        );
        assert_eq!(tables(database).await, ["one", "seaql_migrations", "two"]);
    })
    .await;
}

#[tokio::test]
async fn rows_that_refer_to_nothing_fail_a_migration_on_sqlite_too() {
    on_each(async |database| {
        let orphan = Plain::new("m3_orphan", &["INSERT INTO two VALUES (1, 7)"], &[]);
        migrators! { Orphan [ONE, TWO, Plain::new("m3_orphan", &["INSERT INTO two VALUES (1, 7)"], &[])] }
        let error = up::<Orphan>(database).await.unwrap_err().to_string();
        let message = match database.dialect().backend() {
            sea_orm::DbBackend::Sqlite => {
                "rows of `two` refer to rows of `one` that aren't there: 1 (the first has the rowid 1)"
            }
            _ => r#"violates foreign key constraint "two_one_fkey""#,
        };
        assert!(error.contains(message) && error.contains(orphan.name), "{error}");
        // Foreign keys are on again for everybody else.
        let refused = database.connection().execute_unprepared(orphan.up[0]).await;
        assert!(refused.is_err());
    })
    .await;
}

#[tokio::test]
async fn tables_are_rebuilt_without_loss_of_referencing_rows() {
    on_each(async |database| {
        migrators! { Anew [ONE, TWO, Plain::new("m3_anew", &[
            "CREATE TABLE one_new (id INT PRIMARY KEY, more INT)",
            "INSERT INTO one_new (id) SELECT id FROM one",
            "DROP TABLE one",
            "ALTER TABLE one_new RENAME TO one",
        ], &[])] }
        up::<OneTwo>(database).await.unwrap();
        execute(
            database,
            "CREATE TABLE dear (one INT REFERENCES one (id) ON DELETE CASCADE)",
        )
        .await;
        execute(database, "INSERT INTO dear VALUES (1)").await;
        if database.dialect() == Dialect::POSTGRES {
            return;
        }
        assert_eq!(up::<Anew>(database).await.unwrap(), ["m3_anew"]);
        let rows = database
            .connection()
            .execute_unprepared("UPDATE dear SET one = 1")
            .await
            .unwrap();
        assert_eq!(rows.rows_affected(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_connection_that_is_lost_halfway_leaves_the_database_as_it_was() {
    on_postgres(&async |database: &Database| {
        migrators! { Lost [ONE, Plain::new("m2_lost", &[
            "CREATE TABLE two (id INT)",
            "SELECT pg_terminate_backend(pg_backend_pid())",
        ], &[])] }
        let error = up::<Lost>(database).await.unwrap_err().to_string();
        assert!(error.starts_with("`m2_lost` can't be applied: "), "{error}");
        let rest = "; the statement was: SELECT pg_terminate_backend(pg_backend_pid()); nothing of it was applied; one migration before it was \
                    applied; run it again when the database answers";
        assert!(error.ends_with(rest), "{error}");
        assert_eq!(tables(database).await, ["one", "seaql_migrations"]);
        // The lock went with the connection.
        assert_eq!(up::<OneTwo>(database).await.unwrap(), ["m2_two"]);
    })
    .await;
}

#[tokio::test]
async fn a_statement_that_the_database_gives_up_is_not_blamed() {
    on_postgres(&async |database: &Database| {
        migrators! {
            Deadlocked [Plain::new("m1_dead", &["DO $$ BEGIN RAISE 'deadlock' USING ERRCODE = '40P01'; END $$"], &[])]
            Canceled [Plain::new("m1_late", &["SET LOCAL statement_timeout = 1", "SELECT pg_sleep(60)"], &[])]
        }
        let error = up::<Deadlocked>(database).await.unwrap_err().to_string();
        assert!(error.contains("; nothing of it was applied; "), "{error}");
        assert!(
            error.ends_with("; another transaction changed the same rows or tables at that moment; run it again"),
            "{error}"
        );
        let error = up::<Canceled>(database).await.unwrap_err().to_string();
        assert!(
            error.ends_with("longer than `statement_timeout` allows; allow it more, and run it again"),
            "{error}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_read_only_database_is_reported() {
    let expected = "the database is read-only: name one that can be written, or make it so";
    on_file(&async |database: &Database| {
        up::<OneTwo>(database).await.unwrap();
        let rows = database.connection().query_all_raw(Statement::from_string(
            database.dialect().backend(),
            "PRAGMA database_list",
        ));
        let path: String = rows.await.unwrap()[0].try_get("", "file").unwrap();
        let config = Config::parse(&format!("sqlite:{path}?mode=ro")).unwrap();
        let read_only = connect(&config).await.unwrap();
        let error = up::<OneTwoThree>(&read_only).await.unwrap_err().to_string();
        assert!(error.ends_with(expected), "{error}");
        assert!(
            up::<OneTwo>(&read_only).await.unwrap().is_empty(),
            "nothing to do needs no right to write"
        );
        assert_eq!(tables(&read_only).await, ["one", "seaql_migrations", "two"]);
        read_only.close().await.unwrap();
    })
    .await;
    on_postgres(&async |database: &Database| {
        execute(database, "SELECT 1").await;
        let schema = database.connection().query_one_raw(Statement::from_string(
            database.dialect().backend(),
            "SELECT current_schema()::text",
        ));
        let schema: String = schema.await.unwrap().unwrap().try_get_by_index(0).unwrap();
        let url = crate::testing::postgres_url().unwrap();
        let options = format!("options=-csearch_path%3D{schema}%20-cdefault_transaction_read_only%3Don");
        let read_only = connect(&Config::parse(&format!("{url}?{options}")).unwrap())
            .await
            .unwrap();
        let error = up::<OneTwo>(&read_only).await.unwrap_err().to_string();
        assert!(error.ends_with(expected), "{error}");
        assert!(error.contains("the statement was: CREATE TABLE one"), "{error}");
        assert!(tables(database).await.is_empty());
        read_only.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_a_migration_logs_goes_to_the_log_of_the_program() {
    on_each(async |database| {
        migrators! { Talks [Talking] }
        let log = Log::default();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::INFO)
            .with_ansi(false)
            .with_writer(log.clone())
            .finish();
        let guard = tracing::subscriber::set_default(subscriber);
        up::<Talks>(database).await.unwrap();
        drop(guard);
        let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert!(
            text.contains("outer{n=1}: ") && text.contains("half of it is done"),
            "{text}"
        );
        assert!(!text.contains("not requested"), "{text}");
        assert!(
            !text.contains("CREATE TABLE"),
            "statements are recorded, and not printed: {text}"
        );
    })
    .await;
}

struct Talking;

impl MigrationName for Talking {
    fn name(&self) -> &'static str {
        "m1_talking"
    }
}

#[async_trait]
impl MigrationTrait for Talking {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        use tracing::Instrument as _;

        let talking = async {
            run(manager, &["CREATE TABLE one (id INT)"], true).await?;
            tracing::info!("half of it is done");
            tracing::debug!("not requested");
            Ok(())
        };
        talking.instrument(tracing::info_span!("outer", n = 1)).await
    }
}

/// A log that is kept.
#[derive(Clone, Default)]
struct Log(std::sync::Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'w> tracing_subscriber::fmt::MakeWriter<'w> for Log {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}
