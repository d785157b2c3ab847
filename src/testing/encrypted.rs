//! Private servers with TLS, and their certificates, for the tests of this crate.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, KeyUsagePurpose};
use sea_orm::{ConnectOptions, ConnectionTrait as _};
use tempfile::TempDir;

use super::postgres::PostgresServer;
use super::redis::{RedisServer, free_port};

/// An authority, whose certificate and those that it issues are files.
pub(crate) struct Authority {
    folder: TempDir,
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ca.crt"), issuer.pem()).unwrap();
        Self { folder, issuer }
    }

    /// The file of its certificate.
    pub(crate) fn file(&self) -> String {
        self.path("ca.crt").to_str().unwrap().to_owned()
    }

    /// Issues a certificate for a name of a host or a client: the files of it and of its key.
    pub(crate) fn issue(&self, name: &str) -> (String, String) {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let write = |end: &str, text: String| {
            let path = self.path(&format!("{name}.{end}"));
            std::fs::write(&path, text).unwrap();
            path.to_str().unwrap().to_owned()
        };
        (write("crt", certificate.pem()), write("key", key.serialize_pem()))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// A private PostgreSQL server that offers TLS at a port.
pub(crate) struct EncryptedPostgres {
    /// Lives as long as it.
    _server: PostgresServer,
    port: u16,
}

impl EncryptedPostgres {
    /// Starts one with a certificate of the authority for `localhost`, and these lines about who may connect (`pg_hba.conf`). `None`, with a
    /// message, if there are no binaries.
    pub(crate) async fn start(authority: &Authority, who: &str) -> Option<Self> {
        let port = free_port().unwrap();
        let mut server = PostgresServer::private_at(Some(port)).await?;
        let mut options = ConnectOptions::new(server.url());
        options.max_connections(1).sqlx_logging(false);
        let connection = sea_orm::Database::connect(options).await.unwrap();
        let run = async |sql: &str| connection.execute_unprepared(sql).await.unwrap();
        let row = connection
            .query_one_raw(sea_orm::Statement::from_string(
                sea_orm::DbBackend::Postgres,
                "SHOW data_directory",
            ))
            .await
            .unwrap();
        let data: String = row.unwrap().try_get_by_index(0).unwrap();
        let (certificate, key) = authority.issue("localhost");
        for (name, text) in [
            ("server.crt", std::fs::read(certificate).unwrap()),
            ("server.key", std::fs::read(key).unwrap()),
            ("root.crt", std::fs::read(authority.file()).unwrap()),
            ("pg_hba.conf", format!("local all all trust\n{who}\n").into_bytes()),
        ] {
            // The server's user owns its files.
            let text = STANDARD.encode(text);
            let program = format!("umask 077; cat >/dev/null; echo {text} | base64 -d >{data}/{name}");
            run(&format!("COPY (SELECT 1) TO PROGRAM '{program}'")).await;
        }
        for setting in [
            "ssl = on",
            "ssl_cert_file = 'server.crt'",
            "ssl_key_file = 'server.key'",
            "ssl_ca_file = 'root.crt'",
        ] {
            run(&format!("ALTER SYSTEM SET {setting}")).await;
        }
        connection.close().await.unwrap();
        server.stop().await;
        server.start_again().await;
        Some(Self { _server: server, port })
    }

    /// The URL of a host, with these parameters.
    pub(crate) fn url(&self, host: &str, parameters: &str) -> String {
        format!("postgres://postgres@{host}:{}/postgres?{parameters}", self.port)
    }
}

/// Starts a private Redis server that takes TLS alone, with a certificate for 127.0.0.1; whether clients need one, too. `None`, with a
/// message, if there is none.
pub(crate) async fn encrypted_redis(authority: &Authority, asks_clients: bool) -> Option<RedisServer> {
    let (certificate, key) = authority.issue("127.0.0.1");
    let root = authority.file();
    RedisServer::private_with("rediss", move |port| {
        let port = port.to_string();
        let asks = if asks_clients { "yes" } else { "no" };
        let options = [
            ("--port", "0"),
            ("--tls-port", &port),
            ("--tls-cert-file", &certificate),
            ("--tls-key-file", &key),
            ("--tls-ca-cert-file", &root),
            ("--tls-auth-clients", asks),
        ];
        options
            .iter()
            .flat_map(|(name, value)| [(*name).to_owned(), (*value).to_owned()])
            .collect()
    })
    .await
}

/// The file as a parameter of a URL.
pub(crate) fn parameter(name: &str, path: &str) -> String {
    let path: String = form_urlencoded::byte_serialize(Path::new(path).as_os_str().as_encoded_bytes()).collect();
    format!("{name}={path}")
}
