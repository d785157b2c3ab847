//! Where the server listens: a TCP port or a Unix socket, with or without TLS.

mod stream;
#[cfg(feature = "tls")]
mod tls;

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
#[cfg(unix)]
use std::os::unix::net::UnixListener as StdUnixListener;
#[cfg(unix)]
use std::path::{Path, PathBuf};

#[cfg(unix)]
use tokio::net::UnixListener;
use tokio::net::{TcpListener, TcpSocket, TcpStream, lookup_host};

pub(super) use self::stream::ClientStream;
#[cfg(feature = "tls")]
pub(crate) use self::tls::{Certificate, TlsFiles};

/// How many clients the kernel connects before they are accepted.
const BACKLOG: u32 = 1024;

/// A socket that accepts clients.
pub(crate) struct Listener {
    socket: Socket,
    #[cfg(feature = "tls")]
    tls: Option<tokio_rustls::TlsAcceptor>,
}

#[derive(Debug)]
enum Socket {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix(UnixListener, Option<SocketFile>),
}

/// The file of a Unix socket, removed when the server no longer listens.
#[cfg(unix)]
#[derive(Debug)]
pub(super) struct SocketFile(PathBuf);

#[cfg(unix)]
impl Drop for SocketFile {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.0) {
            tracing::debug!(%error, path = %self.0.display(), "the file of the Unix socket stays");
        }
    }
}

/// Where a listener listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// An address and a port.
    Tcp(SocketAddr),
    /// The path of a Unix socket.
    #[cfg(unix)]
    Unix(PathBuf),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => address.fmt(f),
            #[cfg(unix)]
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

/// A client that has connected, before TLS.
pub(super) struct Accepted {
    pub(super) socket: ClientSocket,
    /// Its address; `None` for a Unix socket.
    pub(super) address: Option<IpAddr>,
}

/// The socket of a client.
pub(super) enum ClientSocket {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(tokio::net::UnixStream),
}

impl Listener {
    /// Listens on a port. With `reuse_port`, other processes may listen on the same one (`SO_REUSEPORT`), and the kernel spreads connections
    /// over them.
    ///
    /// # Errors
    ///
    /// If the port is taken or may not be used, or the host has no address.
    pub(crate) async fn bind(host: &str, port: u16, reuse_port: bool) -> io::Result<Self> {
        let mut last = None;
        for address in lookup_host((host, port)).await? {
            match listen(address, reuse_port) {
                Ok(listener) => return Ok(listener.into()),
                Err(error) => last = Some(error),
            }
        }
        Err(last.unwrap_or_else(|| io::Error::new(io::ErrorKind::NotFound, "the host has no address")))
    }

    /// Listens on a Unix socket, whose file gets these permissions. A file that is left of a server that no longer runs is replaced.
    ///
    /// # Errors
    ///
    /// If another server listens there, the path is no socket, or the file can't be made.
    #[cfg(unix)]
    pub(crate) fn bind_unix(path: &Path, mode: u32) -> io::Result<Self> {
        use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
        use std::os::unix::net::UnixStream;

        if let Ok(found) = std::fs::symlink_metadata(path) {
            if !found.file_type().is_socket() {
                return Err(io::Error::new(io::ErrorKind::AlreadyExists, "the path is another file"));
            }
            if UnixStream::connect(path).is_ok() {
                return Err(io::ErrorKind::AddrInUse.into());
            }
            std::fs::remove_file(path)?;
        }
        let listener = UnixListener::bind(path)?;
        let file = SocketFile(path.to_owned());
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))?;
        Ok(Self::of(Socket::Unix(listener, Some(file))))
    }

    /// Takes a TCP socket that another process opened.
    ///
    /// # Errors
    ///
    /// If it can't be made non-blocking.
    pub(crate) fn from_std(listener: std::net::TcpListener) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        TcpListener::from_std(listener).map(Self::from)
    }

    /// Takes a Unix socket that another process opened, and whose file is that process's.
    ///
    /// # Errors
    ///
    /// If it can't be made non-blocking.
    #[cfg(unix)]
    pub(crate) fn from_std_unix(listener: StdUnixListener) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        Ok(Self::of(Socket::Unix(UnixListener::from_std(listener)?, None)))
    }

    const fn of(socket: Socket) -> Self {
        Self {
            socket,
            #[cfg(feature = "tls")]
            tls: None,
        }
    }

    /// Speaks TLS with this certificate.
    #[cfg(feature = "tls")]
    pub(crate) fn with_tls(mut self, certificate: &Certificate) -> Self {
        self.tls = Some(certificate.acceptor());
        self
    }

    /// Where it listens.
    ///
    /// # Errors
    ///
    /// If the system doesn't say.
    pub(crate) fn place(&self) -> io::Result<Place> {
        match &self.socket {
            Socket::Tcp(listener) => listener.local_addr().map(Place::Tcp),
            #[cfg(unix)]
            Socket::Unix(listener, _) => {
                let address = listener.local_addr()?;
                Ok(Place::Unix(
                    address.as_pathname().map(Path::to_owned).unwrap_or_default(),
                ))
            }
        }
    }

    /// What makes streams of its clients' sockets.
    pub(super) fn handshake(&self) -> Handshake {
        Handshake {
            #[cfg(feature = "tls")]
            tls: self.tls.clone(),
        }
    }

    /// Waits for a client.
    pub(super) async fn accept(&self) -> io::Result<Accepted> {
        match &self.socket {
            Socket::Tcp(listener) => listener.accept().await.map(|(stream, address)| Accepted {
                socket: ClientSocket::Tcp(stream),
                address: Some(address.ip()),
            }),
            #[cfg(unix)]
            Socket::Unix(listener, _) => listener.accept().await.map(|(stream, _)| Accepted {
                socket: ClientSocket::Unix(stream),
                address: None,
            }),
        }
    }

    /// Stops listening. What it returns yields the clients that the kernel has connected already.
    ///
    /// # Errors
    ///
    /// If the socket can't be taken from the runtime.
    pub(super) fn stop(self) -> io::Result<Waiting> {
        Ok(match self.socket {
            // The listeners of the standard library: those of tokio return only clients of which the runtime has got an event.
            Socket::Tcp(listener) => Waiting::Tcp(listener.into_std()?),
            #[cfg(unix)]
            Socket::Unix(listener, file) => Waiting::Unix {
                listener: listener.into_std()?,
                _file: file,
            },
        })
    }
}

impl From<TcpListener> for Listener {
    fn from(listener: TcpListener) -> Self {
        Self::of(Socket::Tcp(listener))
    }
}

fn listen(address: SocketAddr, reuse_port: bool) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // As the standard library does: on Windows the option would let another program take the port.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    #[cfg(unix)]
    if reuse_port {
        socket.set_reuseport(true)?;
    }
    #[cfg(not(unix))]
    if reuse_port {
        return Err(io::ErrorKind::Unsupported.into());
    }
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Clients that the kernel had connected when the server stopped listening.
pub(super) enum Waiting {
    Tcp(std::net::TcpListener),
    #[cfg(unix)]
    Unix {
        listener: StdUnixListener,
        /// Removed when this is dropped.
        _file: Option<SocketFile>,
    },
}

impl Waiting {
    /// The next one; `None` if no more are waiting.
    pub(super) fn next(&self) -> Option<io::Result<Accepted>> {
        match self {
            Self::Tcp(listener) => {
                let (stream, address) = listener.accept().ok()?;
                let stream = stream.set_nonblocking(true).and_then(|()| TcpStream::from_std(stream));
                Some(stream.map(|stream| Accepted {
                    socket: ClientSocket::Tcp(stream),
                    address: Some(address.ip()),
                }))
            }
            #[cfg(unix)]
            Self::Unix { listener, .. } => {
                let (stream, _) = listener.accept().ok()?;
                let stream = stream
                    .set_nonblocking(true)
                    .and_then(|()| tokio::net::UnixStream::from_std(stream));
                Some(stream.map(|stream| Accepted {
                    socket: ClientSocket::Unix(stream),
                    address: None,
                }))
            }
        }
    }
}

/// Makes streams of clients' sockets: of their bytes, or of what is in their TLS.
#[derive(Clone)]
pub(super) struct Handshake {
    #[cfg(feature = "tls")]
    tls: Option<tokio_rustls::TlsAcceptor>,
}

impl Handshake {
    /// Whether clients speak TLS.
    pub(super) const fn is_tls(&self) -> bool {
        #[cfg(feature = "tls")]
        return self.tls.is_some();
        #[cfg(not(feature = "tls"))]
        return false;
    }

    /// Makes the stream of a client.
    ///
    /// # Errors
    ///
    /// If the client doesn't speak TLS, or refuses the certificate.
    pub(super) async fn perform(&self, socket: ClientSocket) -> io::Result<ClientStream> {
        if let ClientSocket::Tcp(stream) = &socket
            // Replies are written as a whole, so Nagle's algorithm would only delay them.
            && let Err(error) = stream.set_nodelay(true)
        {
            tracing::debug!(%error, "TCP_NODELAY");
        }
        #[cfg(feature = "tls")]
        if let Some(acceptor) = &self.tls {
            return match socket {
                ClientSocket::Tcp(stream) => {
                    let stream = acceptor.accept(stream).await?;
                    Ok(ClientStream::Tls(Box::new(stream)))
                }
                #[cfg(unix)]
                ClientSocket::Unix(stream) => Ok(ClientStream::Unix(stream)),
            };
        }
        Ok(match socket {
            ClientSocket::Tcp(stream) => ClientStream::Tcp(stream),
            #[cfg(unix)]
            ClientSocket::Unix(stream) => ClientStream::Unix(stream),
        })
    }
}
