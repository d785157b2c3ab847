//! Messages as brokers transport them: the event, a line feed, and the frame that all subscribers get. So a message is rendered once.

use bytes::Bytes;
use tokio_tungstenite::tungstenite::protocol::frame::Utf8Bytes;

use super::frame;
use crate::engine::Message;
use crate::error::Error;

/// Renders a message.
///
/// # Errors
///
/// [`Error::Invalid`] if the event has a line feed, [`Error::Internal`] if the data isn't UTF-8.
pub(super) fn pack(message: &Message) -> Result<Bytes, Error> {
    if message.event.contains('\n') {
        return Err(Error::invalid("event", "contains a line end"));
    }
    let frame = frame::broadcast(&message.channel, &message.event, &message.data)?;
    let mut packed = Vec::with_capacity(message.event.len() + 1 + frame.len());
    packed.extend_from_slice(message.event.as_bytes());
    packed.push(b'\n');
    packed.extend_from_slice(frame.as_bytes());
    Ok(packed.into())
}

/// The event and the frame; `None` if the message is of another program.
pub(super) fn unpack(packed: &Bytes) -> Option<(&str, Utf8Bytes)> {
    let end = packed.iter().position(|byte| *byte == b'\n')?;
    let event = std::str::from_utf8(packed.get(..end)?).ok()?;
    let frame = Utf8Bytes::try_from(packed.slice(end + 1..)).ok()?;
    Some((event, frame))
}
