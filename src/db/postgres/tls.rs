//! TLS of connections: what `sslmode` and the certificates of a URL ask for, as libpq has it (PostgreSQL's manual, section 32.19), and what
//! becomes of it.

use std::path::Path;

#[cfg(any(test, feature = "cli"))]
use sea_orm::{DatabaseConnection, DbBackend, DbErr, RuntimeErr};
use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgSslMode};
use url::Url;

use crate::db::options::driver_message;

const WITHOUT_TLS: &str = "this program was built without the feature `tls` of warp-openapi; turn it on in Cargo.toml";

/// The parameters of a URL that name files, and the variables that stand in for them.
const FILES: [(&[&str], &str); 3] = [
    (&["sslrootcert", "ssl-root-cert", "ssl-ca"], "PGSSLROOTCERT"),
    (&["sslcert", "ssl-cert"], "PGSSLCERT"),
    (&["sslkey", "ssl-key"], "PGSSLKEY"),
];

/// The word for the certificates of the system (`sslrootcert=system`).
const SYSTEM: &str = "system";

/// Applies what the URL says about TLS, where the driver differs from libpq or would fail without saying at what.
///
/// # Errors
///
/// A parameter that can't be used, why, and the remedy.
pub(super) fn apply(options: PgConnectOptions, url: &Url) -> Result<PgConnectOptions, String> {
    if options.get_socket().is_some() {
        // Nobody listens in there, and servers offer no TLS.
        return Ok(options.ssl_mode(PgSslMode::Disable));
    }
    // Without a word about it, what doesn't leave the machine isn't encrypted where the server doesn't ask for that.
    let options = match is_this_machine(options.get_host()) && !names_mode(url) {
        true => options.ssl_mode(PgSslMode::Allow),
        false => options,
    };
    let [root, certificate, key] = FILES.map(|(names, variable)| file(url, names, variable));
    match (certificate, key) {
        (Some(_), None) => return Err("sslcert is set without sslkey; set both, or none".to_owned()),
        (None, Some(_)) => return Err("sslkey is set without sslcert; set both, or none".to_owned()),
        (certificate, key) => {
            for (name, path) in [("sslcert", certificate), ("sslkey", key)] {
                path.map_or(Ok(()), |path| readable(name, &path))?;
            }
        }
    }
    let Some(root) = root else {
        return Ok(options);
    };
    if root == SYSTEM {
        // The driver has no word for it, but takes those certificates in any case.
        return Ok(options
            .ssl_root_cert_from_pem(Vec::new())
            .ssl_mode(PgSslMode::VerifyFull));
    }
    readable("sslrootcert", &root)?;
    Ok(match options.get_ssl_mode() {
        // As libpq does, and not the driver.
        PgSslMode::Require => options.ssl_mode(PgSslMode::VerifyCa),
        _ => options,
    })
}

/// Whether the URL or the variable of libpq names a mode.
fn names_mode(url: &Url) -> bool {
    url.query_pairs()
        .any(|(name, _)| matches!(&*name, "sslmode" | "ssl-mode"))
        || std::env::var_os("PGSSLMODE").is_some()
}

/// The value of a parameter, else of a variable.
fn file(url: &Url, names: &[&str], variable: &str) -> Option<String> {
    let parameter = url
        .query_pairs()
        .filter(|(name, _)| names.contains(&name.as_ref()))
        .last();
    parameter
        .map(|(_, value)| value.into_owned())
        .or_else(|| std::env::var(variable).ok())
        .filter(|value| !value.is_empty())
}

fn readable(name: &str, path: &str) -> Result<(), String> {
    let is_text = path.trim_start().starts_with("-----BEGIN");
    match std::fs::File::open(Path::new(path)) {
        Err(error) if !is_text => Err(format!("{name}={path} can't be read: {error}")),
        _ => Ok(()),
    }
}

/// A connection, and how it came to be.
pub(super) struct Opened {
    pub(super) connection: PgConnection,
    /// The options that succeeded.
    pub(super) options: PgConnectOptions,
    /// Why it isn't encrypted, although the server offers TLS.
    fallback: Option<String>,
}

impl Opened {
    /// Logs that it isn't encrypted, although the server offers TLS.
    pub(super) fn report_fallback(&self) {
        if let Some(reason) = &self.fallback {
            tracing::warn!(
                host = self.options.get_host(),
                reason,
                "the connection to the database isn't encrypted, although the server offers TLS; set sslmode=verify-full to require TLS, or \
                 sslmode=disable if this is intended"
            );
        }
    }
}

/// Connects, in the modes that `sslmode` allows one after the other.
///
/// # Errors
///
/// Those of the driver, in the first of these modes.
pub(super) async fn open(options: &PgConnectOptions) -> Result<Opened, sqlx::Error> {
    let asked = options.get_ssl_mode();
    let first = match asked {
        PgSslMode::Allow => PgSslMode::Disable,
        mode => mode,
    };
    let options = options.clone().ssl_mode(first);
    let error = match options.connect().await {
        Ok(connection) => {
            return Ok(Opened {
                connection,
                options,
                fallback: None,
            });
        }
        Err(error) => error,
    };
    let second = match asked {
        PgSslMode::Allow if cfg!(feature = "tls") && is_refused(&error) => PgSslMode::Require,
        PgSslMode::Prefer if is_handshake(&error) || (cfg!(feature = "tls") && is_refused(&error)) => {
            PgSslMode::Disable
        }
        _ => return Err(error),
    };
    let is_plain = matches!(second, PgSslMode::Disable);
    let other = options.clone().ssl_mode(second);
    let Ok(connection) = other.connect().await else {
        return Err(error);
    };
    Ok(Opened {
        connection,
        options: other,
        fallback: is_plain.then(|| reason(&error, &options)),
    })
}

/// Whether connections with these options can be encrypted.
pub(super) fn may_be_encrypted(options: &PgConnectOptions) -> bool {
    !matches!(options.get_ssl_mode(), PgSslMode::Disable | PgSslMode::Allow)
}

/// Whether the server refuses a client from this place, with or without TLS (`pg_hba.conf`).
fn is_refused(error: &sqlx::Error) -> bool {
    const INVALID_AUTHORIZATION: &str = "28000";
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| code == INVALID_AUTHORIZATION)
}

#[cfg(feature = "tls")]
fn is_handshake(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Tls(_) => true,
        sqlx::Error::Io(error) => crate::tls::is_tls(error),
        _ => false,
    }
}

#[cfg(not(feature = "tls"))]
fn is_handshake(_: &sqlx::Error) -> bool {
    false
}

/// Why a connection failed, and what to do where it has to do with TLS.
pub(crate) fn reason(error: &sqlx::Error, options: &PgConnectOptions) -> String {
    let message = driver_message(error);
    let is_plain = matches!(options.get_ssl_mode(), PgSslMode::Disable | PgSslMode::Allow);
    let host = options.get_host();
    match error {
        // The driver's own words, by which alone these can be told apart.
        sqlx::Error::Tls(cause) if cause.to_string().contains("without TLS support") => WITHOUT_TLS.to_owned(),
        sqlx::Error::Tls(cause) if cause.to_string().contains("does not support TLS") => {
            "the server offers no TLS; turn it on there (`ssl = on`), or set sslmode=disable to do without".to_owned()
        }
        sqlx::Error::Io(cause) => match handshake_problem(cause, host) {
            Some(problem) => problem,
            None => message,
        },
        _ if is_refused(error) && !cfg!(feature = "tls") => {
            format!("{message}; if the server wants TLS: {WITHOUT_TLS}")
        }
        _ if is_refused(error) && is_plain && names_encryption(&message) => {
            format!(
                "{message}; the server takes connections with TLS alone: set sslmode=verify-full, or sslmode=require if its certificate can't be verified"
            )
        }
        _ if is_refused(error) && message.contains("client certificate") => {
            format!("{message}; set sslcert and sslkey to the files of one that the server accepts")
        }
        _ => message,
    }
}

/// Whether the server's refusal says that the connection wasn't encrypted; before version 14 it has other words for that.
fn names_encryption(message: &str) -> bool {
    message.contains("no encryption") || message.contains("SSL off")
}

#[cfg(feature = "tls")]
fn handshake_problem(error: &std::io::Error, host: &str) -> Option<String> {
    use crate::tls::Problem;
    Some(match Problem::of(error)? {
        Problem::Authority => format!(
            "the certificate of {host} is of an unknown authority; set sslrootcert to the file with the authority's certificate"
        ),
        Problem::Name => format!(
            "the certificate isn't for the host {host} ({error}); connect by a name that it has, or set sslmode=verify-ca"
        ),
        Problem::Time => {
            format!("the certificate of {host} has expired or isn't valid yet; renew it, and check both clocks")
        }
        Problem::Plain => format!("{host} doesn't speak TLS after all; set sslmode=disable to do without"),
        Problem::Client => {
            format!(
                "the server refuses this client ({error}); set sslcert and sslkey to the files of a certificate that it accepts"
            )
        }
    })
}

#[cfg(not(feature = "tls"))]
fn handshake_problem(_: &std::io::Error, _: &str) -> Option<String> {
    None
}

/// Whether a connection is encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Encryption {
    /// By this version of TLS.
    Tls(String),
    /// It isn't; whether the server offers TLS.
    None {
        /// Whether the server offers TLS.
        is_offered: bool,
    },
    /// It doesn't leave the machine.
    Local,
}

/// Whether the connections of a pool are encrypted; `None` if it has none, or doesn't know.
///
/// # Errors
///
/// When it doesn't answer.
#[cfg(any(test, feature = "cli"))]
pub(crate) async fn encryption_of(connection: &DatabaseConnection) -> Result<Option<Encryption>, DbErr> {
    if connection.get_database_backend() != DbBackend::Postgres {
        return Ok(None);
    }
    let failed = |error: sqlx::Error| DbErr::Conn(RuntimeErr::SqlxError(error.into()));
    let pool = connection.get_postgres_connection_pool();
    let mut connection = pool.acquire().await.map_err(failed)?;
    encryption(&mut connection, &pool.connect_options())
        .await
        .map_err(failed)
}

/// Asks the server. `None` if it doesn't know, as some that only speak PostgreSQL's protocol.
pub(in crate::db) async fn encryption(
    connection: &mut PgConnection,
    options: &PgConnectOptions,
) -> Result<Option<Encryption>, sqlx::Error> {
    if options.get_socket().is_some() {
        return Ok(Some(Encryption::Local));
    }
    const QUESTION: &str =
        "SELECT ssl, version, current_setting('ssl') = 'on' FROM pg_catalog.pg_stat_ssl WHERE pid = pg_backend_pid()";
    let row: Option<(bool, Option<String>, bool)> = match sqlx::query_as(QUESTION).fetch_optional(connection).await {
        Ok(row) => row,
        Err(sqlx::Error::Database(_)) => None,
        Err(error) => return Err(error),
    };
    Ok(row.map(|(ssl, version, is_offered)| match ssl {
        true => Encryption::Tls(version.unwrap_or_else(|| "TLS".to_owned())),
        false => Encryption::None { is_offered },
    }))
}

/// Logs what an operator should know about a connection that isn't encrypted, unless the URL says that this is intended.
pub(super) fn report(encryption: Option<&Encryption>, asked: PgSslMode, options: &PgConnectOptions) {
    let host = options.get_host();
    let is_asked = matches!(asked, PgSslMode::Allow | PgSslMode::Prefer);
    match encryption {
        Some(Encryption::None { is_offered: true }) if is_asked && !cfg!(feature = "tls") => tracing::warn!(
            host,
            "the connection to the database isn't encrypted, although the server offers TLS: {WITHOUT_TLS}, or set sslmode=disable if this \
             is intended"
        ),
        Some(Encryption::None { is_offered: false }) if is_asked && !is_this_machine(host) => tracing::info!(
            host,
            "the connection to the database isn't encrypted, since the server offers no TLS; turn it on there and set sslmode=verify-full, \
             or set sslmode=disable if this is intended"
        ),
        _ => {}
    }
    if matches!(options.get_ssl_mode(), PgSslMode::VerifyCa) {
        tracing::warn!(
            host,
            "any certificate of an accepted authority is taken for the database's, whatever its host; set sslmode=verify-full"
        );
    }
}

/// Whether a host is this machine.
pub(crate) fn is_this_machine(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// Takes parameters out that the driver would ignore, with a log of their values, and returns their names.
pub(super) fn without_unknown_parameters(url: &Url) -> (Url, Vec<String>) {
    const KNOWN: [&str; 11] = [
        "sslmode",
        "ssl-mode",
        "statement-cache-capacity",
        "host",
        "hostaddr",
        "port",
        "dbname",
        "user",
        "password",
        "application_name",
        "options",
    ];
    let is_known = |name: &str| {
        let is_file = FILES.iter().any(|(names, _)| names.contains(&name));
        KNOWN.contains(&name) || is_file || name.starts_with("options[")
    };
    let pairs = url.query_pairs().into_owned();
    let (known, unknown): (Vec<_>, Vec<_>) = pairs.partition(|(name, _)| is_known(name));
    if unknown.is_empty() {
        return (url.clone(), Vec::new());
    }
    let mut cleaned = url.clone();
    cleaned.set_query(None);
    if !known.is_empty() {
        cleaned.query_pairs_mut().extend_pairs(known);
    }
    (cleaned, unknown.into_iter().map(|(name, _)| name).collect())
}

#[cfg(test)]
#[cfg(all(feature = "redis", feature = "tls"))]
mod tests;
