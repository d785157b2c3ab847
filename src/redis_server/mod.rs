//! The address of a Redis server, and how connections to it are opened.

#[cfg(not(feature = "tls"))]
#[path = "no_tls.rs"]
mod tls;
#[cfg(feature = "tls")]
mod tls;

use std::fmt;
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, ConnectionAddr, ConnectionInfo, IntoConnectionInfo as _, RedisConnectionInfo};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;

use self::tls::Tls;
use crate::error::Cause;

/// How long opening a connection may take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The address of a Redis server. `Display` leaves user and password out.
pub(crate) struct Address {
    info: ConnectionInfo,
    tls: Option<Tls>,
}

/// A byte stream.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// The future that runs a connection. It ends with the connection.
pub(crate) type Driver = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

impl Address {
    /// Parses a URL. The error doesn't repeat it, since it may contain a password.
    pub(crate) fn parse(url: &str) -> Result<Self, Cause> {
        let url = url.trim();
        let mut expected =
            "not the URL of a Redis server; expected one such as redis://user:password@host:6379/0".to_owned();
        if url.contains('@') {
            expected += ", where `/`, `?`, `#` and `@` of a password are written %2F, %3F, %23 and %40";
        }
        let parsed = redis::parse_redis_url(url).ok_or_else(|| expected.clone())?;
        // An unescaped `/`, `?` or `#` in the password ends the host there: part of the password would be shown as the host.
        if [Some(parsed.path()), parsed.query(), parsed.fragment()]
            .into_iter()
            .flatten()
            .any(|rest| rest.contains('@'))
        {
            return Err(expected.into());
        }
        let is_encrypted = matches!(parsed.scheme(), "rediss" | "valkeys");
        let tls = is_encrypted.then(|| Tls::of(&parsed)).transpose()?;
        // The client would encrypt its own connections only.
        let plain = if is_encrypted {
            let address = parsed.as_str().split_once("://").map_or("", |(_, address)| address);
            redis::parse_redis_url(&format!("redis://{address}")).ok_or_else(|| expected.clone())?
        } else {
            parsed
        };
        let info = plain
            .into_connection_info()
            .map_err(|error| format!("{expected}: {error}"))?;
        Ok(Self { info, tls })
    }

    /// Opens a connection, without a word to the server yet.
    pub(crate) async fn open(&self) -> Result<Box<dyn Stream>, Cause> {
        match self.info.addr() {
            ConnectionAddr::Tcp(host, port) => {
                let stream = TcpStream::connect((host.as_str(), *port)).await?;
                stream.set_nodelay(true)?;
                match &self.tls {
                    Some(tls) => Ok(Box::new(tls.connect(host, stream).await?)),
                    None => Ok(Box::new(stream)),
                }
            }
            #[cfg(unix)]
            ConnectionAddr::Unix(path) => Ok(Box::new(tokio::net::UnixStream::connect(path).await?)),
            _ => Err("such addresses aren't supported on this system".into()),
        }
    }

    /// The database and the credentials.
    pub(crate) fn settings(&self) -> &RedisConnectionInfo {
        self.info.redis_settings()
    }

    /// Opens a connection for commands, whose caller limits the time of each.
    pub(crate) async fn commands(&self) -> Result<(MultiplexedConnection, Driver), Cause> {
        let opened = async {
            let stream = self.open().await?;
            let config = AsyncConnectionConfig::new()
                .set_response_timeout(None)
                .set_connection_timeout(None);
            let (mut connection, driver) =
                MultiplexedConnection::new_with_config(self.info.redis_settings(), stream, config).await?;
            let mut driver: Driver = Box::pin(driver);
            // A server that requires credentials refuses this, not the connection.
            let ping = redis::cmd("PING");
            tokio::select! {
                answer = ping.exec_async(&mut connection) => answer?,
                () = &mut driver => return Err("Redis closed the connection".into()),
            }
            Ok((connection, driver))
        };
        bounded(opened).await
    }
}

/// Waits for a connection within the time limit.
pub(crate) async fn bounded<T>(opened: impl Future<Output = Result<T, Cause>>) -> Result<T, Cause> {
    match timeout(TIMEOUT, opened).await {
        Ok(opened) => opened,
        Err(_) => Err(format!("no answer within {TIMEOUT:?}").into()),
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.info.addr() {
            ConnectionAddr::Tcp(host, port) if host.contains(':') => write!(f, "[{host}]:{port}"),
            address => address.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_user_and_password() {
        #[track_caller]
        fn case(url: &str, shown: &str) {
            assert_eq!(Address::parse(url).unwrap().to_string(), shown);
        }
        case("redis://127.0.0.1", "127.0.0.1:6379");
        case(" redis://me:secret@db.example.com:6380/3 ", "db.example.com:6380");
        case("redis://:sec%2Fret@[::1]:1", "[::1]:1");
        case("redis+unix:///run/redis.sock?pass=secret&db=2", "/run/redis.sock");
        case("valkey://h", "h:6379");
        #[cfg(feature = "tls")]
        case("rediss://me:secret@h:1/3?ssl_ca_certs=/x", "h:1");
    }

    #[test]
    fn the_error_of_a_bad_url_has_no_password() {
        #[track_caller]
        fn case(url: &str, expected: &str) {
            let Err(error) = Address::parse(url) else {
                panic!("{url} is valid");
            };
            let text = error.to_string();
            assert!(text.contains(expected), "{url}: {text}");
            assert!(!text.contains("secret"), "{url}: {text}");
        }
        case("", "not the URL of a Redis server");
        case("secret", "not the URL of a Redis server");
        case("http://:secret@h", "not the URL of a Redis server");
        case("redis://:secret@", "not the URL of a Redis server");
        case("redis://:secret@h/x", "Invalid database number");
        case("redis://:secret@0.0.0.0", "wildcard address");
        case("redis://:12/secret@h", "%2F");
        case("redis://me:12/secret@h", "%2F");
        case("redis://me:12?secret@h", "%2F");
        case("redis://me:12#secret@h", "%2F");
        #[cfg(feature = "tls")]
        case(
            "rediss://:secret@h?ssl_certfile=/x",
            "ssl_certfile is set without ssl_keyfile",
        );
        #[cfg(not(feature = "tls"))]
        case("rediss://:secret@h", "without the feature `tls`");
    }
}
