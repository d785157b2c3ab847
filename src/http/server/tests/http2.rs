//! Clients of HTTP/2 that make no room in their streams. Frames by hand (RFC 9113, section 4.1).

use super::unread::{LARGE, impatient, large};
use super::*;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const WINDOW_UPDATE: u8 = 8;

struct Frame {
    kind: u8,
    flags: u8,
    stream: u32,
    payload: Vec<u8>,
}

/// A client whose streams have no window until it opens one, and that answers pings.
struct Client(TcpStream);

impl Client {
    /// Requests `/` in so many streams: 1, 3, 5 and so on.
    async fn ask(server: &Server, streams: u32) -> Self {
        Self::ask_with(server, streams, 0).await
    }

    /// The same, with a window of so many bytes in each stream.
    async fn ask_with(server: &Server, streams: u32, window: u32) -> Self {
        let stream = TcpStream::connect(server.address).await.unwrap();
        let mut client = Self(stream);
        client.0.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.unwrap();
        // SETTINGS_INITIAL_WINDOW_SIZE.
        let window = window.to_be_bytes();
        client
            .send(SETTINGS, 0, 0, &[0, 4, window[0], window[1], window[2], window[3]])
            .await;
        for number in 0..streams {
            // `:method: GET`, `:scheme: http`, `:path: /`, and a literal `:authority: h` (RFC 7541, appendix A).
            let block = [0x82, 0x86, 0x84, 0x01, 1, b'h'];
            client.send(HEADERS, 0x5, number * 2 + 1, &block).await;
        }
        client
    }

    async fn send(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
        let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
        let mut frame = vec![length[1], length[2], length[3], kind, flags];
        frame.extend(stream.to_be_bytes());
        frame.extend(payload);
        // The server may have ended the connection.
        let _ = self.0.write_all(&frame).await;
    }

    /// The next frame with content, or none if the connection ended.
    async fn next(&mut self) -> Option<Frame> {
        loop {
            let mut head = [0; 9];
            self.0.read_exact(&mut head).await.ok()?;
            let mut payload = vec![0; u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize];
            self.0.read_exact(&mut payload).await.ok()?;
            let (kind, flags) = (head[3], head[4]);
            let is_answer = flags & 1 == 1;
            match kind {
                SETTINGS if !is_answer => self.send(SETTINGS, 1, 0, &[]).await,
                PING if !is_answer => self.send(PING, 1, 0, &payload).await,
                SETTINGS | PING | WINDOW_UPDATE | GOAWAY => {}
                _ => {
                    let stream = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
                    return Some(Frame {
                        kind,
                        flags,
                        stream,
                        payload,
                    });
                }
            }
        }
    }

    async fn make_room(&mut self, stream: u32, bytes: u32) {
        self.send(WINDOW_UPDATE, 0, 0, &bytes.to_be_bytes()).await;
        self.send(WINDOW_UPDATE, 0, stream, &bytes.to_be_bytes()).await;
    }
}

#[tokio::test]
async fn a_connection_whose_streams_all_wait_ends_though_its_client_answers_pings() {
    let server = server(large(), impatient()).await;
    let mut client = Client::ask(&server, 3).await;
    let ended = async { while client.next().await.is_some() {} };
    tokio::time::timeout(Limits::default().drain, ended).await.unwrap();
}

#[tokio::test]
async fn a_stream_that_waits_is_reset_and_the_others_go_on() {
    let limits = Limits {
        write: SOON * 20,
        ..Limits::default()
    };
    let server = server(large(), limits).await;
    let mut client = Client::ask(&server, 2).await;
    client.make_room(3, 64 * 1024).await;
    let (mut seen, mut reset) = (0, false);
    while !reset || seen < 1024 * 1024 {
        let frame = client.next().await.expect("the connection goes on");
        match (frame.kind, frame.stream) {
            (DATA, 3) => {
                seen += frame.payload.len();
                assert_eq!(frame.flags & 1, 0, "it ended before the other was reset");
                // Longer than the limit for all of it.
                tokio::time::sleep(SOON / 50).await;
                client.make_room(3, frame.payload.len().try_into().unwrap()).await;
            }
            (RST_STREAM, 1) => reset = true,
            (kind, stream) => assert_eq!(kind, HEADERS, "stream {stream}"),
        }
    }
}

#[tokio::test]
async fn a_connection_ends_though_more_replies_take_the_turn_of_those_that_were_reset() {
    let limits = Limits {
        unsent_connection: LARGE as u64,
        ..impatient()
    };
    let server = server(large(), limits).await;
    let mut client = Client::ask(&server, 100).await;
    let ended = async { while client.next().await.is_some() {} };
    // One after the other they would take 100 times the limit.
    tokio::time::timeout(impatient().write * 50, ended).await.unwrap();
}

#[tokio::test]
async fn a_small_reply_that_waits_is_no_exception() {
    let small = warp::any().map(|| Response::new("small".into()));
    let server = server(small.boxed(), impatient()).await;
    let mut client = Client::ask(&server, 1).await;
    let ended = async { while client.next().await.is_some() {} };
    tokio::time::timeout(Limits::default().drain, ended).await.unwrap();
}

#[tokio::test]
async fn a_client_with_room_for_a_byte_is_no_exception() {
    for streams in [1, 3] {
        let small = warp::any().map(|| Response::new("small".into()));
        let server = server(small.boxed(), impatient()).await;
        let mut client = Client::ask_with(&server, streams, 1).await;
        let ended = async { while client.next().await.is_some() {} };
        tokio::time::timeout(Limits::default().drain, ended).await.unwrap();
    }
}

#[tokio::test]
async fn replies_of_which_only_a_byte_was_sent_are_counted() {
    let limits = Limits {
        unsent: LARGE as u64,
        ..Limits::default()
    };
    let server = server(large(), limits).await;
    let mut client = Client::ask_with(&server, 1, 1).await;
    while client.next().await.unwrap().kind != DATA {}
    let refused = talk(&server, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").await;
    assert!(refused.starts_with("HTTP/1.1 503 Service Unavailable\r\n"), "{refused}");
}

#[tokio::test]
async fn a_client_that_reads_gets_more_at_a_time_than_may_wait_for_it() {
    let limits = Limits {
        unsent_connection: LARGE as u64 * 3 / 2,
        ..Limits::default()
    };
    let server = server(large(), limits).await;
    let window = u32::try_from(LARGE).unwrap();
    let mut client = Client::ask_with(&server, 2, window).await;
    client.send(WINDOW_UPDATE, 0, 0, &(window * 2).to_be_bytes()).await;
    let (mut seen, mut ends) = (0, 0);
    while ends < 2 {
        let frame = client.next().await.unwrap();
        seen += if frame.kind == DATA { frame.payload.len() } else { 0 };
        ends += u32::from(frame.flags & 1 == 1);
    }
    assert_eq!(seen, 2 * LARGE);
}

#[tokio::test]
async fn an_idle_connection_ends_though_its_client_answers_pings() {
    let limits = Limits {
        keep_alive: SOON,
        ..Limits::default()
    };
    let small = warp::any().map(|| Response::new("small".into()));
    let server = server(small.boxed(), limits).await;
    let mut client = Client::ask(&server, 1).await;
    client.make_room(1, 1024).await;
    let mut seen = Vec::new();
    let ended = async {
        while let Some(frame) = client.next().await {
            if frame.kind == DATA {
                seen.extend(frame.payload);
            }
        }
    };
    tokio::time::timeout(Limits::default().drain, ended).await.unwrap();
    assert_eq!(seen, b"small");
}

#[tokio::test]
async fn a_whole_reply_arrives_in_pieces() {
    let server = server(large(), Limits::default()).await;
    let mut client = Client::ask(&server, 1).await;
    client.make_room(1, u32::try_from(LARGE).unwrap()).await;
    let mut seen = 0;
    loop {
        let frame = client.next().await.unwrap();
        if frame.kind == DATA {
            assert!(frame.payload.iter().all(|byte| *byte == b'x'));
            seen += frame.payload.len();
            if frame.flags & 1 == 1 {
                break;
            }
        }
    }
    assert_eq!(seen, LARGE);
}

#[tokio::test]
async fn a_reply_waits_until_the_client_has_read_what_waits_for_it() {
    let limits = Limits {
        unsent_connection: LARGE as u64,
        ..Limits::default()
    };
    let server = server(large(), limits).await;
    let mut client = Client::ask(&server, 2).await;
    let mut seen = 0;
    loop {
        let frame = client.next().await.unwrap();
        match (frame.kind, frame.stream) {
            (HEADERS, 1) => client.make_room(1, u32::try_from(LARGE).unwrap()).await,
            (DATA, 1) => seen += frame.payload.len(),
            _ => break,
        }
    }
    // All but the bytes under way.
    assert!(seen > LARGE / 2, "{seen}");
}
