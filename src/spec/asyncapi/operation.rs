//! The operations of a socket, as the server sees them: it receives requests and answers them, and sends events.

use super::channel::{happened, tag};
use super::{name, security};
use crate::meta::{Access, BuiltIn, Docs, Placeholder, RateLimit, Socket, Source};
use crate::spec::writer::Writer;

/// Renders them all, one behind the other.
pub(super) const fn operations(w: &mut Writer<'_>, socket: &Socket) {
    let mut at = 0;
    while at < socket.rpc.len() {
        method(
            w,
            socket,
            socket.rpc[at].name,
            Words::Docs(socket.rpc[at].docs),
            (socket.rpc[at].limit, at == 0),
        );
        at += 1;
    }
    let rpc = at;
    at = 0;
    while at < socket.allow.len() {
        let (summary, description) = words(socket.allow[at]);
        let words = Words::Own(summary, description);
        method(w, socket, socket.allow[at].name(), words, (None, rpc + at == 0));
        at += 1;
    }
    if !socket.allows(BuiltIn::Subscribe) {
        return;
    }
    if socket.channels.is_empty() {
        event(w, socket, None);
        operation_docs(
            w,
            "any event",
            Words::Own(
                "Sends the messages of a channel",
                "To all sockets that follow the event, each once.",
            ),
        );
        sent(w, socket, None);
    }
    at = 0;
    while at < socket.channels.len() {
        match socket.channels[at].source {
            Source::Events(events) => {
                let mut one = 0;
                while one < events.len() {
                    let of = Some((at, events[one].name));
                    event(w, socket, of);
                    operation_docs(w, events[one].name, Words::Docs(events[one].docs));
                    sent(w, socket, of);
                    one += 1;
                }
            }
            Source::Resource(resource) => {
                let mut one = 0;
                while one < resource.publish.len() {
                    let of = Some((at, resource.publish[one].event()));
                    event(w, socket, of);
                    let description = "To all sockets that follow the event, once the change is committed.";
                    operation_docs(
                        w,
                        "",
                        Words::Own(happened(resource, resource.publish[one]), description),
                    );
                    sent(w, socket, of);
                    one += 1;
                }
            }
        }
        at += 1;
    }
}

/// The description of an operation.
#[derive(Clone, Copy)]
enum Words {
    Docs(Docs),
    Own(&'static str, &'static str),
}

const fn operation_docs(w: &mut Writer<'_>, name: &str, words: Words) {
    match words {
        Words::Docs(docs) => w.summary(name, docs),
        Words::Own(summary, description) => {
            w.put3(",\"summary\":\"", summary, "\"");
            w.put3(",\"description\":\"", description, "\"");
        }
    }
}

const fn words(method: BuiltIn) -> (&'static str, &'static str) {
    match method {
        BuiltIn::Subscribe => (
            "Follow events of a channel",
            "Without an event, all of them. Answers with what this socket follows then.",
        ),
        BuiltIn::Unsubscribe => (
            "Follow them no more",
            "Without an event, nothing of the channel. Answers with what this socket follows then.",
        ),
        BuiltIn::Publish => (
            "Send an event to all who follow it",
            "Answers with what was sent, which the application may have changed.",
        ),
        BuiltIn::ServerInfo => (
            "Return the number of open sockets",
            "How many are open at this server, and how many of them follow what.",
        ),
    }
}

/// An operation that answers requests; `limit` is its own rate limit.
const fn method(
    w: &mut Writer<'_>,
    socket: &Socket,
    method: &str,
    words: Words,
    (limit, first): (Option<RateLimit>, bool),
) {
    if !first {
        w.put(",");
    }
    w.put3("\"", socket.name, ".");
    w.put3(
        method,
        "\":{\"action\":\"receive\",\"channel\":{\"$ref\":\"#/channels/",
        socket.name,
    );
    w.put("\"}");
    operation_docs(w, method, words);
    tag(w, socket);
    w.put(",\"messages\":[");
    message(w, socket, method, "-request");
    w.put3(
        "],\"reply\":{\"channel\":{\"$ref\":\"#/channels/",
        socket.name,
        "\"},\"messages\":[",
    );
    message(w, socket, method, "-reply");
    w.put(",");
    message(w, socket, "error", "");
    w.put("]}");
    rate_limit(w, if limit.is_some() { limit } else { socket.limit });
    security(w, socket);
    w.put("}");
}

/// The rate limit, that of the method or of the socket, as an extension: the specification has no word for it.
const fn rate_limit(w: &mut Writer<'_>, limit: Option<RateLimit>) {
    let Some(limit) = limit else { return };
    w.put(",\"x-rate-limit\":\"");
    w.integer(limit.count as i64);
    w.put3(" per ", limit.unit(), ", ");
    w.integer(limit.burst as i64);
    w.put(" at once\"");
}

const fn message(w: &mut Writer<'_>, socket: &Socket, name: &str, suffix: &str) {
    w.put3("{\"$ref\":\"#/channels/", socket.name, "/messages/");
    w.put3(name, suffix, "\"}");
}

/// Begins an operation that sends an event, by channel and name.
const fn event(w: &mut Writer<'_>, socket: &Socket, of: Option<(usize, &str)>) {
    // A socket that is followed answers `subscribe`, so this isn't the first.
    w.put3(",\"", socket.name, ".");
    named(w, socket, of);
    w.put3(
        "\":{\"action\":\"send\",\"channel\":{\"$ref\":\"#/channels/",
        socket.name,
        "\"}",
    );
}

/// Ends it.
const fn sent(w: &mut Writer<'_>, socket: &Socket, of: Option<(usize, &str)>) {
    tag(w, socket);
    w.put3(",\"messages\":[{\"$ref\":\"#/channels/", socket.name, "/messages/");
    named(w, socket, of);
    w.put("\"}]");
    security(w, socket);
    w.put("}");
}

const fn named(w: &mut Writer<'_>, socket: &Socket, of: Option<(usize, &str)>) {
    match of {
        Some((channel, event)) => name::event(w, socket, channel, event),
        None => w.put(name::ANY_EVENT),
    }
}

/// The socket's own access rule, if it has one.
const fn security(w: &mut Writer<'_>, socket: &Socket) {
    match &socket.access {
        Access::Inherit => w.placeholder(Placeholder::Requirement),
        access => security::requirement(w, socket.name, access),
    }
}
