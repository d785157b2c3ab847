//! TLS on the server's own port.

use std::path::Path;
use std::time::Duration;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::super::listener::{Certificate, TlsFiles};
use super::*;

/// Writes a new certificate, and returns its files and what clients trust.
fn certificate(folder: &Path) -> (TlsFiles, CertificateDer<'static>) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["api.example.com".to_owned()]).unwrap();
    let files = TlsFiles {
        certificate: folder.join("cert.pem"),
        key: folder.join("key.pem"),
    };
    std::fs::write(&files.certificate, cert.pem()).unwrap();
    std::fs::write(&files.key, signing_key.serialize_pem()).unwrap();
    (files, cert.der().clone())
}

async fn connect(
    server: &Server,
    trusted: &CertificateDer<'static>,
    protocol: &str,
) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
    let stream = TcpStream::connect(server.address).await.unwrap();
    let name = ServerName::try_from("api.example.com").unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, stream).await
}

async fn ask(server: &Server, trusted: &CertificateDer<'static>, host: &str) -> String {
    let mut stream = connect(server, trusted, "http/1.1").await.unwrap();
    let request = format!("GET /spec HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.unwrap();
    reply
}

async fn tls_server(certificate: &Certificate, limits: Limits) -> Server {
    let listener = Listener::bind("127.0.0.1", 0, false)
        .await
        .unwrap()
        .with_tls(certificate);
    serve(listener, served(api()), limits, std::future::ready(()))
}

#[tokio::test]
async fn requests_are_answered_over_tls_and_browsers_are_told_to_stay_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let (files, trusted) = certificate(folder.path());
    let server = tls_server(&Certificate::read(files).unwrap(), Limits::default()).await;
    let reply = ask(&server, &trusted, "api.example.com").await;
    assert!(reply.starts_with("HTTP/1.1 200 OK\r\n"), "{reply}");
    assert!(
        reply.contains("strict-transport-security: max-age=31536000\r\n"),
        "{reply}"
    );
    // Other programs may listen on ports of the machine without TLS.
    for host in ["localhost:8443", "127.0.0.1", "[::1]:1"] {
        let reply = ask(&server, &trusted, host).await;
        assert!(!reply.contains("strict-transport-security"), "{host}: {reply}");
    }
}

#[tokio::test]
async fn clients_choose_http_2_by_alpn() {
    let folder = tempfile::tempdir().unwrap();
    let (files, trusted) = certificate(folder.path());
    let server = tls_server(&Certificate::read(files).unwrap(), Limits::default()).await;
    let mut stream = connect(&server, &trusted, "h2").await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    // The preface, and empty settings: the server's settings come back (RFC 9113, section 3.4).
    stream
        .write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0")
        .await
        .unwrap();
    let mut head = [0; 9];
    stream.read_exact(&mut head).await.unwrap();
    assert_eq!(head[3], 4, "{head:?}");
}

#[tokio::test]
async fn a_new_certificate_is_taken_when_it_is_read_again_and_a_bad_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let (files, first) = certificate(folder.path());
    let current = Certificate::read(files.clone()).unwrap();
    let server = tls_server(&current, Limits::default()).await;
    let (_, second) = certificate(folder.path());
    assert!(connect(&server, &second, "http/1.1").await.is_err());
    current.reload().unwrap();
    assert!(ask(&server, &second, "h").await.starts_with("HTTP/1.1 200"));
    assert!(connect(&server, &first, "http/1.1").await.is_err());
    std::fs::write(&files.key, "no key").unwrap();
    let refused = current.reload().unwrap_err();
    assert!(refused.contains("key.pem can't be read"), "{refused}");
    assert!(ask(&server, &second, "h").await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn files_that_do_not_belong_together_are_named() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (files, _) = certificate(one.path());
    let (others, _) = certificate(other.path());
    let refused = |files: TlsFiles| Certificate::read(files).unwrap_err();
    let mixed = refused(TlsFiles {
        key: others.key.clone(),
        ..files.clone()
    });
    assert!(mixed.contains("isn't that of the first certificate"), "{mixed}");
    let missing = refused(TlsFiles {
        certificate: one.path().join("none.pem"),
        ..files.clone()
    });
    assert!(missing.contains("none.pem can't be read"), "{missing}");
    let swapped = refused(TlsFiles {
        certificate: files.key.clone(),
        ..files
    });
    assert!(swapped.contains("has no certificate"), "{swapped}");
}

#[tokio::test]
async fn a_client_that_never_begins_its_handshake_or_speaks_no_tls_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let (files, trusted) = certificate(folder.path());
    let limits = Limits {
        header_read: Duration::from_millis(200),
        ..Limits::default()
    };
    let server = tls_server(&Certificate::read(files).unwrap(), limits).await;
    assert_eq!(talk(&server, "").await, "");
    let mut plain = TcpStream::connect(server.address).await.unwrap();
    plain.write_all(b"GET /spec HTTP/1.1\r\nHost: h\r\n\r\n").await.unwrap();
    let mut reply = Vec::new();
    // An alert of TLS, or nothing.
    let _ = plain.read_to_end(&mut reply).await;
    assert!(!reply.starts_with(b"HTTP"), "{reply:?}");
    assert!(ask(&server, &trusted, "h").await.starts_with("HTTP/1.1 200"));
}
