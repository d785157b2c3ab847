//! Probes over the wire.

use super::*;
use crate::http::probes::{Check, Health, ProbeRoutes, Probes};

async fn probed(settings: Settings) -> Server {
    let check = Check {
        name: "database",
        run: Box::new(|| Box::pin(std::future::ready(Ok(())))),
    };
    let routes = ProbeRoutes {
        live: Some("/live".to_owned()),
        ready: Some("/ready".to_owned()),
        metrics: Some("/metrics".to_owned()),
    };
    let metrics = Box::new(|_: &http::HeaderMap| ("text/plain".parse().unwrap(), "up 1\n".to_owned()));
    let health = Health::new(vec![check], Some(metrics));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let served = Served {
        probes: Some(Probes::new(health, routes)),
        settings: Arc::new(settings),
        ..served(api())
    };
    serve(listener.into(), served, Limits::default(), std::future::ready(()))
}

#[tokio::test]
async fn probes_are_answered_whatever_host_they_name() {
    let settings = Settings {
        allowed_hosts: vec!["api.example.com".parse().unwrap()],
        ..Settings::default()
    };
    let server = probed(settings).await;
    let get = |path: &str| {
        talk_owned(
            &server,
            format!("GET {path} HTTP/1.1\r\nHost: 10.1.2.3:8080\r\nConnection: close\r\n\r\n"),
        )
    };
    assert!(get("/live").await.starts_with("HTTP/1.1 200"));
    assert!(get("/ready?verbose").await.starts_with("HTTP/1.1 200"));
    let metrics = get("/metrics").await;
    assert!(metrics.ends_with("\r\n\r\nup 1\n"), "{metrics}");
    assert!(get("/spec").await.starts_with("HTTP/1.1 400"));
}

async fn talk_owned(server: &Server, request: String) -> String {
    talk(server, &request).await
}

#[tokio::test]
async fn a_head_has_no_body_and_other_methods_are_405() {
    let server = probed(Settings::default()).await;
    let head = talk(&server, "HEAD /ready HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").await;
    assert!(head.starts_with("HTTP/1.1 200") && head.ends_with("\r\n\r\n"), "{head}");
    let post = talk(
        &server,
        "POST /ready HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    )
    .await;
    assert!(post.starts_with("HTTP/1.1 405"), "{post}");
}
