//! What migrations would run, told without running it.

use super::*;

#[tokio::test]
async fn what_would_run_is_told_and_not_run() {
    on_each(async |database| {
        let given = Migrations::of::<OneTwoThree>();
        let connection = database.connection();
        migrate::up(connection, given, Some(1), &quiet).await.unwrap();
        let preview = |direction, most| migrate::sql(connection, given, Preview { direction, most });
        let text = preview(Direction::Up, None).await.unwrap();
        let begin = match database.dialect() {
            Dialect::Sqlite => "PRAGMA foreign_keys = OFF;\n\n-- m2_two: up\nBEGIN IMMEDIATE;\n",
            Dialect::Postgres => "-- m2_two: up\nBEGIN;\n",
        };
        let two = "CREATE TABLE two (id INT PRIMARY KEY, one INT REFERENCES one (id));\nINSERT INTO one VALUES (1);\n\
                   INSERT INTO \"seaql_migrations\" (\"version\", \"applied_at\") VALUES ('m2_two', ";
        assert!(text.starts_with(&format!("{begin}{two}")), "{text}");
        assert!(text.contains(";\nCOMMIT;\n\n-- m3_three: up\n"), "{text}");
        assert_eq!(tables(database).await, ["one", "seaql_migrations"]);
        assert_eq!(
            migrate::pending(connection, given).await.unwrap(),
            ["m2_two", "m3_three"]
        );

        // What it prints does what `up` does.
        execute(database, &text).await;
        assert!(migrate::pending(connection, given).await.unwrap().is_empty());
        assert_eq!(tables(database).await, ["one", "seaql_migrations", "three", "two"]);

        let text = preview(Direction::Down, Some(1)).await.unwrap();
        assert!(
            text.contains("DROP TABLE three;\nDELETE FROM \"seaql_migrations\" WHERE \"version\" = 'm3_three';\n"),
            "{text}"
        );
        assert_eq!(preview(Direction::Up, None).await.unwrap(), "");
    })
    .await;
}

#[tokio::test]
async fn the_history_table_is_told_too_where_there_is_none() {
    on_each(async |database| {
        let preview = Preview {
            direction: Direction::Up,
            most: Some(1),
        };
        let text = migrate::sql(database.connection(), Migrations::of::<OneTwo>(), preview)
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
