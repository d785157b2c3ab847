//! Fetches a small file over HTTPS: one connection, no redirect, within limits.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, HOST, USER_AGENT};
use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::rt::{Read, Write};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use tokio_util::task::AbortOnDropHandle;
use url::{Host, Url};

use crate::error::Cause;

/// How long it may take: less than a check of credentials.
const LIMIT: Duration = Duration::from_secs(4);

/// The most bytes.
const MOST_BYTES: usize = 256 * 1024;

/// Fetches the file at a URL. It must be `https`, or of this machine.
pub(super) async fn fetch(url: &str) -> Result<Vec<u8>, Cause> {
    let url = Url::parse(url)?;
    let host = url.host().ok_or("the URL has no host")?;
    let port = url.port_or_known_default().ok_or("the URL has no port")?;
    let is_local = match &host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    let is_secure = url.scheme() == "https";
    let is_of_this_machine = url.scheme() == "http" && is_local;
    if !is_secure && !is_of_this_machine {
        return Err("keys are fetched over https only, or from this machine".into());
    }
    let name = host.to_string();
    let name = name.trim_matches(['[', ']']).to_owned();
    let fetching = async {
        let stream = TcpStream::connect((name.as_str(), port)).await?;
        if !is_secure {
            return request(TokioIo::new(stream), &url).await;
        }
        let connector = TlsConnector::from(config()?);
        let stream = connector.connect(ServerName::try_from(name.clone())?, stream).await?;
        request(TokioIo::new(stream), &url).await
    };
    let late = |_| format!("no answer within {} s", LIMIT.as_secs());
    timeout(LIMIT, fetching).await.map_err(late)?
}

async fn request<I>(io: I, url: &Url) -> Result<Vec<u8>, Cause>
where
    I: Read + Write + Unpin + Send + 'static,
{
    let (mut sender, connection) = hyper::client::conn::http1::handshake(io).await?;
    let _driver = AbortOnDropHandle::new(tokio::spawn(connection));
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let request = Request::get(path)
        .header(HOST, url.authority())
        .header(ACCEPT, "application/json")
        .header(USER_AGENT, concat!("warp-openapi/", env!("CARGO_PKG_VERSION")))
        .body(Empty::<Bytes>::new())?;
    let reply = sender.send_request(request).await?;
    if reply.status() != StatusCode::OK {
        return Err(format!("the server replies with {}", reply.status()).into());
    }
    let body = Limited::new(reply.into_body(), MOST_BYTES).collect().await?;
    Ok(body.to_bytes().to_vec())
}

/// The settings of TLS, with the certificates that this machine trusts.
fn config() -> Result<Arc<ClientConfig>, Cause> {
    static CONFIG: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    if let Some(config) = CONFIG.get() {
        return Ok(Arc::clone(config));
    }
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        return Err("this machine trusts no certificates; install ca-certificates, or set SSL_CERT_FILE".into());
    }
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::clone(CONFIG.get_or_init(|| Arc::new(config))))
}
