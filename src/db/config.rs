//! Where the database is, as `DATASTORE` has it, and the settings of its connections.

use std::fmt;

use url::Url;

use super::pool_settings::PoolSettings;
use crate::sql::Dialect;

/// Where the database is and how many connections it gets.
///
/// Its `Display` is the place without the password.
#[derive(Clone)]
pub struct Config {
    pub(super) place: Place,
    pub(super) pool: PoolSettings,
    pub(super) trace_statements: bool,
}

/// When a commit on SQLite waits for the disk (<https://sqlite.org/pragma.html#pragma_synchronous>).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Synchronous {
    /// At checkpoints: a power failure may undo the last commits, even answered ones, but never leaves half of one. A crash of the
    /// program undoes none.
    #[default]
    Normal,
    /// At every commit: nothing that was answered is lost. Writes are as slow as the disk.
    Full,
}

/// Where the database is.
#[derive(Clone)]
pub(super) enum Place {
    /// In memory, gone when the last connection closes.
    Memory,
    /// A file of SQLite.
    File(File),
    /// A PostgreSQL server.
    Server(Url),
}

/// A file of SQLite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    /// Its path, as the file system takes it.
    pub(super) path: String,
    /// sqlx's parameters, which follow `?`.
    pub(super) parameters: String,
}

impl Config {
    /// Reads the text of `DATASTORE`: `sqlite:FILE`, `sqlite::memory:`, `postgres://USER@HOST/DATABASE` or the path of a file.
    ///
    /// A driver's name as SQLAlchemy has it, `postgresql+asyncpg://`, is ignored.
    ///
    /// # Errors
    ///
    /// When the text is something else, or names a database that this program was built without.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let text = text.trim();
        let wrong = |problem: &str| {
            Err(ConfigError {
                shown: shown(text),
                problem: problem.to_owned(),
            })
        };
        if text.is_empty() {
            return wrong("it is empty");
        }
        if text == ":memory:" || is_path(text) {
            return Self::file(text, false).or_else(wrong);
        }
        let Some((scheme, rest)) = text.split_once(':') else {
            return wrong("not a database");
        };
        let scheme = scheme.to_ascii_lowercase();
        match scheme.split('+').next().unwrap_or_default() {
            "sqlite" => {
                let path = rest.strip_prefix("//").unwrap_or(rest);
                Self::file(path, true).or_else(wrong)
            }
            "postgres" | "postgresql" if !cfg!(feature = "postgres") => {
                wrong("this program was built without the feature `postgres`")
            }
            "postgres" | "postgresql" => {
                if !rest.starts_with("//") {
                    return wrong("`//` is missing behind the scheme");
                }
                match Url::parse(&format!("postgres:{rest}")) {
                    Ok(url) if !is_cut_short(&url) => Ok(Self::at(Place::Server(url))),
                    parsed => match (delimiter_in_credentials(rest), parsed) {
                        (Some(delimiter), _) => wrong(&unencoded(delimiter)),
                        (None, Ok(_)) => wrong(&unencoded('#')),
                        (None, Err(error)) => wrong(&error.to_string()),
                    },
                }
            }
            "mysql" | "mariadb" => wrong("MySQL and MariaDB aren't supported"),
            _ => wrong("not a database that is supported"),
        }
    }

    /// An SQLite database in the file `NAME.sqlite` of the current directory.
    #[must_use]
    pub fn embedded(name: &str) -> Self {
        Self::at(Place::File(File {
            path: format!("{name}.sqlite"),
            parameters: String::new(),
        }))
    }

    /// An SQLite database in memory, on one connection; for tests.
    #[must_use]
    pub fn memory() -> Self {
        Self::at(Place::Memory)
    }

    /// The file of this path; that of a URL is percent-encoded.
    fn file(path: &str, encoded: bool) -> Result<Self, &'static str> {
        if !cfg!(feature = "sqlite") {
            return Err("this program was built without the feature `sqlite`");
        }
        let (file, parameters) = path.split_once('?').unwrap_or((path, ""));
        if file == ":memory:" || parameters.split('&').any(|parameter| parameter == "mode=memory") {
            return Ok(Self::memory());
        }
        if file.is_empty() {
            return Err("the name of the file is missing");
        }
        let path = if encoded {
            let decoded = percent_encoding::percent_decode_str(file).decode_utf8();
            decoded.map_err(|_| "the name of the file isn't UTF-8")?.into_owned()
        } else {
            file.to_owned()
        };
        if path.contains('\0') {
            return Err("the name of the file holds a NUL");
        }
        let parameters = parameters.to_owned();
        Ok(Self::at(Place::File(File { path, parameters })))
    }

    fn at(place: Place) -> Self {
        Self {
            place,
            pool: PoolSettings::default(),
            trace_statements: false,
        }
    }

    /// Lets the driver log each statement at the level `TRACE`, for migrations that have no other connection than these.
    pub(crate) fn trace_statements(mut self) -> Self {
        self.trace_statements = true;
        self
    }

    /// The same database for commands that only read: a missing file isn't created, and counts as an empty database.
    #[must_use]
    pub(crate) fn as_it_is(&self) -> Self {
        match &self.place {
            Place::File(file) if !std::path::Path::new(&file.path).exists() => Self {
                place: Place::Memory,
                ..self.clone()
            },
            _ => self.clone(),
        }
    }

    /// The dialect of the database.
    #[must_use]
    pub(crate) fn dialect(&self) -> Dialect {
        match self.place {
            Place::Memory | Place::File(_) => Dialect::SQLITE,
            Place::Server(_) => Dialect::POSTGRES,
        }
    }

    /// Whether the database is a file.
    pub(crate) fn is_file(&self) -> bool {
        matches!(self.place, Place::File(_))
    }

    /// The database's own name, for people: a file's without folder and extension, the last segment of a URL.
    pub(crate) fn name(&self) -> String {
        match &self.place {
            Place::Memory => "memory".to_owned(),
            Place::File(file) => {
                let stem = std::path::Path::new(&file.path)
                    .file_stem()
                    .and_then(|stem| stem.to_str());
                stem.unwrap_or("database").to_owned()
            }
            Place::Server(url) => url.path().trim_start_matches('/').to_owned(),
        }
    }

    /// Whether the database lives in this program rather than on a server.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        self.dialect() == Dialect::SQLITE
    }
}

impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Memory => f.write_str("sqlite::memory:"),
            Place::File(file) if file.parameters.is_empty() => write!(f, "sqlite:{}", file.path),
            Place::File(file) => write!(f, "sqlite:{}?{}", file.path, file.parameters),
            Place::Server(url) => f.write_str(&without_secrets(url)),
        }
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Config({self})")
    }
}

/// Why a text is no database; one line that says what to set instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("DATASTORE={shown}: {problem}; set DATASTORE to sqlite:FILE or postgres://USER@HOST/DATABASE")]
pub struct ConfigError {
    shown: String,
    problem: String,
}

#[cfg(feature = "cli")]
impl ConfigError {
    /// What is wrong and the remedy, without the text.
    pub(crate) fn reason(&self) -> String {
        let problem = &self.problem;
        format!("{problem}; set DATASTORE to sqlite:FILE or postgres://USER@HOST/DATABASE")
    }
}

/// Whether a text is a path: it begins with a slash or a point, or has an extension of SQLite's files.
fn is_path(text: &str) -> bool {
    let windows = text.as_bytes().get(1..3) == Some(br":\");
    let extension = [".sqlite", ".sqlite3", ".db"].iter().any(|end| text.ends_with(end));
    windows || text.starts_with(['/', '.']) || (extension && !text.contains(':'))
}

/// Whether a part of the URL ended too early: user, password and database have no plain `#`, and the database no `@`.
fn is_cut_short(url: &Url) -> bool {
    url.fragment().is_some() || url.path().contains('@')
}

/// The character before the last `@` that ends the authority of the URL (RFC 3986, section 3.2), if there is one.
fn delimiter_in_credentials(rest: &str) -> Option<char> {
    let (credentials, _) = rest.strip_prefix("//")?.rsplit_once('@')?;
    credentials.chars().find(|letter| matches!(letter, '#' | '/' | '?'))
}

/// What to do about a character that is a delimiter in URLs.
fn unencoded(letter: char) -> String {
    format!(
        "`{letter}` ends a part of the URL; in a user, a password or the name of a database write it percent-encoded, as %{:02X}",
        u32::from(letter)
    )
}

/// The URL without its password, and without parameters, one of which may be the password too.
fn without_secrets(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    if url.password().is_some() && url.set_password(Some("***")).is_err() {
        return format!("{}://...", url.scheme());
    }
    url.to_string()
}

/// The part of a text that can be shown, since a password may be anywhere in it.
fn shown(text: &str) -> String {
    if !text.contains(['@', '=', '?']) {
        return text.chars().take(80).flat_map(char::escape_debug).collect();
    }
    match text.split_once("://") {
        Some((scheme, _)) if scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+') => {
            format!("{scheme}://...")
        }
        _ => "...".to_owned(),
    }
}

#[cfg(test)]
mod tests;
