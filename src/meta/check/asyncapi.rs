//! Names that sockets have in the document of `AsyncAPI`: unique, and none that a reference there couldn't name.

use super::api::Whole;
use super::names::same;
use crate::meta::const_error::const_error;
use crate::meta::index::Position;
use crate::meta::{Item, Socket, Source};

/// Checks the names of a socket.
#[track_caller]
pub(super) const fn check_socket_names(api: &Whole, socket: &Socket, own: Position) {
    let mut next = api.index.first();
    while let Some(at) = next
        && !at.is(own)
    {
        if let Item::Socket(other) = api.index.item(at)
            && same(other.name, socket.name)
        {
            const_error(&[
                "two sockets are named `",
                socket.name,
                "`, so their operations in the AsyncAPI document would be, too; rename one",
            ]);
        }
        next = api.index.next(at);
    }
    check_plain(socket, "", "");
    let mut at = 0;
    while at < socket.rpc.len() {
        check_plain(socket, "method `", socket.rpc[at].name);
        at += 1;
    }
    at = 0;
    while at < socket.channels.len() {
        if let Source::Events(events) = socket.channels[at].source {
            let mut event = 0;
            while event < events.len() {
                check_plain(socket, "event `", events[event].name);
                event += 1;
            }
        }
        at += 1;
    }
}

/// Checks that a name can stand in a reference as it is: the socket's own, if `name` is empty.
#[track_caller]
const fn check_plain(socket: &Socket, what: &str, name: &str) {
    let bytes = if name.is_empty() { socket.name } else { name }.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_alphanumeric() && bytes[at] != b'_' {
            const_error(&[
                "socket `",
                socket.name,
                if name.is_empty() { "" } else { "`: " },
                what,
                name,
                "` can't be named so in the AsyncAPI document; keep to ASCII letters, digits and `_`",
            ]);
        }
        at += 1;
    }
}
