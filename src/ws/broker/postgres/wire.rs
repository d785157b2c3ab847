//! How messages travel: names of topics, and the payloads of notifications.
//!
//! A payload is a head, `:`, the length of the channel's name in bytes, `:`, that name, and the rest. Where the head is `m` and a number, the
//! rest is the message; the number tells it from an equal one in the same transaction, of which PostgreSQL would deliver but one ("NOTIFY" in
//! its manual). Where it is `t`, the message is in the table, and the rest is the id of its row.

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The longest payload in bytes: "less than 8000" ("NOTIFY" in PostgreSQL's manual).
const LONGEST: usize = 7_999;

/// The name that PostgreSQL knows a channel by. Its names end at 63 bytes and ours don't, so it is a digest; payloads carry the real name.
pub(super) fn topic(channel: &str) -> String {
    let digest = Sha256::digest(channel.as_bytes());
    let mut topic = String::from("warp_openapi_");
    for byte in digest.iter().take(16) {
        topic.push_str(&format!("{byte:02x}"));
    }
    topic
}

/// The payload that carries a message itself; `None` if it is too long, or nothing that a text of PostgreSQL can hold.
pub(super) fn whole(number: usize, channel: &str, message: &[u8]) -> Option<String> {
    let message = std::str::from_utf8(message).ok()?;
    let payload = format!("m{number}:{}:{channel}{message}", channel.len());
    (payload.len() <= LONGEST && !message.contains('\0')).then_some(payload)
}

/// The payload that tells where a message is.
pub(super) fn elsewhere(channel: &str, id: Uuid) -> String {
    format!("t:{}:{channel}{id}", channel.len())
}

/// What a notification says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard<'p> {
    /// The channel and the message.
    Whole(&'p str, Bytes),
    /// The channel, and the row that has the message.
    Elsewhere(&'p str, Uuid),
}

/// Reads a payload; `None` if it isn't one of ours.
pub(super) fn read(payload: &str) -> Option<Heard<'_>> {
    let (head, rest) = payload.split_once(':')?;
    let (length, rest) = rest.split_once(':')?;
    let (channel, rest) = rest.split_at_checked(length.parse().ok()?)?;
    match head.as_bytes().first()? {
        b'm' => Some(Heard::Whole(channel, Bytes::copy_from_slice(rest.as_bytes()))),
        b't' => Some(Heard::Elsewhere(channel, Uuid::try_parse(rest).ok()?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_names_that_postgresql_keeps_whole() {
        let channels = [
            "",
            "tasks",
            "Tasks",
            "läuft",
            &"x".repeat(255),
            &"x".repeat(254),
            "a\"b;--",
        ];
        let topics: Vec<String> = channels.iter().map(|channel| topic(channel)).collect();
        for (index, topic) in topics.iter().enumerate() {
            assert!(topic.len() <= 63, "{topic}");
            assert!(
                topic.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'),
                "{topic}"
            );
            assert!(!topics[..index].contains(topic), "{topic}");
        }
    }

    #[test]
    fn payloads_are_read_as_they_were_written() {
        let id = Uuid::now_v7();
        for channel in ["", "tasks", "a:b", "7:", "ünï"] {
            for message in ["", "\n{}", "m1:2:ab", "ünï"] {
                let payload = whole(7, channel, message.as_bytes()).unwrap();
                assert_eq!(read(&payload), Some(Heard::Whole(channel, message.into())));
            }
            assert_eq!(read(&elsewhere(channel, id)), Some(Heard::Elsewhere(channel, id)));
        }
    }

    #[test]
    fn payloads_end_where_postgresql_ends_them() {
        let head = "m7:5:tasks".len();
        let fits = whole(7, "tasks", "x".repeat(LONGEST - head).as_bytes()).unwrap();
        assert_eq!(fits.len(), LONGEST);
        assert_eq!(whole(7, "tasks", "x".repeat(LONGEST - head + 1).as_bytes()), None);
        assert_eq!(whole(7, "tasks", b"\xff"), None, "no UTF-8");
        assert_eq!(whole(7, "tasks", b"\0"), None, "PostgreSQL's texts hold no NUL");
    }

    #[test]
    fn payloads_of_others_are_passed_over() {
        for payload in [
            "",
            "m",
            "m1",
            "m1:",
            "m1:x:",
            "m1:9:tasks",
            "m1:1:ü",
            "x1:0:",
            ":0:",
            "t1:0:not-an-id",
        ] {
            assert_eq!(read(payload), None, "{payload}");
        }
    }
}
