//! Objects around the schemas of bodies and replies, as envelopes name their members.

use super::component::CLOSED;
use super::writer::Writer;
use crate::meta::Placeholder;

/// Ends the member with the count of a list.
const TOTAL: &str = "\":{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":0,\"description\":\"How many rows there are on all pages\"}";

/// Begins the object around a schema in an envelope of this name, if there is one.
pub(super) const fn open(w: &mut Writer<'_>, envelope: Option<&str>) {
    if let Some(name) = envelope {
        w.put3("{\"type\":\"object\",\"properties\":{\"", name, "\":");
    }
}

/// Ends the one of a request, which has no other members, as in components.
pub(super) const fn close_request(w: &mut Writer<'_>, envelope: Option<&str>) {
    if let Some(name) = envelope {
        w.put3("},\"required\":[\"", name, "\"]");
        w.put(CLOSED);
        w.put("}");
    }
}

/// Ends the one of a reply: the count that stands beside rows, what is required, and whether other members may be there, as in components.
pub(super) const fn close_reply(w: &mut Writer<'_>, envelope: Option<&str>, total: Option<&str>) {
    let Some(name) = envelope else { return };
    if let Some(total) = total {
        w.put3(",\"", total, TOTAL);
    }
    w.put3("},\"required\":[\"", name, "\"");
    if let Some(total) = total {
        w.put3(",\"", total, "\"");
    }
    w.put("]");
    w.placeholder(Placeholder::Closed);
    w.put("}");
}
