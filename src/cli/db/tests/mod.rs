//! The database from the command line, on SQLite and on PostgreSQL.

mod faults;
mod inspect;
mod seed;
mod whole;

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU32, Ordering};

use futures::FutureExt as _;
use sea_orm::ConnectionTrait as _;

use crate::db::Config;

use crate::sql::Dialect;

/// Runs a test with the place of a database that isn't there yet: a file, and a database of the PostgreSQL server that `testing` finds.
async fn on_each(test: impl AsyncFn(&Config)) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("db_command_{}_{number}", std::process::id());
    let file = std::env::temp_dir().join(format!("{name}.sqlite"));
    let mut places = vec![file.to_str().unwrap().to_owned()];
    if let Some(server) = crate::testing::postgres_url() {
        let mut url = url::Url::parse(&server).unwrap();
        url.set_path(&name);
        places.push(url.into());
    }
    for place in places {
        let config = Config::parse(&place).unwrap();
        let result = AssertUnwindSafe(test(&config)).catch_unwind().await;
        let _ = crate::db::drop_database(&config).await;
        if let Err(panic) = result {
            std::panic::resume_unwind(panic);
        }
    }
}

/// Runs a test on each database, which has these tables: statements of both, of SQLite alone, of PostgreSQL alone.
async fn with_tables(both: &str, sqlite: &str, postgres: &str, test: impl AsyncFn(&Config)) {
    on_each(async |config| {
        crate::db::create_database(config, false).await.unwrap();
        let own = match config.dialect() {
            Dialect::Sqlite => sqlite,
            Dialect::Postgres => postgres,
        };
        let database = crate::db::connect(config).await.unwrap();
        for sql in [both, own] {
            database.connection().execute_unprepared(sql).await.unwrap();
        }
        database.close().await.unwrap();
        test(config).await;
    })
    .await;
}

/// The program that a database becomes.
async fn inspected(config: &Config, except: &[&str]) -> Result<String, String> {
    let tables = super::tables::of(config, crate::db::catalog::HISTORY).await.unwrap();
    super::inspect::program(config.dialect(), "shop", &tables, except)
}
