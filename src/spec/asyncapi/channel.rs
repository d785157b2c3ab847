//! The channel of a socket: its address and all messages.

use super::{envelope, name};
use crate::meta::setting::{
    SOCKET_LIMIT, SOCKET_MESSAGE, SOCKET_PING, SOCKET_QUEUE, SOCKET_QUEUE_BYTES, SOCKET_REQUESTS, SOCKET_SUBSCRIPTIONS,
    SOCKET_TIMEOUT,
};
use crate::meta::{
    BuiltIn, Channel, Event, Field, Fields, Placeholder, Published, ReplyKind, Resource, Rpc, Setting, Socket, Source,
};
use crate::spec::schema::{View, property, schema};
use crate::spec::writer::Writer;
use crate::types::{Kind, Limits};

/// Renders it.
pub(super) const fn channel(w: &mut Writer<'_>, socket: &Socket) {
    w.put3("\"", socket.name, "\":{\"address\":\"");
    w.placeholder(Placeholder::BasePath);
    w.put(socket.path);
    w.put("\"");
    summary(w, socket);
    tag(w, socket);
    // WebSockets binding 0.1.0: a channel is opened with a GET.
    w.put(",\"bindings\":{\"ws\":{\"method\":\"GET\",\"bindingVersion\":\"0.1.0\"}},\"messages\":{");
    let mut at = 0;
    while at < socket.rpc.len() {
        rpc(w, socket, &socket.rpc[at]);
        at += 1;
    }
    at = 0;
    while at < socket.allow.len() {
        built_in(w, socket, socket.allow[at]);
        at += 1;
    }
    if socket.allows(BuiltIn::Subscribe) {
        broadcasts(w, socket);
    }
    w.put(",\"error\":{\"name\":\"");
    w.put3(socket.name, ".error\",\"summary\":\"Why a request was refused", "\"");
    w.put3(envelope::CORRELATED, envelope::ERROR, "}}}");
}

/// The description of the socket, and its limits.
const fn summary(w: &mut Writer<'_>, socket: &Socket) {
    w.summary_and(socket.name, socket.docs);
    limit(
        w,
        "A message of a client has at most ",
        SOCKET_MESSAGE,
        Setting::SocketMessage,
    );
    limit(
        w,
        " bytes. A socket follows at most ",
        SOCKET_SUBSCRIPTIONS,
        Setting::SocketSubscriptions,
    );
    limit(
        w,
        " patterns of events, has at most ",
        SOCKET_REQUESTS,
        Setting::SocketRequests,
    );
    limit(
        w,
        " requests answered at a time, each within ",
        SOCKET_TIMEOUT,
        Setting::SocketTimeout,
    );
    limit(w, " s, and is pinged after ", SOCKET_PING, Setting::SocketPing);
    limit(
        w,
        " s of silence. It is closed with 1013 when more than ",
        SOCKET_QUEUE,
        Setting::SocketQueue,
    );
    limit(w, " messages, or ", SOCKET_QUEUE_BYTES, Setting::SocketQueueBytes);
    limit(
        w,
        " bytes of them, wait for its client. A server has at most ",
        SOCKET_LIMIT,
        Setting::SocketLimit,
    );
    w.put(" sockets at a time; what is above is refused with 503.\"");
}

const fn limit(w: &mut Writer<'_>, before: &str, usual: u32, setting: Setting) {
    w.put(before);
    let start = w.len();
    w.integer(usual as i64);
    w.placeholder_over(start, Placeholder::Setting(setting));
}

/// `,"tags":[..]`, if it has one.
pub(super) const fn tag(w: &mut Writer<'_>, socket: &Socket) {
    if let Some(tag) = socket.tag {
        w.put3(",\"tags\":[{\"name\":\"", tag, "\"}]");
    }
}

/// Begins a request or an answer, up to its payload.
const fn begin(w: &mut Writer<'_>, socket: &Socket, method: &str, key: &str, summary: &str) {
    w.comma();
    w.put3("\"", method, key);
    w.put3("\":{\"name\":\"", socket.name, ".");
    w.put3(method, key, "\",\"summary\":\"");
    w.put3(summary, method, "`\"");
    w.put3(envelope::CORRELATED, envelope::FRAME, method);
}

const REQUEST: &str = "-request";
const REPLY: &str = "-reply";

const fn rpc(w: &mut Writer<'_>, socket: &Socket, rpc: &Rpc) {
    begin(w, socket, rpc.name, REQUEST, "Calls `");
    w.put(envelope::OF_PAYLOAD);
    let needed = match &rpc.payload {
        None => {
            w.put(envelope::EMPTY);
            false
        }
        Some(payload) => payload_of(w, payload),
    };
    w.put(if needed {
        envelope::WITH_PAYLOAD
    } else {
        envelope::PERHAPS_PAYLOAD
    });
    w.put("}");
    begin(w, socket, rpc.name, REPLY, "Answers `");
    w.put(envelope::OF_RESULT);
    match (rpc.reply.kind, rpc.reply.schema) {
        (ReplyKind::NoContent, _) | (_, None) => w.put(envelope::NOTHING),
        (_, Some(result)) => schema(w, result, &Limits::NONE, View::ReplyItem),
    }
    w.put(envelope::WITH_RESULT);
    w.put("}");
}

/// Writes the payload of a method; returns whether it is required. A request without payload has an empty object.
const fn payload_of(w: &mut Writer<'_>, payload: &Field) -> bool {
    match payload.schema.kind {
        // Whatever it is, it is an object.
        Kind::Any => {
            w.put("{\"type\":\"object\"}");
            false
        }
        kind => {
            schema(w, payload.schema, &payload.limits, View::Request);
            !payload.schema.nullable && !matches!(kind, Kind::Map(_))
        }
    }
}

const fn built_in(w: &mut Writer<'_>, socket: &Socket, method: BuiltIn) {
    begin(w, socket, method.name(), REQUEST, "Calls `");
    w.put(envelope::OF_PAYLOAD);
    match method {
        BuiltIn::Subscribe | BuiltIn::Unsubscribe => {
            w.put("{\"type\":\"object\",\"properties\":{\"channel\":");
            channels(w, socket);
            w.put(
                ",\"event\":{\"$ref\":\"#/components/schemas/socket.pattern\"}},\"required\":[\"channel\"],\
                 \"additionalProperties\":false}",
            );
        }
        BuiltIn::Publish => publications(w, socket),
        BuiltIn::ServerInfo => w.put(envelope::EMPTY),
    }
    w.put(match method {
        BuiltIn::Subscribe | BuiltIn::Unsubscribe | BuiltIn::Publish => envelope::WITH_PAYLOAD,
        BuiltIn::ServerInfo => envelope::PERHAPS_PAYLOAD,
    });
    w.put("}");
    begin(w, socket, method.name(), REPLY, "Answers `");
    w.put(envelope::OF_RESULT);
    w.put(match method {
        BuiltIn::Subscribe | BuiltIn::Unsubscribe => "{\"$ref\":\"#/components/schemas/socket.followed\"}",
        BuiltIn::Publish => "{\"$ref\":\"#/components/schemas/socket.publication\"}",
        BuiltIn::ServerInfo => "{\"$ref\":\"#/components/schemas/socket.server_info\"}",
    });
    w.put(envelope::WITH_RESULT);
    w.put("}");
}

/// The channels that a socket knows.
const fn channels(w: &mut Writer<'_>, socket: &Socket) {
    match socket.channels {
        [] => w.put(envelope::ANY_CHANNEL),
        [only] => envelope::channel(w, only),
        all => {
            w.put("{\"anyOf\":[");
            let mut at = 0;
            while at < all.len() {
                w.comma();
                envelope::channel(w, &all[at]);
                at += 1;
            }
            w.put("]}");
        }
    }
}

/// What clients may publish: a name may fit a template, too, so it is any of these, and not one.
const fn publications(w: &mut Writer<'_>, socket: &Socket) {
    if socket.channels.is_empty() {
        return w.put(envelope::ANY_PUBLICATION);
    }
    let start = w.len();
    w.put("{\"anyOf\":[");
    let begun = w.len();
    let mut at = 0;
    while at < socket.channels.len() {
        let channel = &socket.channels[at];
        if let Source::Events(events) = channel.source {
            let mut event = 0;
            while event < events.len() {
                w.comma();
                frame(w, channel, events[event].name);
                // Clients publish no null.
                schema(w, events[event].data.not_null(), &Limits::NONE, View::Request);
                w.put(envelope::WITH_DATA);
                w.put(envelope::CLOSED);
                event += 1;
            }
        }
        at += 1;
    }
    if w.len() == begun {
        w.rewind(start);
        return w.put("{\"not\":{}}");
    }
    w.put("]}");
}

/// Begins a broadcast, up to its data.
const fn frame(w: &mut Writer<'_>, channel: &Channel, event: &str) {
    w.put(envelope::BROADCAST);
    envelope::channel(w, channel);
    w.put3(envelope::OF_EVENT, event, envelope::OF_DATA);
}

const fn broadcasts(w: &mut Writer<'_>, socket: &Socket) {
    if socket.channels.is_empty() {
        w.comma();
        w.put3("\"", name::ANY_EVENT, "\":{\"name\":\"");
        w.put3(socket.name, ".", name::ANY_EVENT);
        w.put("\",\"summary\":\"A message of a channel that this socket follows\",\"payload\":");
        return w.put3(envelope::ANY_BROADCAST, "}", "");
    }
    let mut at = 0;
    while at < socket.channels.len() {
        let channel = &socket.channels[at];
        match channel.source {
            Source::Events(events) => {
                let mut event = 0;
                while event < events.len() {
                    let Event { name, docs, data, .. } = &events[event];
                    message(w, socket, at, name);
                    w.summary(name, docs);
                    w.put(",\"payload\":");
                    frame(w, channel, name);
                    schema(w, *data, &Limits::NONE, View::ReplyItem);
                    w.put(envelope::WITH_DATA);
                    w.put("}}");
                    event += 1;
                }
            }
            Source::Resource(resource) => {
                let mut change = 0;
                while change < resource.publish.len() {
                    let published = resource.publish[change];
                    message(w, socket, at, published.event());
                    w.put3(",\"summary\":\"", happened(resource, published), "\"");
                    w.put(",\"payload\":");
                    frame(w, channel, published.event());
                    changed(w, resource, published);
                    w.put(envelope::WITH_DATA);
                    w.put("}}");
                    change += 1;
                }
            }
        }
        at += 1;
    }
}

/// Begins the message of an event.
const fn message(w: &mut Writer<'_>, socket: &Socket, channel: usize, event: &str) {
    w.comma();
    w.put("\"");
    name::event(w, socket, channel, event);
    w.put3("\":{\"name\":\"", socket.name, ".");
    name::event(w, socket, channel, event);
    w.put("\"");
}

/// What a change of a resource's rows is in words.
pub(super) const fn happened(resource: &Resource, change: Published) -> &'static str {
    match change {
        Published::Create => "A row was created; the data is the row",
        Published::Update => "A row was changed; the data is the row",
        Published::Delete if resource.has_key_in_paths() => "A row was deleted; the data is its key",
        Published::Delete => "A row was deleted; the data is its address, as paths have it",
    }
}

/// The data of such a change.
const fn changed(w: &mut Writer<'_>, resource: &Resource, change: Published) {
    match change {
        Published::Create | Published::Update => {
            w.put3(
                "{\"$ref\":\"#/components/schemas/",
                resource.name,
                Fields::Reply.suffix(),
            );
            w.put("\"}");
        }
        Published::Delete => {
            w.put("{\"type\":\"object\",\"properties\":{");
            let address = resource.address();
            let mut at = 0;
            while at < address.len() {
                w.comma();
                property(w, &resource.fields[address[at]], View::Reply, false);
                at += 1;
            }
            w.put("},\"required\":[");
            at = 0;
            while at < address.len() {
                w.comma();
                w.string(resource.fields[address[at]].property);
                at += 1;
            }
            w.put("]}");
        }
    }
}
