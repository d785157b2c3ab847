//! The format of messages at PostgreSQL: names of topics, and payloads of notifications.
//!
//! A payload is a head, `:`, the length of the channel's name in bytes, `:`, that name, and the rest. If the head is `m` and a number, the rest
//! is the message. The number makes equal messages in one transaction different, since PostgreSQL would deliver only one of them ("NOTIFY" in
//! its manual). If the head is `t`, the message is in the table, and the rest is the ID of its row.

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The longest payload in bytes: "less than 8000" ("NOTIFY" in PostgreSQL's manual).
const LONGEST: usize = 7_999;

/// The name of a channel at PostgreSQL, a digest: names have at most 63 bytes there, and more here. Payloads have the real name.
pub(super) fn topic(channel: &str) -> String {
    let digest = Sha256::digest(channel.as_bytes());
    let mut topic = String::from("warp_openapi_");
    for byte in digest.iter().take(16) {
        topic.push_str(&format!("{byte:02x}"));
    }
    topic
}

/// The payload with a message. `None` if it is too long, or PostgreSQL's text type can't hold it.
pub(super) fn with_message(number: usize, channel: &str, message: &[u8]) -> Option<String> {
    let message = std::str::from_utf8(message).ok()?;
    let payload = format!("m{number}:{}:{channel}{message}", channel.len());
    (payload.len() <= LONGEST && !message.contains('\0')).then_some(payload)
}

/// The payload of a message that is in the table.
pub(super) fn with_id(channel: &str, id: Uuid) -> String {
    format!("t:{}:{channel}{id}", channel.len())
}

/// A parsed payload.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Payload<'p> {
    /// The channel and the message.
    Message(&'p str, Bytes),
    /// The channel, and the ID of the row that has the message.
    Stored(&'p str, Uuid),
}

/// Parses a payload; `None` if it is of another program.
pub(super) fn parse(payload: &str) -> Option<Payload<'_>> {
    let (head, rest) = payload.split_once(':')?;
    let (length, rest) = rest.split_once(':')?;
    let (channel, rest) = rest.split_at_checked(length.parse().ok()?)?;
    match head.as_bytes().first()? {
        b'm' => Some(Payload::Message(channel, Bytes::copy_from_slice(rest.as_bytes()))),
        b't' => Some(Payload::Stored(channel, Uuid::try_parse(rest).ok()?)),
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
    fn payloads_are_parsed_as_they_were_written() {
        let id = Uuid::now_v7();
        for channel in ["", "tasks", "a:b", "7:", "ünï"] {
            for message in ["", "\n{}", "m1:2:ab", "ünï"] {
                let payload = with_message(7, channel, message.as_bytes()).unwrap();
                assert_eq!(parse(&payload), Some(Payload::Message(channel, message.into())));
            }
            assert_eq!(parse(&with_id(channel, id)), Some(Payload::Stored(channel, id)));
        }
    }

    #[test]
    fn payloads_end_where_postgresql_ends_them() {
        let head = "m7:5:tasks".len();
        let fits = with_message(7, "tasks", "x".repeat(LONGEST - head).as_bytes()).unwrap();
        assert_eq!(fits.len(), LONGEST);
        assert_eq!(
            with_message(7, "tasks", "x".repeat(LONGEST - head + 1).as_bytes()),
            None
        );
        assert_eq!(with_message(7, "tasks", b"\xff"), None, "no UTF-8");
        assert_eq!(with_message(7, "tasks", b"\0"), None, "PostgreSQL's texts hold no NUL");
    }

    #[test]
    fn payloads_of_other_programs_are_ignored() {
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
            assert_eq!(parse(payload), None, "{payload}");
        }
    }
}
