//! The server's certificate, read from files, and read again when they change.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio_rustls::TlsAcceptor;

/// The protocols that clients may choose (RFC 7301): HTTP/2, then HTTP/1.1.
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// The files of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TlsFiles {
    /// The chain in PEM, the server's own certificate first.
    pub(crate) certificate: PathBuf,
    /// The private key in PEM: PKCS #8, PKCS #1 or SEC 1.
    pub(crate) key: PathBuf,
}

/// The server's certificate.
#[derive(Debug, Clone)]
pub(crate) struct Certificate {
    files: TlsFiles,
    current: Arc<Current>,
    config: Arc<ServerConfig>,
}

/// The certificate of the next handshake.
#[derive(Debug)]
struct Current(RwLock<Arc<CertifiedKey>>);

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

impl Certificate {
    /// Reads a certificate.
    ///
    /// # Errors
    ///
    /// A message if a file can't be read, has no certificate or key, or the two don't belong together.
    pub(crate) fn read(files: TlsFiles) -> Result<Self, String> {
        let provider = Arc::new(ring::default_provider());
        let current = Arc::new(Current(RwLock::new(Arc::new(read(&files, &provider)?))));
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| format!("TLS can't be set up: {error}"))?
            .with_no_client_auth()
            .with_cert_resolver(Arc::clone(&current) as _);
        config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).into();
        Ok(Self {
            files,
            current,
            config: Arc::new(config),
        })
    }

    /// Reads the files again. Connections that are open keep the certificate that they have.
    ///
    /// # Errors
    ///
    /// As [`Certificate::read`]; the certificate stays as it was.
    pub(crate) fn reload(&self) -> Result<(), String> {
        let read = read(&self.files, self.config.crypto_provider())?;
        *self.current.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(read);
        Ok(())
    }

    pub(super) fn acceptor(&self) -> TlsAcceptor {
        Arc::clone(&self.config).into()
    }
}

fn read(files: &TlsFiles, provider: &CryptoProvider) -> Result<CertifiedKey, String> {
    let (certificate, key) = (files.certificate.display(), files.key.display());
    let chain: Vec<_> = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect)
        .map_err(|error| format!("the certificate {certificate} can't be read: {error}"))?;
    if chain.is_empty() {
        return Err(format!(
            "{certificate} has no certificate; it has to be the chain in PEM, the server's own first"
        ));
    }
    let private = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| {
        format!("the private key {key} can't be read: {error}; it has to be PEM without a password")
    })?;
    CertifiedKey::from_der(chain, private, provider).map_err(|error| match error {
        rustls::Error::InconsistentKeys(_) => {
            format!("the private key {key} isn't that of the first certificate in {certificate}")
        }
        error => format!("the private key {key} can't be used: {error}"),
    })
}
