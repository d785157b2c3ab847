//! Against private servers: one that takes connections with TLS alone, one that asks clients for certificates, and one that offers TLS and takes
//! none.

use std::str::FromStr as _;

use sqlx::Connection as _;

use super::*;
use crate::db::{Config, connect, create_database, database_exists, drop_database};
use crate::testing::encrypted::{Authority, EncryptedPostgres, parameter};

const ENCRYPTED_ALONE: &str = "hostssl all all 127.0.0.1/32 trust";

/// What a connection comes to: the version of TLS, or the error.
async fn connected(url: &str) -> Result<Option<Encryption>, String> {
    let database = connect(&Config::parse(url).unwrap())
        .await
        .map_err(|error| error.to_string())?;
    let encryption = encryption_of(database.connection()).await.unwrap();
    database.close().await.unwrap();
    Ok(encryption)
}

#[track_caller]
fn assert_encrypted(connected: &Result<Option<Encryption>, String>, about: &str) {
    assert!(
        matches!(connected, Ok(Some(Encryption::Tls(version))) if version.starts_with("TLSv1")),
        "{about}: {connected:?}"
    );
}

#[tokio::test]
async fn a_server_that_takes_tls_alone() {
    let (authority, other) = (Authority::new(), Authority::new());
    let Some(server) = EncryptedPostgres::start(&authority, ENCRYPTED_ALONE).await else {
        return;
    };
    let (root, wrong) = (
        parameter("sslrootcert", &authority.file()),
        parameter("sslrootcert", &other.file()),
    );
    for (host, parameters) in [
        ("localhost", String::new()),
        ("localhost", "sslmode=allow".to_owned()),
        ("localhost", "sslmode=prefer".to_owned()),
        ("127.0.0.1", "sslmode=require".to_owned()),
        ("127.0.0.1", format!("sslmode=require&{root}")),
        ("127.0.0.1", format!("sslmode=verify-ca&{root}")),
        ("localhost", format!("sslmode=verify-full&{root}")),
    ] {
        let connected = connected(&server.url(host, &parameters)).await;
        assert_encrypted(&connected, &parameters);
    }
    for (host, parameters, expected) in [
        (
            "localhost",
            "sslmode=disable".to_owned(),
            "the server takes connections with TLS alone: set sslmode=verify-full",
        ),
        (
            "localhost",
            "sslmode=verify-full".to_owned(),
            "is of an unknown authority; set sslrootcert to the file",
        ),
        (
            "localhost",
            format!("sslmode=verify-full&{wrong}"),
            "is of an unknown authority; set sslrootcert to the file",
        ),
        (
            "localhost",
            format!("sslmode=verify-ca&{wrong}"),
            "is of an unknown authority; set sslrootcert to the file",
        ),
        (
            "localhost",
            format!("sslmode=require&{wrong}"),
            "is of an unknown authority; set sslrootcert to the file",
        ),
        (
            "localhost",
            "sslmode=verify-full&sslrootcert=system".to_owned(),
            "is of an unknown authority",
        ),
        (
            "127.0.0.1",
            format!("sslmode=verify-full&{root}"),
            "the certificate isn't for the host 127.0.0.1",
        ),
        (
            "localhost",
            "sslmode=verify-full&sslrootcert=/nowhere/ca.pem".to_owned(),
            "sslrootcert=/nowhere/ca.pem can't be read: No such file",
        ),
        (
            "localhost",
            "sslcert=/nowhere/a.pem".to_owned(),
            "sslcert is set without sslkey; set both, or none",
        ),
        (
            "localhost",
            "sslcert=/nowhere/a.pem&sslkey=/nowhere/b.pem".to_owned(),
            "sslcert=/nowhere/a.pem can't be read: ",
        ),
    ] {
        let error = connected(&server.url(host, &parameters)).await.unwrap_err();
        assert!(error.contains(expected), "{parameters}: {error}");
    }
}

#[tokio::test]
async fn databases_are_made_and_dropped_over_tls() {
    let authority = Authority::new();
    let Some(server) = EncryptedPostgres::start(&authority, ENCRYPTED_ALONE).await else {
        return;
    };
    let url = |parameters: &str| server.url("localhost", parameters).replace("/postgres?", "/orders?");
    let root = parameter("sslrootcert", &authority.file());
    for parameters in [format!("sslmode=verify-full&{root}"), "sslmode=allow".to_owned()] {
        let config = Config::parse(&url(&parameters)).unwrap();
        assert!(!create_database(&config, false).await.unwrap());
        assert!(database_exists(&config).await.unwrap());
        drop_database(&config).await.unwrap();
    }
    let refused = create_database(&Config::parse(&url("sslmode=disable")).unwrap(), false).await;
    let text = refused.unwrap_err().to_string();
    assert!(
        text.contains("takes connections with TLS alone: set sslmode="),
        "{text}"
    );
}

#[tokio::test]
async fn a_server_that_asks_for_a_certificate() {
    let (authority, other) = (Authority::new(), Authority::new());
    let who = format!("{ENCRYPTED_ALONE} clientcert=verify-full");
    let Some(server) = EncryptedPostgres::start(&authority, &who).await else {
        return;
    };
    let with = |(certificate, key): (String, String)| {
        format!(
            "sslmode=require&{}&{}",
            parameter("sslcert", &certificate),
            parameter("sslkey", &key)
        )
    };
    let connected_with = async |parameters: String| connected(&server.url("localhost", &parameters)).await;
    assert_encrypted(
        &connected_with(with(authority.issue("postgres"))).await,
        "its own certificate",
    );
    let error = connected_with("sslmode=require".to_owned()).await.unwrap_err();
    assert!(error.contains("set sslcert and sslkey"), "{error}");
    let error = connected_with(with(other.issue("postgres"))).await.unwrap_err();
    assert!(error.contains("set sslcert and sslkey"), "{error}");
}

#[tokio::test]
async fn a_server_that_offers_tls_and_takes_none() {
    let authority = Authority::new();
    let Some(server) = EncryptedPostgres::start(&authority, "hostnossl all all 127.0.0.1/32 trust").await else {
        return;
    };
    for mode in ["prefer", "allow", "disable"] {
        let connected = connected(&server.url("localhost", &format!("sslmode={mode}"))).await;
        assert_eq!(connected, Ok(Some(Encryption::None { is_offered: true })), "{mode}");
    }
    connected(&server.url("localhost", "sslmode=require"))
        .await
        .unwrap_err();
    // What is logged as a warning.
    for (mode, expected) in [("prefer", true), ("allow", false), ("disable", false)] {
        let url = server.url("localhost", &format!("sslmode={mode}"));
        let opened = open(&PgConnectOptions::from_str(&url).unwrap()).await.unwrap();
        assert_eq!(opened.fallback.is_some(), expected, "{mode}");
        opened.connection.close().await.unwrap();
    }
}

#[tokio::test]
async fn a_statement_that_nobody_waits_for_gives_its_encrypted_connection_back() {
    use std::time::Duration;

    use sea_orm::{ConnectionTrait as _, TransactionTrait as _};
    let Some(server) = EncryptedPostgres::start(&Authority::new(), ENCRYPTED_ALONE).await else {
        return;
    };
    let config = Config::parse(&server.url("localhost", "sslmode=require")).unwrap();
    let database = connect(&config.max_connections(1).acquire_timeout(Duration::from_secs(30)))
        .await
        .unwrap();
    let transaction = database.connection().begin().await.unwrap();
    let endless = transaction.execute_unprepared("SELECT pg_sleep(1000)");
    assert!(tokio::time::timeout(Duration::from_millis(50), endless).await.is_err());
    drop(transaction);
    database.connection().execute_unprepared("SELECT 1").await.unwrap();
    assert_eq!(
        encryption_of(database.connection())
            .await
            .unwrap()
            .map(|found| matches!(found, Encryption::Tls(_))),
        Some(true)
    );
    database.close().await.unwrap();
}

#[test]
fn parameters_that_the_driver_would_log_are_taken_out() {
    let url = Url::parse("postgres://u@h/d?sslpassword=secret&sslmode=require&channel_binding=require").unwrap();
    let (url, unknown) = without_unknown_parameters(&url);
    assert_eq!(url.as_str(), "postgres://u@h/d?sslmode=require");
    assert_eq!(unknown, ["sslpassword", "channel_binding"]);
    let plain = Url::parse("postgres://u@h/d?options=-csearch_path%3Da%20b").unwrap();
    assert_eq!(without_unknown_parameters(&plain), (plain.clone(), Vec::new()));
}

#[tokio::test]
async fn a_socket_of_this_machine_needs_no_tls() {
    let options = PgConnectOptions::from_str("postgres://u@%2Frun%2Fpostgresql/d?sslmode=verify-full").unwrap();
    let url = Url::parse("postgres://u@%2Frun%2Fpostgresql/d?sslmode=verify-full").unwrap();
    let applied = apply(options, &url).unwrap();
    assert!(matches!(applied.get_ssl_mode(), PgSslMode::Disable));
}
