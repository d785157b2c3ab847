//! Names that sockets have in the document of `AsyncAPI`: unique, and none that a reference there couldn't name.

use super::api::Whole;
use super::names::same;
use crate::meta::const_error::const_error;
use crate::meta::{Item, Socket, Source};

/// Checks the names of a socket, the item at `at` of the part at `in_part`.
#[track_caller]
pub(super) const fn check_socket_names(api: &Whole, socket: &Socket, in_part: usize, at: usize) {
    let mut part = 0;
    while part <= in_part {
        let items = api.parts[part].items;
        let mut item = 0;
        while item < items.len() && (part < in_part || item < at) {
            if let Item::Socket(other) = items[item]
                && same(other.name, socket.name)
            {
                const_error(&[
                    "two sockets are named `",
                    socket.name,
                    "`, so their operations in the AsyncAPI document would be, too; rename one",
                ]);
            }
            item += 1;
        }
        part += 1;
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
