//! Frames: fragments are joined, and violations of the protocol close the socket with a code (RFC 6455, section 7.4.1).

use serde_json::json;

use super::raw::{BINARY, CLOSE, PING, PONG, Raw, TEXT, frame, head};
use super::within;

const ECHO: &str = r#"{"id":"a","method":"echo","payload":{"x":"ü"}}"#;

/// The most bytes in a message of these tests.
const MOST: usize = 4_096;

/// What bytes on a new socket end in.
async fn closed(bytes: impl AsRef<[u8]>, code: u16) {
    within(
        |limits| limits.message = MOST,
        async |app| {
            let mut other = app.socket("/v1/open").await;
            let mut socket = Raw::open(app.address(), "/v1/open").await;
            socket.send(&bytes).await;
            assert_eq!(socket.closed().await, code);
            // Other sockets aren't affected.
            assert_eq!(other.call("echo", json!({})).await, json!({}));
        },
    )
    .await;
}

#[tokio::test]
async fn binary_messages_are_no_requests() {
    within(
        |_| {},
        async |app| {
            let mut socket = Raw::open(app.address(), "/v1/open").await;
            socket.send(frame(BINARY, ECHO)).await;
            let refused = json!({ "error": { "message": "JSON string expected" } });
            assert_eq!(socket.json().await, refused);
            socket.send(frame(TEXT, ECHO)).await;
            assert_eq!(socket.json().await["id"], "a");
        },
    )
    .await;
}

#[tokio::test]
async fn fragments_are_put_together_with_control_frames_between_them() {
    within(
        |_| {},
        async |app| {
            let mut socket = Raw::open(app.address(), "/v1/open").await;
            let bytes = ECHO.as_bytes();
            // Within the ü.
            let (begin, end) = bytes.split_at(bytes.len() - 4);
            socket.send(frame(0x01, begin)).await;
            socket.send(frame(PING, "between")).await;
            assert_eq!(socket.frame().await, Some((PONG, b"between".to_vec())));
            for _ in 0..1_000 {
                socket.send(frame(0x00, "")).await;
            }
            for byte in end {
                socket.send(frame(0x00, [*byte])).await;
            }
            socket.send(frame(PONG, "unasked")).await;
            socket.send(frame(0x80, "")).await;
            assert_eq!(socket.json().await["result"], json!({ "x": "ü" }));
        },
    )
    .await;
}

#[tokio::test]
async fn a_frame_may_come_byte_by_byte_and_many_at_once() {
    within(
        |_| {},
        async |app| {
            let mut socket = Raw::open(app.address(), "/v1/open").await;
            for byte in frame(TEXT, ECHO) {
                socket.send([byte]).await;
            }
            assert_eq!(socket.json().await["id"], "a");
            socket.send(frame(TEXT, ECHO).repeat(500)).await;
            for _ in 0..500 {
                assert_eq!(socket.json().await["id"], "a");
            }
        },
    )
    .await;
}

#[tokio::test]
async fn pings_are_answered_with_their_data_and_closings_with_their_code() {
    within(
        |_| {},
        async |app| {
            let mut socket = Raw::open(app.address(), "/v1/open").await;
            for data in ["", "x", &"y".repeat(125)] {
                socket.send(frame(PING, data)).await;
                assert_eq!(socket.frame().await, Some((PONG, data.as_bytes().to_vec())));
            }
            let closing = [&3_000_u16.to_be_bytes()[..], b"enough"].concat();
            socket.send(frame(CLOSE, &closing)).await;
            assert_eq!(socket.frame().await, Some((CLOSE, closing)));
            assert_eq!(socket.frame().await, None);

            let mut silent = Raw::open(app.address(), "/v1/open").await;
            silent.send(frame(CLOSE, "")).await;
            assert_eq!(silent.frame().await, Some((CLOSE, Vec::new())));
        },
    )
    .await;
}

#[tokio::test]
async fn a_message_at_the_limit_passes() {
    within(
        |limits| limits.message = MOST,
        async |app| {
            let mut socket = Raw::open(app.address(), "/v1/open").await;
            let text = format!("{ECHO}{}", " ".repeat(MOST - ECHO.len()));
            socket.send(frame(TEXT, &text)).await;
            assert_eq!(socket.json().await["id"], "a");
            let (begin, end) = text.split_at(7);
            socket.send([frame(0x01, begin), frame(0x80, end)].concat()).await;
            assert_eq!(socket.json().await["id"], "a");
        },
    )
    .await;
}

#[tokio::test]
async fn a_message_over_the_limit_is_closed_with_1009() {
    closed(frame(TEXT, " ".repeat(MOST + 1)), 1009).await;
    closed(frame(BINARY, " ".repeat(MOST + 1)), 1009).await;
    // In sum.
    let half = " ".repeat(MOST / 2 + 1);
    closed([frame(0x01, &half), frame(0x80, &half)].concat(), 1009).await;
    // By its declared length.
    for size in [MOST as u64 + 1, 1 << 62, 1 << 63, u64::MAX] {
        closed([head(TEXT, 0x80, size), vec![0; 4]].concat(), 1009).await;
    }
}

#[tokio::test]
async fn a_client_that_goes_on_sending_gets_the_close_reason() {
    within(
        |limits| limits.message = MOST,
        async |app| {
            let socket = Raw::open(app.address(), "/v1/open").await;
            let (reader, mut writer) = socket.0.into_split();
            let (done, written) = tokio::sync::oneshot::channel::<()>();
            let sending = tokio::spawn(async move {
                use tokio::io::AsyncWriteExt as _;
                writer
                    .write_all(&head(TEXT, 0x80, 8 << 20))
                    .await
                    .expect("a connection");
                let piece = vec![0; 64 * 1024];
                for _ in 0..128 {
                    writer.write_all(&piece).await.expect("no reset of the connection");
                }
                let _ = written.await;
            });
            let mut reader = tokio::io::BufReader::new(reader);
            let mut closing = [0; 4];
            tokio::io::AsyncReadExt::read_exact(&mut reader, &mut closing)
                .await
                .expect("a closing");
            assert_eq!(
                (closing[0], u16::from_be_bytes([closing[2], closing[3]])),
                (CLOSE, 1009)
            );
            let _ = done.send(());
            sending.await.expect("all sent");
        },
    )
    .await;
}

#[tokio::test]
async fn text_that_is_not_utf8_is_closed_with_1007() {
    closed(frame(TEXT, [b'"', 0xff, b'"']), 1007).await;
    closed(frame(TEXT, [0xc3]), 1007).await;
    closed([frame(0x01, [0xc3]), frame(0x80, [b'x'])].concat(), 1007).await;
    closed([frame(0x01, [b'"']), frame(0x80, [0xc3])].concat(), 1007).await;
    // A surrogate, in the UTF-8 of CESU.
    closed(frame(TEXT, [0xed, 0xa0, 0x80]), 1007).await;
    closed(frame(CLOSE, [0x03, 0xe8, 0xff]), 1007).await;
}

#[tokio::test]
async fn violations_of_the_protocol_are_closed_with_1002() {
    // Not masked.
    closed([head(TEXT, 0, 2), b"{}".to_vec()].concat(), 1002).await;
    // Reserved bits.
    for bit in [0x40, 0x20, 0x10] {
        closed(frame(TEXT | bit, "{}"), 1002).await;
    }
    // Kinds that there aren't.
    for kind in [0x83, 0x87, 0x8b, 0x8f] {
        closed(frame(kind, "{}"), 1002).await;
    }
    // A fragment of nothing, and a message within a message.
    closed(frame(0x80, "{}"), 1002).await;
    closed([frame(0x01, "{"), frame(TEXT, "{}")].concat(), 1002).await;
    // Control frames in fragments, or too large.
    closed(frame(0x09, ""), 1002).await;
    closed(frame(PING, "x".repeat(126)), 1002).await;
    // Closings of one byte, and with reserved codes.
    closed(frame(CLOSE, "x"), 1002).await;
    for code in [0_u16, 999, 1004, 1005, 1006, 1015, 5_000] {
        closed(frame(CLOSE, code.to_be_bytes()), 1002).await;
    }
}
