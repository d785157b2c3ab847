//! TLS of clients, which the database and the broker share: certificates of PEM files, and what went wrong, for people.

use std::io;
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{AlertDescription, CertificateError, ClientConfig, InvalidMessage, RootCertStore};

/// The certificates of a client: paths of PEM files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ClientFiles {
    /// The authorities whose certificates are accepted; those of the system if there is none.
    pub(crate) authorities: Option<String>,
    /// The client's own certificate and its key.
    pub(crate) own: Option<(String, String)>,
}

impl ClientFiles {
    /// Reads the files. A server has to have a certificate of these authorities for its name.
    ///
    /// # Errors
    ///
    /// The file that can't be used, and why.
    pub(crate) fn config(&self) -> Result<ClientConfig, String> {
        let mut roots = RootCertStore::empty();
        match &self.authorities {
            Some(path) => {
                for certificate in certificates(path)? {
                    roots.add(certificate).map_err(|error| format!("{path}: {error}"))?;
                }
            }
            None => {
                let found = rustls_native_certs::load_native_certs();
                roots.add_parsable_certificates(found.certs);
                if roots.is_empty() {
                    let none = "this system has no certificates of authorities; install them (Debian: apt-get install ca-certificates)";
                    return Err(none.to_owned());
                }
            }
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_root_certificates(roots);
        let Some((certificate, key)) = &self.own else {
            return Ok(config.with_no_client_auth());
        };
        let chain = certificates(certificate)?;
        let private = PrivateKeyDer::from_pem_file(key).map_err(|error| format!("{key}: no private key: {error}"))?;
        config
            .with_client_auth_cert(chain, private)
            .map_err(|error| format!("{certificate} and {key}: {error}"))
    }
}

/// The certificates of a PEM file, at least one.
fn certificates(path: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    let read = CertificateDer::pem_file_iter(Path::new(path));
    let read: Result<Vec<_>, _> = read.and_then(Iterator::collect);
    match read {
        Ok(found) if found.is_empty() => Err(format!("{path}: no certificate")),
        Ok(found) => Ok(found),
        Err(error) => Err(format!("{path}: {error}")),
    }
}

/// What failed in a handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Problem {
    /// The certificate is of an authority that isn't accepted.
    Authority,
    /// The certificate is for other names.
    Name,
    /// The certificate isn't valid at this time.
    Time,
    /// The server speaks something else than TLS.
    Plain,
    /// The server doesn't accept the client without a certificate, or with the one it has.
    Client,
}

impl Problem {
    /// What failed, if the error is one of TLS.
    pub(crate) fn of(error: &io::Error) -> Option<Self> {
        match error.get_ref()?.downcast_ref::<rustls::Error>()? {
            rustls::Error::InvalidCertificate(error) => match error {
                // Another authority may have the same name.
                CertificateError::UnknownIssuer | CertificateError::BadSignature => Some(Self::Authority),
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => Some(Self::Name),
                CertificateError::Expired
                | CertificateError::ExpiredContext { .. }
                | CertificateError::NotValidYet
                | CertificateError::NotValidYetContext { .. } => Some(Self::Time),
                _ => None,
            },
            rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType) => Some(Self::Plain),
            rustls::Error::AlertReceived(
                AlertDescription::CertificateRequired
                | AlertDescription::BadCertificate
                | AlertDescription::CertificateUnknown
                | AlertDescription::DecryptError
                | AlertDescription::UnknownCA
                | AlertDescription::HandshakeFailure,
            ) => Some(Self::Client),
            _ => None,
        }
    }
}

/// Whether the error comes from TLS.
pub(crate) fn is_tls(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>())
}
