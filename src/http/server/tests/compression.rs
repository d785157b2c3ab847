//! Compressed replies over the wire.

use std::io::Read as _;

use bytes::Bytes;
use futures::stream;
use http::header::{CONTENT_TYPE, ETAG};

use super::*;

/// A reply of so many bytes of JSON, with an entity tag.
fn json(bytes: usize) -> BoxedFilter<(Response,)> {
    warp::any()
        .map(move || {
            let mut response = Response::new(text(bytes).into());
            response
                .headers_mut()
                .insert(CONTENT_TYPE, "application/json".parse().unwrap());
            response.headers_mut().insert(ETAG, "\"1f\"".parse().unwrap());
            response
        })
        .boxed()
}

fn text(bytes: usize) -> String {
    "{\"text\": \"na\"}, ".chars().cycle().take(bytes).collect()
}

/// The head of the reply, and its body.
async fn get(server: &Server, method: &str, headers: &str) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let request = format!("{method} / HTTP/1.0\r\nHost: h\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).await.unwrap();
    let end = reply.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap() + 4;
    (String::from_utf8(reply[..end].to_vec()).unwrap(), reply[end..].to_vec())
}

fn unzipped(bytes: &[u8]) -> String {
    let mut text = String::new();
    flate2::read::GzDecoder::new(bytes).read_to_string(&mut text).unwrap();
    text
}

const GZIP: &str = "Accept-Encoding: gzip\r\n";

#[tokio::test]
async fn replies_from_one_kibibyte_are_compressed_for_clients_that_accept_it() {
    for (size, is_whole) in [(1024, true), (60_000, true), (2_000_000, false)] {
        let server = server(json(size), Limits::default()).await;
        let (head, body) = get(&server, "GET", GZIP).await;
        assert!(head.contains("content-encoding: gzip\r\n"), "{head}");
        assert!(head.contains("vary: accept-encoding\r\n"), "{head}");
        assert!(head.contains("etag: W/\"1f-gzip\"\r\n"), "{head}");
        assert_eq!(head.contains("content-length: "), is_whole, "{head}");
        assert!(
            !is_whole || head.contains(&format!("content-length: {}\r\n", body.len())),
            "{head}"
        );
        assert!(body.len() < size / 2);
        assert_eq!(unzipped(&body), text(size));
        let (plain, body) = get(&server, "GET", "").await;
        assert!(plain.contains("vary: accept-encoding\r\n"), "{plain}");
        assert!(plain.contains("etag: \"1f\"\r\n"), "{plain}");
        assert!(!plain.contains("content-encoding"), "{plain}");
        assert_eq!(body, text(size).into_bytes());
    }
}

#[tokio::test]
async fn short_replies_are_sent_as_they_are() {
    let server = server(json(1023), Limits::default()).await;
    let (head, body) = get(&server, "GET", GZIP).await;
    assert!(!head.contains("content-encoding") && !head.contains("vary"), "{head}");
    assert!(head.contains("etag: \"1f\"\r\n"), "{head}");
    assert_eq!(body.len(), 1023);
}

#[tokio::test]
async fn the_head_is_that_of_the_compressed_reply() {
    let server = server(json(5000), Limits::default()).await;
    let (head, body) = get(&server, "HEAD", GZIP).await;
    assert!(
        head.contains("content-encoding: gzip\r\n") && head.contains("W/\"1f-gzip\""),
        "{head}"
    );
    assert!(!head.contains("content-length: 5000"), "{head}");
    assert_eq!(body, b"");
}

#[tokio::test]
async fn replies_that_are_compressed_already_or_must_not_be_are_left_alone() {
    for (name, value) in [
        ("content-encoding", "gzip"),
        ("content-type", "image/png"),
        ("content-type", "text/event-stream"),
        ("cache-control", "public, no-transform"),
        ("content-range", "bytes 0-4999/10000"),
    ] {
        let filter = json(5000).map(move |mut reply: Response| {
            let name = http::HeaderName::from_static(name);
            reply.headers_mut().insert(name, value.parse().unwrap());
            reply
        });
        let server = server(filter.boxed(), Limits::default()).await;
        let (head, body) = get(&server, "GET", "Accept-Encoding: br, zstd\r\n").await;
        assert!(
            !head.contains(": br") && !head.contains(": zstd"),
            "{name}: {value}: {head}"
        );
        assert_eq!(body, text(5000).into_bytes());
    }
}

#[tokio::test]
async fn streams_are_compressed_piece_by_piece() {
    let filter = warp::any().map(|| {
        let pieces =
            ["first ", "second ", "third"].map(|piece| Ok::<_, std::io::Error>(Bytes::from_static(piece.as_bytes())));
        let mut reply = warp::reply::Reply::into_response(warp::reply::stream(stream::iter(pieces)));
        reply
            .headers_mut()
            .insert(CONTENT_TYPE, "application/x-ndjson".parse().unwrap());
        reply
    });
    let server = server(filter.boxed(), Limits::default()).await;
    let (head, body) = get(&server, "GET", GZIP).await;
    assert!(head.contains("content-encoding: gzip\r\n"), "{head}");
    assert_eq!(unzipped(&body), "first second third");
}

#[tokio::test]
async fn all_codings_are_offered() {
    let server = server(json(5000), Limits::default()).await;
    let (head, body) = get(&server, "GET", "Accept-Encoding: br\r\n").await;
    assert!(head.contains("content-encoding: br\r\n"), "{head}");
    let mut decoded = String::new();
    brotli::Decompressor::new(body.as_slice(), 4096)
        .read_to_string(&mut decoded)
        .unwrap();
    assert_eq!(decoded, text(5000));
    let (head, body) = get(&server, "GET", "Accept-Encoding: gzip, deflate, br, zstd\r\n").await;
    assert!(head.contains("content-encoding: zstd\r\n"), "{head}");
    assert_eq!(
        zstd::stream::decode_all(body.as_slice()).unwrap(),
        text(5000).into_bytes()
    );
}

#[tokio::test]
async fn a_stream_that_fails_ends_the_transfer() {
    let filter = warp::any().map(|| {
        let pieces = vec![Ok(Bytes::from(vec![b'a'; 70_000])), Err(std::io::Error::other("lost"))];
        let mut reply = warp::reply::Reply::into_response(warp::reply::stream(stream::iter(pieces)));
        reply.headers_mut().insert(CONTENT_TYPE, "text/plain".parse().unwrap());
        reply
    });
    let server = server(filter.boxed(), Limits::default()).await;
    let reply = talk_bytes(&server, &format!("GET / HTTP/1.1\r\nHost: h\r\n{GZIP}\r\n")).await;
    assert!(!reply.ends_with(b"0\r\n\r\n"));
}

async fn talk_bytes(server: &Server, bytes: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(bytes.as_bytes()).await.unwrap();
    let mut reply = Vec::new();
    let _ = stream.read_to_end(&mut reply).await;
    reply
}
