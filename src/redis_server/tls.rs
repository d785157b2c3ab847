//! TLS to Redis: `rediss://`, with the certificates that the URL's parameters name, in the words of redis-py.

use std::io;
use std::sync::Arc;

use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use url::Url;

use crate::error::Cause;
use crate::tls::{ClientFiles, Problem};

/// How connections are encrypted.
pub(super) struct Tls {
    files: ClientFiles,
}

impl Tls {
    /// Reads the parameters of a URL.
    pub(super) fn of(url: &Url) -> Result<Self, Cause> {
        let mut files = ClientFiles::default();
        let (mut certificate, mut key) = (None, None);
        for (name, value) in url.query_pairs() {
            match &*name {
                "ssl_ca_certs" => files.authorities = Some(value.into_owned()),
                "ssl_certfile" => certificate = Some(value.into_owned()),
                "ssl_keyfile" => key = Some(value.into_owned()),
                _ => {}
            }
        }
        files.own = match (certificate, key) {
            (Some(certificate), Some(key)) => Some((certificate, key)),
            (None, None) => None,
            (Some(_), None) => return Err("ssl_certfile is set without ssl_keyfile; set both, or none".into()),
            (None, Some(_)) => return Err("ssl_keyfile is set without ssl_certfile; set both, or none".into()),
        };
        if url.fragment().is_some_and(|fragment| fragment == "insecure") {
            return Err(
                "#insecure isn't supported; set ssl_ca_certs to the file with the authority's certificate".into(),
            );
        }
        Ok(Self { files })
    }

    /// Encrypts a connection to this host. The files are read each time, so that renewed ones are used.
    pub(super) async fn connect(&self, host: &str, stream: TcpStream) -> Result<TlsStream<TcpStream>, Cause> {
        let connector = TlsConnector::from(Arc::new(self.files.config()?));
        let name = ServerName::try_from(host.to_owned())?;
        connector
            .connect(name, stream)
            .await
            .map_err(|error| explained(&error, host).unwrap_or_else(|| error.into()))
    }
}

/// What to do about an error of TLS.
fn explained(error: &io::Error, host: &str) -> Option<Cause> {
    let text = match Problem::of(error)? {
        Problem::Authority => format!(
            "the certificate of {host} is of an unknown authority; set ssl_ca_certs in the URL to the file with the authority's certificate"
        ),
        Problem::Name => format!("the certificate isn't for the host {host} ({error}); connect by a name that it has"),
        Problem::Time => {
            format!("the certificate of {host} has expired or isn't valid yet; renew it, and check both clocks")
        }
        Problem::Plain => format!("{host} doesn't speak TLS at this port; name its TLS port, or use redis://"),
        Problem::Client => format!(
            "the server refuses this client ({error}); set ssl_certfile and ssl_keyfile in the URL to a certificate that it accepts"
        ),
    };
    Some(text.into())
}
