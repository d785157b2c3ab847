//! Limits of sockets.

use crate::cli::config::flag::Flag;

pub(super) fn flags() -> Vec<Flag> {
    let flags = vec![
        Flag::whole("socket-limit", &["SOCKET_LIMIT"], 1..=1_000_000, |it| {
            &mut it.settings.sockets.open
        })
        .help("The most sockets at a time"),
        Flag::whole("socket-message-limit", &["SOCKET_MESSAGE_LIMIT"], 1..=64 << 20, |it| {
            &mut it.settings.sockets.message
        })
        .unit("BYTES")
        .help("The most bytes in one message of a socket"),
        Flag::seconds("socket-ping", &["SOCKET_PING"], 1..=3_600, |it| {
            &mut it.settings.sockets.ping
        })
        .help("How long a socket may be silent before it is pinged, and then again before it is closed"),
        Flag::whole("socket-queue", &["SOCKET_QUEUE"], 1..=100_000, |it| {
            &mut it.settings.sockets.queue
        })
        .unit("MESSAGES")
        .help("The most messages that wait for one socket"),
        Flag::whole("socket-queue-bytes", &["SOCKET_QUEUE_BYTES"], 1..=1 << 30, |it| {
            &mut it.settings.sockets.queue_bytes
        })
        .unit("BYTES")
        .help("The most bytes of the messages that wait for one socket"),
        Flag::whole("socket-requests", &["SOCKET_REQUESTS"], 1..=1_000, |it| {
            &mut it.settings.sockets.requests
        })
        .help("The most requests of one socket that are answered at a time"),
        Flag::seconds("socket-timeout", &["SOCKET_TIMEOUT"], 1..=3_600, |it| {
            &mut it.settings.sockets.answer
        })
        .help("How long the answer to a request of a socket may take"),
        Flag::whole("socket-subscriptions", &["SOCKET_SUBSCRIPTIONS"], 1..=100_000, |it| {
            &mut it.settings.sockets.subscriptions
        })
        .help("The most subscriptions of one socket"),
    ];
    flags.into_iter().map(Flag::in_documents).collect()
}
