//! What migrations would run, message without running it.

use super::*;

#[tokio::test]
async fn statements_are_shown_and_not_run() {
    on_each(async |database| {
        let given = Migrations::of::<OneTwoThree>();
        let connection = database.connection();
        runner::up(connection, given, Some(1), &quiet).await.unwrap();
        let preview = |direction, most| runner::sql(connection, given, Preview { direction, most });
        let text = preview(Direction::Up, None).await.unwrap();
        let begin = match database.dialect().backend() {
            sea_orm::DbBackend::Sqlite => "PRAGMA foreign_keys = OFF;\n\n-- m2_two: up\nBEGIN IMMEDIATE;\n",
            _ => "-- m2_two: up\nBEGIN;\nSET LOCAL lock_timeout = '60s';\n",
        };
        let two = "CREATE TABLE two (id INT PRIMARY KEY, one INT REFERENCES one (id));\nINSERT INTO one VALUES (1);\n\
                   INSERT INTO \"seaql_migrations\" (\"version\", \"applied_at\") VALUES ('m2_two', ";
        assert!(text.starts_with(&format!("{begin}{two}")), "{text}");
        assert!(text.contains(";\nCOMMIT;\n\n-- m3_three: up\n"), "{text}");
        assert_eq!(tables(database).await, ["one", "seaql_migrations"]);
        assert_eq!(
            runner::pending(connection, given).await.unwrap(),
            ["m2_two", "m3_three"]
        );

        // The printed statements do the same as `up`.
        execute(database, &text).await;
        assert!(runner::pending(connection, given).await.unwrap().is_empty());
        assert_eq!(tables(database).await, ["one", "seaql_migrations", "three", "two"]);

        let text = preview(Direction::Down, Some(1)).await.unwrap();
        assert!(
            text.contains("DROP TABLE three;\nDELETE FROM \"seaql_migrations\" WHERE \"seaql_migrations\".\"version\" = 'm3_three';\n"),
            "{text}"
        );
        assert_eq!(preview(Direction::Up, None).await.unwrap(), "");
    })
    .await;
}

#[tokio::test]
async fn creation_of_the_history_table_is_shown() {
    on_each(async |database| {
        let preview = Preview {
            direction: Direction::Up,
            most: Some(1),
        };
        let text = runner::sql(database.connection(), Migrations::of::<OneTwo>(), preview)
            .await
            .unwrap();
        assert!(
            text.contains("CREATE TABLE IF NOT EXISTS \"seaql_migrations\""),
            "{text}"
        );
        assert!(!text.contains("m2_two"), "{text}");
        execute(database, &text).await;
        assert_eq!(up::<OneTwo>(database).await.unwrap(), ["m2_two"]);
    })
    .await;
}

#[tokio::test]
async fn statements_that_sea_orm_does_not_report_are_shown_in_order() {
    on_each(async |database| {
        migrators! { Mixed [Mix] }
        let preview = Preview {
            direction: Direction::Up,
            most: None,
        };
        let text = runner::sql(database.connection(), Migrations::of::<Mixed>(), preview)
            .await
            .unwrap();
        let begin = match database.dialect().backend() {
            sea_orm::DbBackend::Sqlite => "PRAGMA foreign_keys = OFF;\n\n-- m1_mix: up\nBEGIN IMMEDIATE;\n",
            _ => "-- m1_mix: up\nBEGIN;\nSET LOCAL lock_timeout = '60s';\n",
        };
        let expected = "CREATE TABLE mix (a INT,\n  b INT);\n\
                        INSERT INTO mix VALUES (1, 2);\n\
                        INSERT INTO mix VALUES (3, 4);\n\
                        INSERT INTO mix VALUES (3, 4);\n\
                        INSERT INTO mix VALUES (5, 6) RETURNING a;\n\
                        INSERT INTO mix VALUES (7, 8); INSERT INTO mix VALUES (9, 10);\n\
                        DROP INDEX IF EXISTS none;\n\
                        CREATE TABLE IF NOT EXISTS \"seaql_migrations\"";
        assert!(text.starts_with(&format!("{begin}{expected}")), "{text}");
        assert!(tables(database).await.is_empty());
        execute(database, &text).await;
        assert!(up::<Mixed>(database).await.unwrap().is_empty());
    })
    .await;
}

/// Statements in all the ways that there are.
struct Mix;

impl MigrationName for Mix {
    fn name(&self) -> &'static str {
        "m1_mix"
    }
}

#[async_trait]
impl MigrationTrait for Mix {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let backend = connection.get_database_backend();
        let marks = Dialect::of(backend).map_or("", |dialect| match dialect.backend() {
            sea_orm::DbBackend::Sqlite => "?, ?",
            _ => "$1, $2",
        });
        let insert = |values: [i32; 2], rest| {
            let text = format!("INSERT INTO mix VALUES ({marks}){rest}");
            Statement::from_sql_and_values(backend, text, values.map(Value::from))
        };
        connection
            .execute_unprepared("CREATE TABLE mix (a INT,\n  b INT)")
            .await?;
        connection.execute_raw(insert([1, 2], "")).await?;
        connection.execute_unprepared("INSERT INTO mix VALUES (3, 4)").await?;
        connection.execute_unprepared("INSERT INTO mix VALUES (3, 4)").await?;
        connection.query_one_raw(insert([5, 6], " RETURNING a")).await?;
        connection
            .execute_unprepared("INSERT INTO mix VALUES (7, 8); INSERT INTO mix VALUES (9, 10);")
            .await?;
        let queried = connection.query_all_raw(Statement::from_string(backend, "SELECT a FROM mix"));
        assert_eq!(queried.await?.len(), 6);
        connection.execute_unprepared("DROP INDEX IF EXISTS none").await?;
        Ok(())
    }
}

#[tokio::test]
async fn what_the_copies_of_postgres_lack_is_reported() {
    on_postgres(&async |database: &Database| {
        execute(
            database,
            "CREATE TABLE \"o\"\"d'd\" (\"i\"\"d\" INT PRIMARY KEY, \"w'h\"\"o\" TEXT)",
        )
        .await;
        execute(
            database,
            "CREATE TABLE refers (a INT REFERENCES \"o\"\"d'd\" (\"i\"\"d\"))",
        )
        .await;
        let preview = Preview {
            direction: Direction::Up,
            most: None,
        };
        let given = Migrations::of::<OneTwo>();
        let text = runner::sql(database.connection(), given, preview).await.unwrap();
        assert!(text.starts_with("-- m1_one: up\n"), "{text}");
        execute(database, "CREATE VIEW \"se\nen\" AS SELECT a FROM refers").await;
        execute(database, "CREATE INDEX sum_idx ON refers ((a + 1))").await;
        let text = runner::sql(database.connection(), given, preview).await.unwrap();
        assert!(
            text.starts_with(
                "-- Previewed on copies of the tables, to which these don't apply: index sum_idx, view se en. They may refuse"
            ),
            "{text}"
        );
    })
    .await;
}
