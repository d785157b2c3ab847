//! Whole databases: made and dropped. A server does it when asked from another one of its databases; SQLite's are files.

use crate::db::config::{Config, Place};

/// Why a database wasn't made or dropped; one line that says what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WholeError {
    /// There is one of that name.
    #[error("{0} is there already; --force drops it and all that it holds first")]
    Exists(String),
    /// There is none of that name.
    #[error("there is no database {0}; nothing was dropped")]
    Missing(String),
    /// It lives in memory.
    #[error("sqlite::memory: is made anew with each connection, so there is nothing to create or drop; name a file")]
    Memory,
    /// What is there isn't a database of ours to drop.
    #[error("{0} isn't an SQLite database; nothing was touched. Name another file, or remove it yourself")]
    Foreign(String),
    /// The URL leaves the name out, or names what the server itself needs.
    #[cfg(feature = "postgres")]
    #[error("{place}: {problem}")]
    Name {
        /// The place.
        place: String,
        /// What is wrong.
        problem: String,
    },
    /// The server, or the file system, refuses.
    #[error("{place} can't be {done}: {reason}")]
    Refused {
        /// The place.
        place: String,
        /// `created` or `dropped`.
        done: &'static str,
        /// Why.
        reason: String,
    },
}

/// Makes the database that the config names. Gives back whether another one was dropped for it, which `force` allows.
///
/// # Errors
///
/// When there is one and `force` isn't given, and when the server or the file system refuses.
pub(crate) async fn create_database(config: &Config, force: bool) -> Result<bool, WholeError> {
    match &config.place {
        Place::Memory => Err(WholeError::Memory),
        Place::File(file) => sqlite::create(config, file, force).await,
        #[cfg(feature = "postgres")]
        Place::Server(url) => postgres::create(config, url, force).await,
        #[cfg(not(feature = "postgres"))]
        Place::Server(_) => Err(unsupported(config)),
    }
}

/// Drops the database that the config names, and all that it holds.
///
/// # Errors
///
/// When there is none, and when the server or the file system refuses.
pub(crate) async fn drop_database(config: &Config) -> Result<(), WholeError> {
    match &config.place {
        Place::Memory => Err(WholeError::Memory),
        Place::File(file) => sqlite::remove(config, file),
        #[cfg(feature = "postgres")]
        Place::Server(url) => postgres::remove(config, url).await,
        #[cfg(not(feature = "postgres"))]
        Place::Server(_) => Err(unsupported(config)),
    }
}

/// Whether the database that the config names is there.
///
/// # Errors
///
/// When the server doesn't tell.
pub(crate) async fn database_exists(config: &Config) -> Result<bool, WholeError> {
    match &config.place {
        Place::Memory => Err(WholeError::Memory),
        Place::File(file) => sqlite::exists(config, file),
        #[cfg(feature = "postgres")]
        Place::Server(url) => postgres::exists(config, url).await,
        #[cfg(not(feature = "postgres"))]
        Place::Server(_) => Err(unsupported(config)),
    }
}

#[cfg(not(feature = "postgres"))]
fn unsupported(config: &Config) -> WholeError {
    refused(config, "reached", "this program was built without support for it")
}

fn refused(config: &Config, done: &'static str, reason: impl ToString) -> WholeError {
    WholeError::Refused {
        place: config.to_string(),
        done,
        // Servers may answer in several lines.
        reason: reason.to_string().split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

mod sqlite {
    use std::fs;
    use std::io::{ErrorKind, Read as _};
    use std::path::Path;

    use super::{Config, WholeError, refused};
    use crate::db::config::{File, Place};

    /// How an SQLite file begins (<https://sqlite.org/fileformat.html>, section 1.3.1).
    const HEAD: &[u8; 16] = b"SQLite format 3\0";

    /// Whether there is a file, which must be a database then: a wrong path must not cost anybody a file.
    pub(super) fn exists(config: &Config, file: &File) -> Result<bool, WholeError> {
        let mut head = Vec::new();
        match fs::File::open(&file.path) {
            Ok(opened) if opened.metadata().is_ok_and(|about| about.is_file()) => {
                opened
                    .take(16)
                    .read_to_end(&mut head)
                    .map_err(|error| refused(config, "read", error))?;
            }
            Ok(_) => return Err(WholeError::Foreign(config.to_string())),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(refused(config, "read", error)),
        }
        // An empty file is an empty database.
        if head.is_empty() || head == HEAD {
            Ok(true)
        } else {
            Err(WholeError::Foreign(config.to_string()))
        }
    }

    pub(super) async fn create(config: &Config, file: &File, force: bool) -> Result<bool, WholeError> {
        let there = exists(config, file)?;
        if there && !force {
            return Err(WholeError::Exists(config.to_string()));
        }
        if !there
            && let Some(folder) = Path::new(&file.path)
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty())
        {
            let missing = || format!("there is no folder {}; make it first", folder.display());
            if !folder.is_dir() {
                return Err(refused(config, "created", missing()));
            }
        }
        if there {
            remove(config, file)?;
        }
        let wrong = |reason: &dyn ToString| refused(config, "created", reason.to_string());
        let mut config = config.clone();
        // The URL may say that the file must be there.
        config.place = Place::File(File {
            parameters: String::new(),
            ..file.clone()
        });
        let made = crate::db::connect(&config).await.map_err(|error| wrong(&error))?;
        made.close().await.map_err(|error| wrong(&error))?;
        Ok(there)
    }

    pub(super) fn remove(config: &Config, file: &File) -> Result<(), WholeError> {
        if !exists(config, file)? {
            return Err(WholeError::Missing(config.to_string()));
        }
        // The file system would let it go all the same.
        let mut parameters = file.parameters.split('&');
        if parameters.any(|parameter| matches!(parameter, "mode=ro" | "immutable=true" | "immutable=1")) {
            let reason = "its URL says that it is only read; take that out if it is meant";
            return Err(refused(config, "dropped", reason));
        }
        let path = Path::new(&file.path);
        fs::remove_file(path).map_err(|error| refused(config, "dropped", error))?;
        for suffix in ["-wal", "-shm", "-journal"] {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            match fs::remove_file(&name) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(refused(config, "dropped", error)),
                _ => {}
            }
        }
        Ok(())
    }
}

#[cfg(feature = "postgres")]
mod postgres {
    use std::str::FromStr as _;
    use std::time::Duration;

    use sqlx::postgres::{PgConnectOptions, PgConnection};
    use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};
    use url::Url;

    use super::{Config, WholeError, refused};
    use crate::schema::model::quoted;

    const TIMEOUT: Duration = Duration::from_secs(5);
    /// The databases that every server has, from which others are made (PostgreSQL's manual, section 22.3).
    const MAINTENANCE: [&str; 2] = ["postgres", "template1"];
    /// The longest name that PostgreSQL keeps, in bytes.
    const LONGEST: usize = 63;

    /// Why the server refuses, in its own words, and what to do.
    fn said(error: &sqlx::Error) -> String {
        let sqlx::Error::Database(database) = error else {
            return error.to_string();
        };
        // By SQLSTATE (PostgreSQL's documentation, appendix A).
        let remedy = match database.code().as_deref() {
            Some("42501") => "; connect as a user who may, or ask the server's administrator",
            Some("28P01" | "28000") => "; set the user and the password in the URL",
            Some("55006") => "; end the connections to it first",
            _ => "",
        };
        format!("{}{remedy}", database.message())
    }

    /// A connection to the server beside the database, and the database's name.
    struct Server {
        connection: PgConnection,
        name: String,
    }

    impl Server {
        async fn of(config: &Config, url: &Url, done: &'static str) -> Result<Self, WholeError> {
            let options = PgConnectOptions::from_str(url.as_str()).map_err(|error| refused(config, done, error))?;
            let wrong = |problem: String| WholeError::Name {
                place: config.to_string(),
                problem,
            };
            let name = options.get_database().unwrap_or_default().to_owned();
            if name.is_empty() {
                return Err(wrong(
                    "the URL names no database; write postgres://USER@HOST/DATABASE".to_owned(),
                ));
            }
            if name.len() > LONGEST {
                return Err(wrong(format!(
                    "the name of a database has at most {LONGEST} bytes; shorten it"
                )));
            }
            let mut reason = format!("`{name}` is the server's own database; name another one");
            if [MAINTENANCE[0], MAINTENANCE[1], "template0"].contains(&name.as_str()) {
                return Err(wrong(reason));
            }
            for maintenance in MAINTENANCE {
                let options = options.clone().database(maintenance).disable_statement_logging();
                match tokio::time::timeout(TIMEOUT, options.connect()).await {
                    Ok(Ok(connection)) => return Ok(Self { connection, name }),
                    Ok(Err(error)) => reason = said(&error),
                    Err(_) => reason = format!("no answer within {} seconds", TIMEOUT.as_secs()),
                }
            }
            Err(refused(config, done, reason))
        }

        async fn exists(&mut self) -> Result<bool, sqlx::Error> {
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1)")
                .bind(&self.name)
                .fetch_one(&mut self.connection)
                .await
        }

        async fn run(&mut self, sql: String) -> Result<(), sqlx::Error> {
            self.connection.execute(AssertSqlSafe(sql)).await.map(|_| ())
        }

        async fn drop(&mut self) -> Result<(), sqlx::Error> {
            self.run(format!("DROP DATABASE {} WITH (FORCE)", quoted(&self.name)))
                .await
        }

        async fn close(self) {
            // It is done; what a farewell is answered changes nothing.
            let _ = self.connection.close().await;
        }
    }

    pub(super) async fn exists(config: &Config, url: &Url) -> Result<bool, WholeError> {
        let mut server = Server::of(config, url, "reached").await?;
        let exists = server
            .exists()
            .await
            .map_err(|error| refused(config, "found", said(&error)));
        server.close().await;
        exists
    }

    pub(super) async fn create(config: &Config, url: &Url, force: bool) -> Result<bool, WholeError> {
        let wrong = |error: sqlx::Error| refused(config, "created", said(&error));
        let mut server = Server::of(config, url, "created").await?;
        let there = server.exists().await.map_err(wrong)?;
        if there && !force {
            server.close().await;
            return Err(WholeError::Exists(config.to_string()));
        }
        if there {
            server.drop().await.map_err(wrong)?;
        }
        // The first template is the only one that takes any encoding (PostgreSQL's manual, section 22.3).
        let sql = format!(
            "CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0",
            quoted(&server.name)
        );
        server.run(sql).await.map_err(wrong)?;
        server.close().await;
        Ok(there)
    }

    pub(super) async fn remove(config: &Config, url: &Url) -> Result<(), WholeError> {
        let mut server = Server::of(config, url, "dropped").await?;
        let wrong = |error: sqlx::Error| refused(config, "dropped", said(&error));
        if !server.exists().await.map_err(wrong)? {
            server.close().await;
            return Err(WholeError::Missing(config.to_string()));
        }
        server.drop().await.map_err(wrong)?;
        server.close().await;
        Ok(())
    }
}
