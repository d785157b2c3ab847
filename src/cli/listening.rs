//! Where `serve` listens: a port, a Unix socket, or a socket that the service manager opened; and a port for probes.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use listenfd::ListenFd;

use super::Failure;
#[cfg(feature = "tls")]
use crate::http::{Certificate, TlsFiles};
use crate::http::{Listener, Place};

/// The settings.
#[derive(Debug, Clone)]
pub(super) struct Listening {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) reuse_port: bool,
    pub(super) unix: Option<PathBuf>,
    pub(super) unix_mode: u32,
    pub(super) tls_certificate: Option<PathBuf>,
    pub(super) tls_key: Option<PathBuf>,
    pub(super) admin_host: Option<String>,
    pub(super) admin_port: Option<u16>,
    pub(super) drain_delay: Duration,
}

impl Default for Listening {
    fn default() -> Self {
        Self {
            host: "127.0.0.1".to_owned(),
            port: 8080,
            reuse_port: false,
            unix: None,
            unix_mode: 0o660,
            tls_certificate: None,
            tls_key: None,
            admin_host: None,
            admin_port: None,
            drain_delay: Duration::ZERO,
        }
    }
}

/// The sockets that are open.
pub(super) struct Listeners {
    pub(super) api: Listener,
    pub(super) place: Place,
    /// For probes, and its place.
    pub(super) admin: Option<(Listener, Place)>,
    pub(super) tls: Tls,
}

/// The certificate, if the server speaks TLS.
#[cfg(feature = "tls")]
pub(super) type Tls = Option<Certificate>;
/// Programs without the feature `tls` speak none.
#[cfg(not(feature = "tls"))]
pub(super) type Tls = Option<std::convert::Infallible>;

impl Listening {
    /// Opens the sockets.
    ///
    /// # Errors
    ///
    /// When a socket can't be opened, or settings contradict each other; the text has the remedy.
    pub(super) async fn open(&self) -> Result<Listeners, Failure> {
        let tls = self.tls()?;
        let api = self.api().await?;
        let place = api.place()?;
        #[cfg(feature = "tls")]
        let api = match (&tls, &place) {
            (None, _) => api,
            (Some(certificate), Place::Tcp(_)) => api.with_tls(certificate),
            #[cfg(unix)]
            (Some(_), Place::Unix(path)) => {
                let path = path.display();
                return Err(format!(
                    "TLS isn't spoken on the Unix socket {path}, since only programs of this machine reach it; leave out TLS_CERT and TLS_KEY, or UNIX_SOCKET"
                )
                .into());
            }
        };
        let admin = match self.admin_port {
            None => None,
            Some(port) => {
                let host = self.admin_host.as_deref().unwrap_or(&self.host);
                let listener = bind(host, port, self.reuse_port, ("--admin-host", "--admin-port")).await?;
                let place = listener.place()?;
                Some((listener, place))
            }
        };
        Ok(Listeners { api, place, admin, tls })
    }

    #[cfg(feature = "tls")]
    fn tls(&self) -> Result<Tls, Failure> {
        match (&self.tls_certificate, &self.tls_key) {
            (None, None) => Ok(None),
            (Some(certificate), Some(key)) => Ok(Some(Certificate::read(TlsFiles {
                certificate: certificate.clone(),
                key: key.clone(),
            })?)),
            (Some(_), None) => {
                Err("TLS_CERT is set and TLS_KEY isn't; set --tls-key to the file of the private key".into())
            }
            (None, Some(_)) => {
                Err("TLS_KEY is set and TLS_CERT isn't; set --tls-cert to the file of the certificate".into())
            }
        }
    }

    #[cfg(not(feature = "tls"))]
    fn tls(&self) -> Result<Tls, Failure> {
        match (&self.tls_certificate, &self.tls_key) {
            (None, None) => Ok(None),
            _ => Err("this program was built without TLS; build it with the feature `tls` of warp-openapi, or leave out TLS_CERT and TLS_KEY".into()),
        }
    }

    /// The socket for the API: that of the service manager, else the Unix socket, else the port.
    async fn api(&self) -> Result<Listener, Failure> {
        let mut inherited = ListenFd::from_env();
        if inherited.len() > 1 {
            tracing::warn!(
                sockets = inherited.len(),
                "the service manager opened several sockets, of which only the first is used"
            );
        }
        if inherited.len() > 0 {
            return inherit(&mut inherited).map_err(|error| {
                format!("the socket of the service manager can't be used: {error}; it has to be a stream socket").into()
            });
        }
        match &self.unix {
            Some(path) => self.bind_unix(path),
            None => bind(&self.host, self.port, self.reuse_port, ("--host", "--port")).await,
        }
    }

    #[cfg(unix)]
    fn bind_unix(&self, path: &std::path::Path) -> Result<Listener, Failure> {
        Listener::bind_unix(path, self.unix_mode).map_err(|error| {
            let path = path.display();
            let (reason, remedy) = match error.kind() {
                io::ErrorKind::AddrInUse => (
                    "another server listens there".to_owned(),
                    "choose another path with --unix",
                ),
                io::ErrorKind::AlreadyExists => ("it is another file".to_owned(), "choose another path with --unix"),
                io::ErrorKind::NotFound => ("its folder doesn't exist".to_owned(), "make the folder"),
                io::ErrorKind::PermissionDenied => (
                    "permission denied".to_owned(),
                    "choose a folder that this user may write to",
                ),
                _ => (error.to_string(), "choose another path with --unix"),
            };
            format!("can't listen on {path}: {reason}; {remedy}").into()
        })
    }

    #[cfg(not(unix))]
    fn bind_unix(&self, path: &std::path::Path) -> Result<Listener, Failure> {
        let path = path.display();
        Err(format!("can't listen on {path}: this system has no Unix sockets; leave out UNIX_SOCKET").into())
    }
}

/// Takes the first socket that the service manager opened.
fn inherit(inherited: &mut ListenFd) -> io::Result<Listener> {
    #[cfg(unix)]
    if let Ok(Some(listener)) = inherited.take_unix_listener(0) {
        return Listener::from_std_unix(listener);
    }
    match inherited.take_tcp_listener(0)? {
        Some(listener) => Listener::from_std(listener),
        None => Err(io::ErrorKind::NotFound.into()),
    }
}

async fn bind(host: &str, port: u16, reuse_port: bool, flags: (&str, &str)) -> Result<Listener, Failure> {
    let (host_flag, port_flag) = flags;
    Listener::bind(host.trim_matches(['[', ']']), port, reuse_port)
        .await
        .map_err(|error| {
            let (reason, remedy) = match error.kind() {
                io::ErrorKind::AddrInUse => ("address in use".to_owned(), format!("choose another with {port_flag}")),
                io::ErrorKind::PermissionDenied => (
                    "permission denied".to_owned(),
                    format!("choose a port above 1023 with {port_flag}"),
                ),
                _ => (
                    error.to_string(),
                    format!("choose another with {host_flag} and {port_flag}"),
                ),
            };
            format!("can't listen on {host}:{port}: {reason}; {remedy}").into()
        })
}
