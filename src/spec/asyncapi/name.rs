//! Names in the document, unique by how they are made: methods have no dot, events have one before them, and neither has `-`.

use crate::meta::Socket;
use crate::spec::writer::Writer;

/// The message and, behind the socket's name, the operation of an event: `lobby.entered`.
///
/// Characters that names in the document can't have are replaced or left out; what then looks the same is numbered.
pub(super) const fn event(w: &mut Writer<'_>, socket: &Socket, channel: usize, event: &str) {
    let name = socket.channels[channel].name;
    let mut at = 0;
    while let Some((byte, next)) = byte(name, at) {
        w.bytes(&[byte]);
        at = next;
    }
    w.put(".");
    w.put(event);
    let (mut other, mut number) = (0, 1);
    while other < channel {
        number += alike(socket.channels[other].name, name) as i64;
        other += 1;
    }
    if number > 1 {
        w.put("-");
        w.integer(number);
    }
}

/// Where the names of channels are anything, all events are one message.
pub(super) const ANY_EVENT: &str = "channel.event";

/// The next byte of a channel's name as the document has it, and where the one behind it may be.
const fn byte(name: &str, mut at: usize) -> Option<(u8, usize)> {
    let bytes = name.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'}' => at += 1,
            b'/' => return Some((b'.', at + 1)),
            b'~' => return Some((b'-', at + 1)),
            byte => return Some((byte, at + 1)),
        }
    }
    None
}

const fn alike(a: &str, b: &str) -> bool {
    let (mut left, mut right) = (0, 0);
    loop {
        match (byte(a, left), byte(b, right)) {
            (None, None) => return true,
            (Some((x, after_x)), Some((y, after_y))) if x == y => (left, right) = (after_x, after_y),
            _ => return false,
        }
    }
}
