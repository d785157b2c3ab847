//! `db create` and `db drop`.

use super::super::whole::{create, drop};
use super::*;

#[tokio::test]
async fn a_database_is_created_once_and_dropped_by_force_only() {
    on_each(async |config| {
        let place = config.to_string();
        let failure = |result: Result<(), crate::cli::Failure>| result.unwrap_err().to_string();
        assert_eq!(
            failure(drop(config, false).await),
            format!("there is no database {place}; nothing was dropped")
        );
        create(config, false).await.unwrap();
        let message = failure(create(config, false).await);
        assert_eq!(
            message,
            format!("{place} is there already; --force drops it and all that it holds first")
        );
        let message = failure(drop(config, false).await);
        assert_eq!(
            message,
            format!("this would drop {place} and all that it holds; pass --force to do it")
        );

        let database = crate::db::connect(config).await.unwrap();
        database
            .connection()
            .execute_unprepared("CREATE TABLE x (id INT PRIMARY KEY)")
            .await
            .unwrap();
        assert_eq!(
            super::super::tables::of(config, crate::db::catalog::HISTORY)
                .await
                .unwrap()
                .len(),
            1
        );
        if config.dialect() == Dialect::SQLITE {
            database.close().await.unwrap();
        }
        // On a server, the connection above is ended.
        create(config, true).await.unwrap();
        assert!(
            super::super::tables::of(config, crate::db::catalog::HISTORY)
                .await
                .unwrap()
                .is_empty()
        );

        drop(config, true).await.unwrap();
        assert!(!crate::db::database_exists(config).await.unwrap());
        assert!(failure(drop(config, true).await).starts_with("there is no database"));
    })
    .await;
}

#[tokio::test]
async fn a_database_is_of_utf8() {
    on_each(async |config| {
        create(config, false).await.unwrap();
        let query = match config.dialect().backend() {
            sea_orm::DbBackend::Sqlite => "SELECT encoding AS e FROM pragma_encoding",
            _ => "SELECT current_setting('server_encoding') AS e",
        };
        let database = crate::db::connect(config).await.unwrap();
        let row = database
            .connection()
            .query_one_raw(sea_orm::Statement::from_string(config.dialect().backend(), query));
        let encoding: String = row.await.unwrap().unwrap().try_get("", "e").unwrap();
        assert_eq!(encoding.replace('-', ""), "UTF8");
        database.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_no_database_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.db");
    std::fs::write(&path, "Dear reader").unwrap();
    let config = Config::parse(path.to_str().unwrap()).unwrap();
    for result in [create(&config, true).await, drop(&config, true).await] {
        let message = result.unwrap_err().to_string();
        assert!(
            message.contains("isn't an SQLite database; nothing was touched"),
            "{message}"
        );
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "Dear reader");

    let config = Config::parse(folder.path().join("no/such.db").to_str().unwrap()).unwrap();
    let message = create(&config, false).await.unwrap_err().to_string();
    assert!(message.contains("there is no folder"), "{message}");
}

#[tokio::test]
async fn a_file_that_is_only_read_is_not_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    create(&Config::parse(path.to_str().unwrap()).unwrap(), false)
        .await
        .unwrap();
    for parameter in ["mode=ro", "immutable=true", "immutable=1"] {
        let config = Config::parse(&format!("sqlite:{}?{parameter}", path.display())).unwrap();
        for result in [create(&config, true).await, drop(&config, true).await] {
            let message = result.unwrap_err().to_string();
            assert_eq!(
                message,
                format!(
                    "{config} can't be dropped: its URL says that it is read-only; remove that from the URL if you mean to drop it"
                )
            );
        }
    }
    assert!(path.exists());
}

#[tokio::test]
async fn what_is_beside_the_file_goes_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    let config = Config::parse(path.to_str().unwrap()).unwrap();
    create(&config, false).await.unwrap();
    for end in ["-wal", "-shm", "-journal"] {
        std::fs::write(folder.path().join(format!("x.db{end}")), "left over").unwrap();
    }
    drop(&config, true).await.unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn what_is_no_database_of_its_own_is_refused() {
    async fn case(place: &str, expected: &str) {
        let config = Config::parse(place).unwrap();
        for result in [create(&config, true).await, drop(&config, true).await] {
            let message = result.unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        }
    }
    case("sqlite::memory:", "nothing to create or drop; name a file").await;
    case(
        "postgres://u:secret@127.0.0.1:1/postgres",
        "`postgres` is the server's own database",
    )
    .await;
    case("postgres://u:secret@127.0.0.1:1/x", "can't be ").await;
    let long = "x".repeat(64);
    case(&format!("postgres://u@127.0.0.1:1/{long}"), "at most 63 bytes").await;
}
