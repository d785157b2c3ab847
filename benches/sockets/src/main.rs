//! Sockets: the same protocol through `api!`, and bare.
//!
//!     sockets ours serve --port 8394       # through `api!`
//!     sockets bare 8395                    # tokio-tungstenite and a broadcast, as one writes it by hand
//!     sockets warp 8396                    # warp's own WebSocket, for its memory
//!     sockets fan-out ADDRESS COUNT TIMES  # messages a second that COUNT sockets receive, TIMES each
//!     sockets echo ADDRESS COUNT TIMES     # round trips a second of COUNT sockets, TIMES each
//!     sockets idle ADDRESS COUNT PID       # bytes of PID's memory for each of COUNT sockets

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use futures::{SinkExt, StreamExt};
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, broadcast};
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};
use warp::Filter;
use warp_openapi::prelude::*;

api! {
    /// Messages to all sockets.
    api Talk { title: "Talk", version: "1.0.0", tags: { Talk: "Messages" } }

    /// Follow whatever there is
    socket Stream {
        path: "/stream",
        tag: Talk,
        rpc: {
            /// Answers with its payload
            echo(payload: JsonValue) -> JsonValue,
        },
        allow: [subscribe, publish],
    }
}

async fn echo(_: Ctx, _: Socket, payload: JsonValue) -> Result<JsonValue, Error> {
    Ok(payload)
}

/// The data of each message.
const DATA: &str = r#"{"id":4711,"title":"A thing to do","severity":3,"done":null,"created_by":"somebody@example.com","kind":"issue"}"#;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let number = |text: &str| text.parse::<usize>().expect("a number");
    if let ["ours", rest @ ..] = words.as_slice() {
        return Talk::cli().run_from(["ours"].iter().chain(rest));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        match words.as_slice() {
            ["bare", port] => bare(number(port)).await,
            ["warp", port] => warps(number(port)).await,
            ["fan-out", address, count, times] => fan_out(address, number(count), number(times)).await,
            ["echo", address, count, times] => echoes(address, number(count), number(times)).await,
            ["idle", address, count, pid] => idle(address, number(count), pid).await,
            _ => panic!("see the head of this file"),
        }
    });
    ExitCode::SUCCESS
}

#[derive(Deserialize)]
struct RpcEnvelope<'j> {
    id: &'j str,
    method: &'j str,
    #[serde(borrow)]
    payload: &'j RawValue,
}

/// The server by hand: every socket gets every message, requests are answered in turn.
async fn bare(port: usize) {
    let listener = TcpListener::bind(format!("127.0.0.1:{port}")).await.expect("a port");
    let (all, _) = broadcast::channel::<Utf8Bytes>(1_024);
    loop {
        let (stream, _) = listener.accept().await.expect("a client");
        stream.set_nodelay(true).expect("an option");
        let all = all.clone();
        tokio::spawn(async move {
            let Ok(mut socket) = tokio_tungstenite::accept_async(stream).await else { return };
            let mut messages = all.subscribe();
            loop {
                let answer = tokio::select! {
                    message = messages.recv() => match message {
                        Ok(message) => message,
                        Err(_) => return,
                    },
                    message = socket.next() => match message {
                        Some(Ok(Message::Text(text))) => answer(&text, &all),
                        Some(Ok(_)) => continue,
                        _ => return,
                    },
                };
                if socket.send(Message::Text(answer)).await.is_err() {
                    return;
                }
            }
        });
    }
}

fn answer(text: &str, all: &broadcast::Sender<Utf8Bytes>) -> Utf8Bytes {
    let Ok(RpcEnvelope { id, method, payload }) = serde_json::from_str(text) else {
        return "{\"error\":{\"message\":\"JSON string expected\"}}".into();
    };
    if method == "publish" {
        // In the format of this crate.
        let _ = all.send(format!("{{\"channel\":\"news\",\"event\":\"said\",\"data\":{DATA}}}").into());
    }
    format!("{{\"id\":\"{id}\",\"method\":\"{method}\",\"result\":{payload}}}").into()
}

async fn warps(port: usize) {
    let filter = warp::path("stream").and(warp::ws()).map(|ws: warp::ws::Ws| {
        ws.on_upgrade(async |mut socket| while let Some(Ok(_)) = socket.next().await {})
    });
    warp::serve(filter).run(([127, 0, 0, 1], port as u16)).await;
}

/// A frame of a client, with a mask of zeros.
fn frame(text: &str) -> Vec<u8> {
    let mut out = vec![0x81];
    match text.len() {
        size @ 0..=125 => out.push(0x80 | size as u8),
        size => {
            out.push(0x80 | 126);
            out.extend((size as u16).to_be_bytes());
        }
    }
    out.extend([0; 4]);
    out.extend(text.as_bytes());
    out
}

fn request(method: &str, payload: &str) -> Vec<u8> {
    frame(&format!(r#"{{"id":"1","method":"{method}","payload":{payload}}}"#))
}

/// Opens a socket. The client costs as little as it can, since it shares the machine with the servers: it counts bytes.
async fn open(address: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.expect("a server");
    stream.set_nodelay(true).expect("an option");
    let head = "GET /stream HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    stream.write_all(head.as_bytes()).await.expect("a connection");
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.expect("a reply"));
    }
    assert!(head.starts_with(b"HTTP/1.1 101"));
    stream
}

/// Sends a request and reads its answer; gives back the bytes of that.
async fn call(stream: &mut TcpStream, request: &[u8]) -> usize {
    stream.write_all(request).await.expect("a connection");
    let mut head = [0; 2];
    stream.read_exact(&mut head).await.expect("an answer");
    let (size, more) = match head[1] {
        126 => (usize::from(stream.read_u16().await.expect("a size")), 2),
        size => (usize::from(size), 0),
    };
    let mut rest = vec![0; size];
    stream.read_exact(&mut rest).await.expect("an answer");
    assert!(rest.starts_with(b"{\"id\":\"1\""), "{}", String::from_utf8_lossy(&rest));
    size + more + 2
}

async fn fan_out(address: &str, count: usize, times: usize) {
    let subscribe = request("subscribe", r#"{"channel":"news"}"#);
    let publish = request("publish", &format!(r#"{{"channel":"news","event":"said","data":{DATA}}}"#));
    let size = format!("{{\"channel\":\"news\",\"event\":\"said\",\"data\":{DATA}}}").len() + 4;
    let (received, all) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
    for _ in 0..count {
        let mut stream = open(address).await;
        call(&mut stream, &subscribe).await;
        let (received, all) = (Arc::clone(&received), Arc::clone(&all));
        tokio::spawn(async move {
            let mut buffer = [0; 4096];
            loop {
                match stream.read(&mut buffer).await {
                    Ok(0) | Err(_) => return,
                    Ok(bytes) => {
                        let before = received.fetch_add(bytes, Ordering::Relaxed);
                        if (before + bytes) % (size * count) == 0 {
                            all.notify_one();
                        }
                    }
                }
            }
        });
    }
    let mut publisher = open(address).await;
    // The bare server sends to the publisher, too.
    let (mut reader, mut writer) = publisher.split();
    let swallow = async {
        let mut buffer = [0; 4096];
        while reader.read(&mut buffer).await.expect("a connection") > 0 {}
    };
    let publish = async {
        let mut started = Instant::now();
        for time in 0..times + 3 {
            if time == 3 {
                started = Instant::now();
            }
            writer.write_all(&publish).await.expect("a connection");
            all.notified().await;
        }
        println!("{:.0}", (count * times) as f64 / started.elapsed().as_secs_f64());
    };
    tokio::select! { () = swallow => {}, () = publish => {} }
}

async fn echoes(address: &str, count: usize, times: usize) {
    let request = Arc::new(request("echo", DATA));
    let mut streams = Vec::new();
    for _ in 0..count {
        streams.push(open(address).await);
    }
    let started = Instant::now();
    let calls = streams.into_iter().map(|mut stream| {
        let request = Arc::clone(&request);
        tokio::spawn(async move {
            for _ in 0..times {
                call(&mut stream, &request).await;
            }
        })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.expect("no panic");
    }
    println!("{:.0}", (count * times) as f64 / started.elapsed().as_secs_f64());
}

async fn idle(address: &str, count: usize, pid: &str) {
    let memory = || {
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("a process");
        let line = status.lines().find(|line| line.starts_with("VmRSS")).expect("its memory");
        line.split_whitespace().nth(1).and_then(|kib| kib.parse::<usize>().ok()).expect("a number") * 1024
    };
    // What a server needs for any socket at all.
    let mut streams = Vec::new();
    for _ in 0..100 {
        streams.push(open(address).await);
    }
    let before = memory();
    for _ in 0..count {
        streams.push(open(address).await);
    }
    let mut last = streams.pop().expect("a socket");
    // A byte of each side has been there.
    last.write_all(&frame("{}")).await.expect("a connection");
    println!("{}", memory().saturating_sub(before) / count);
}
