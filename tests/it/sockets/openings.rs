//! Openings: what makes a socket of a request (RFC 6455, section 4.2.1), and what doesn't.

use serde_json::json;
use warp_openapi::testing::Socket;

use super::raw::{Raw, opening};
use super::within;

#[tokio::test]
async fn a_request_that_is_no_valid_upgrade_is_400() {
    within(
        |_| {},
        async |app| {
            let good = opening("/v1/open");
            for bad in [
                good.replace("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", ""),
                good.replace("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZQ=="),
                good.replace("dGhlIHNhbXBsZSBub25jZQ==", "not base64, but 24 bytes"),
                good.replace("keep-alive, Upgrade", "keep-alive"),
                good.replace("Upgrade: WebSocket", "Upgrade: h2c"),
                good.replace("Upgrade: WebSocket\r\n", ""),
                good.replace("HTTP/1.1", "HTTP/1.0"),
            ] {
                let bad = bad.replace("Connection: ", "Connection: close, ");
                let reply = app.raw(bad.clone() + "\r\n").await;
                let status = reply.split(' ').nth(1);
                assert_eq!(status, Some("400"), "{bad}\n{reply}");
                assert!(reply.contains("Unable to open websocket connection"), "{reply}");
                assert!(
                    reply.contains("\r\ncontent-type: application/problem+json\r\n"),
                    "{reply}"
                );
            }
            let plain = app.get("/v1/open").await.expect(400).json();
            assert_eq!(plain["detail"], "Unable to open websocket connection");
            let head = app.request("HEAD", "/v1/open").await.expect(400);
            assert_eq!(head.text(), "");
            let head = opening("/v1/open")
                .replace("GET", "HEAD")
                .replace("Connection: ", "Connection: close, ");
            let reply = app.raw(head + "\r\n").await;
            assert!(reply.starts_with("HTTP/1.1 400 "), "{reply}");
            app.post("/v1/open", json!({})).await.expect(405);
            // Its query is ignored.
            app.socket("/v1/open?x=1").await;
        },
    )
    .await;
}

#[tokio::test]
async fn a_version_that_is_not_spoken_is_426_with_that_which_is() {
    within(
        |_| {},
        async |app| {
            for version in ["Sec-WebSocket-Version: 8\r\n", "Sec-WebSocket-Version: 13, 8\r\n", ""] {
                let bad = opening("/v1/open").replace("Sec-WebSocket-Version: 13\r\n", version);
                let bad = bad.replace("Connection: ", "Connection: close, ");
                let reply = app.raw(bad + "\r\n").await;
                assert!(reply.starts_with("HTTP/1.1 426 Upgrade Required\r\n"), "{reply}");
                assert!(reply.contains("\r\nsec-websocket-version: 13\r\n"), "{reply}");
                assert!(reply.contains("Unable to open websocket connection"), "{reply}");
            }
        },
    )
    .await;
}

#[tokio::test]
async fn http2_can_not_open_a_socket() {
    within(
        |_| {},
        async |app| {
            // The preface and settings; a request of stream 1: GET http /v1/open, its fields as literals without an index.
            let mut block = vec![0x82, 0x86, 0x04, 8];
            block.extend(b"/v1/open");
            block.extend([0x01, 1, b'h']);
            let mut bytes = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec();
            bytes.extend([0, 0, block.len() as u8, 1, 5, 0, 0, 0, 1]);
            bytes.extend(block);
            let mut stream = tokio::net::TcpStream::connect(app.address()).await.expect("a server");
            tokio::io::AsyncWriteExt::write_all(&mut stream, &bytes)
                .await
                .expect("a connection");
            let mut received = Vec::new();
            while !String::from_utf8_lossy(&received).contains("Unable to open websocket connection") {
                let read = tokio::io::AsyncReadExt::read_buf(&mut stream, &mut received).await;
                assert_ne!(read.expect("an answer"), 0, "{}", String::from_utf8_lossy(&received));
            }
        },
    )
    .await;
}

#[tokio::test]
async fn one_socket_too_many_is_503_until_another_ends() {
    within(
        |limits| limits.open = 2,
        async |app| {
            let first = app.socket("/v1/open").await;
            let mut second = app.socket("/v1/open").await;
            assert_eq!(Socket::open(app.address(), "/v1/open", &[]).await.err(), Some(503));
            // Requests go on.
            app.get("/v1/topics").await.expect(200);
            let info = second.call("server_info", json!({})).await;
            assert_eq!(info["connections"], 2);
            // Dropped without a closing.
            drop(first.into_inner());
            while Socket::open(app.address(), "/v1/open", &[]).await.is_err() {
                tokio::task::yield_now().await;
            }
        },
    )
    .await;
}

#[tokio::test]
async fn requests_may_follow_the_opening_at_once() {
    within(
        |_| {},
        async |app| {
            // In one packet with it, as clients may that don't wait for the reply.
            let mut bytes = (opening("/v1/open") + "\r\n").into_bytes();
            bytes.extend(super::raw::frame(super::raw::TEXT, r#"{"id":"a","method":"echo"}"#));
            let mut stream = tokio::net::TcpStream::connect(app.address()).await.expect("a server");
            tokio::io::AsyncWriteExt::write_all(&mut stream, &bytes)
                .await
                .expect("a connection");
            let mut received = Vec::new();
            while !received.ends_with(b"\r\n\r\n") {
                received.push(tokio::io::AsyncReadExt::read_u8(&mut stream).await.expect("a reply"));
            }
            assert_eq!(Raw(stream).json().await["id"], "a");
        },
    )
    .await;
}
