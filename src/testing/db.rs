//! Databases for tests. Each is new and empty, and is deleted when it is dropped.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectOptions, ConnectionTrait as _, DatabaseConnection, DbErr};

use super::postgres;
use crate::db::{Config, create_missing};
use crate::meta::Api;

/// A new database of one test. It is deleted when it is dropped.
#[derive(Debug)]
pub struct Database {
    url: String,
    pool: crate::db::Database,
    location: Location,
}

/// Where a database is.
#[derive(Debug)]
enum Location {
    /// A folder with the files of SQLite.
    Folder(PathBuf),
    /// On a PostgreSQL server: the URL of another database of that server, and the name.
    Server(&'static str, String),
}

/// Creates a database of each kind: SQLite, and PostgreSQL if there is a server.
///
/// # Panics
///
/// If there is no PostgreSQL and `CI` is set.
pub async fn databases() -> Vec<Database> {
    let mut found = Vec::new();
    if cfg!(feature = "sqlite") {
        found.push(Database::sqlite().await);
    }
    if cfg!(feature = "postgres") {
        found.extend(Database::postgres().await);
    }
    found
}

impl Database {
    /// Creates a new SQLite database in a temporary folder.
    ///
    /// # Panics
    ///
    /// If the folder can't be created.
    pub async fn sqlite() -> Self {
        let folder = std::env::temp_dir().join(unique_name());
        std::fs::create_dir_all(&folder).expect("a folder for temporary files");
        let url = format!("sqlite://{}?mode=rwc", folder.join("test.sqlite").display());
        Self::open(url, Location::Folder(folder)).await
    }

    /// Creates a new PostgreSQL database. `None`, with a message, if there is no server.
    ///
    /// # Panics
    ///
    /// If there is no server and `CI` is set, or the server refuses.
    pub async fn postgres() -> Option<Self> {
        // On another thread, since starting a server takes seconds.
        let server = tokio::task::spawn_blocking(postgres::server).await.expect("no panic");
        let server = match server {
            Ok(server) => server,
            Err(reason) => {
                postgres::skip(reason);
                return None;
            }
        };
        let name = unique_name();
        if let Err(error) = run(server, &format!("CREATE DATABASE {name}")).await {
            panic!("PostgreSQL for tests, {server}: {error}");
        }
        let mut url = url::Url::parse(server).expect("a URL that was connected to");
        url.set_path(&name);
        Some(Self::open(url.into(), Location::Server(server, name)).await)
    }

    async fn open(url: String, location: Location) -> Self {
        let config = match Config::parse(&url) {
            Ok(config) => config,
            Err(error) => panic!("{error}"),
        };
        match crate::db::connect(&config).await {
            Ok(pool) => Self { url, pool, location },
            Err(error) => panic!("{error}"),
        }
    }

    /// Connects again with other limits: `database.with(|config| config.lock_timeout(SHORT)).await`.
    ///
    /// # Panics
    ///
    /// If the database can't be reached any more.
    #[must_use]
    pub async fn with(mut self, configure: impl FnOnce(Config) -> Config) -> Self {
        let config = Config::parse(&self.url).expect("a URL that was connected to");
        match crate::db::connect(&configure(config)).await {
            Ok(pool) => {
                let before = std::mem::replace(&mut self.pool, pool);
                // Whether its connections close properly doesn't matter.
                let _ = before.close().await;
                self
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// Creates the tables of an API.
    ///
    /// # Panics
    ///
    /// If the database refuses.
    pub async fn create_tables(&self, api: &'static Api) {
        if let Err(error) = create_missing(&self.pool, api.resources()).await {
            panic!("{}: tables can't be created: {error:?}", self.url);
        }
    }

    /// Returns the name of the database system, for messages.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self.location {
            Location::Folder(_) => "SQLite",
            Location::Server(..) => "PostgreSQL",
        }
    }

    /// Returns the URL, as for `DATASTORE`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the connection pool.
    #[must_use]
    pub fn connection(&self) -> &DatabaseConnection {
        self.pool.connection()
    }

    pub(super) const fn pool(&self) -> &crate::db::Database {
        &self.pool
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        match &self.location {
            Location::Folder(folder) => {
                // A folder that can't be deleted does no harm.
                let _ = std::fs::remove_dir_all(folder);
            }
            Location::Server(server, name) => {
                let (server, sql) = (*server, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
                // On another thread, since a destructor can't wait for the test's own runtime.
                let dropped = std::thread::spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                    runtime
                        .map_err(|error| DbErr::Custom(error.to_string()))?
                        .block_on(run(server, &sql))
                });
                if !matches!(dropped.join(), Ok(Ok(()))) {
                    eprintln!("The database {name} could not be dropped.");
                }
            }
        }
    }
}

/// Runs one statement on a connection of its own.
async fn run(server: &str, sql: &str) -> Result<(), DbErr> {
    let mut options = ConnectOptions::new(server);
    options.max_connections(1).sqlx_logging(false);
    let connection = sea_orm::Database::connect(options).await?;
    connection.execute_unprepared(sql).await?;
    connection.close().await
}

/// A name that no other database of this machine has.
fn unique_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let stamp = uuid::Uuid::now_v7().simple().to_string();
    format!("warp_openapi_test_{}_{number}", &stamp[4..])
}
