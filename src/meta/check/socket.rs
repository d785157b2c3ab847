//! Checks of a socket, by itself and against the rest of its API.

use super::api::{JOIN, Whole, check_described, unresolved};
use super::files::holds_file;
use super::names::same;
use super::socket_access::check_channel_access;
use super::tags::check_tag;
use super::{Owner, described, field, item_error, path};
use crate::meta::{BuiltIn, Channel, Event, ReplyKind, Resource, Rpc, Socket, Source};

/// Stops with ``socket `Stream`..``.
#[track_caller]
pub(super) const fn socket_error(socket: &Socket, what: &[&str]) -> ! {
    item_error("socket", socket.name, what)
}

/// Checks a socket by itself, but for its sections.
#[track_caller]
pub(super) const fn check_socket(socket: &Socket) {
    if socket.path.is_empty() {
        socket_error(socket, &[" has no `path`; add one, such as `path: \"/stream\"`"]);
    }
    if socket.rpc.is_empty() && socket.allow.is_empty() {
        socket_error(
            socket,
            &[" answers nothing; give it methods, `rpc: { .. }`, or `allow: [subscribe, unsubscribe]`"],
        );
    }
}

/// Checks one section of a socket by itself.
#[track_caller]
pub const fn check_socket_section(socket: &Socket, word: &str) {
    match word.as_bytes() {
        b"path" => check_path(socket),
        b"rpc" => check_methods(socket),
        b"channels" => check_channels(socket),
        b"hooks" => check_hooks(socket),
        _ => {}
    }
}

#[track_caller]
const fn check_methods(socket: &Socket) {
    let mut at = 0;
    while at < socket.rpc.len() {
        check_rpc(socket, &socket.rpc[at]);
        let mut other = 0;
        while other < at {
            if same(socket.rpc[at].name, socket.rpc[other].name) {
                socket_error(
                    socket,
                    &[": method `", socket.rpc[at].name, "` is duplicated; rename one"],
                );
            }
            other += 1;
        }
        at += 1;
    }
}

/// Checks that the methods of the hooks are allowed: other hooks would never be called, although somebody relies on them.
#[track_caller]
const fn check_hooks(socket: &Socket) {
    let Some(hooks) = &socket.hooks else { return };
    let pairs = [
        (hooks.can_subscribe, "can_subscribe", BuiltIn::Subscribe),
        (hooks.can_publish, "can_publish", BuiltIn::Publish),
    ];
    let mut at = 0;
    while at < pairs.len() {
        let (is_there, hook, method) = pairs[at];
        if is_there && !socket.allows(method) {
            socket_error(
                socket,
                &[
                    ": hook `",
                    hook,
                    "` is never called; add `",
                    method.name(),
                    "` to `allow`, or remove the hook",
                ],
            );
        }
        at += 1;
    }
}

#[track_caller]
const fn check_path(socket: &Socket) {
    if !socket.path.is_empty()
        && let Some(fault) = path::fault(socket.path)
    {
        let fault = if contains(socket.path, b'{') {
            " has a parameter, which a socket doesn't have; take it as part of a payload or of a channel's name"
        } else {
            fault
        };
        socket_error(socket, &[": path \"", socket.path, "\"", fault]);
    }
}

const fn contains(text: &str, wanted: u8) -> bool {
    let (bytes, mut at) = (text.as_bytes(), 0);
    while at < bytes.len() {
        if bytes[at] == wanted {
            return true;
        }
        at += 1;
    }
    false
}

#[track_caller]
const fn check_rpc(socket: &Socket, rpc: &Rpc) {
    let own = [
        BuiltIn::Subscribe,
        BuiltIn::Unsubscribe,
        BuiltIn::Publish,
        BuiltIn::ServerInfo,
    ];
    let mut at = 0;
    while at < own.len() {
        if same(rpc.name, own[at].name()) {
            socket_error(
                socket,
                &[
                    ": method `",
                    rpc.name,
                    "` is one of the crate's own; rename it, or write `allow: [",
                    rpc.name,
                    "]` for that one",
                ],
            );
        }
        at += 1;
    }
    let owner = Owner {
        keyword: "socket",
        name: socket.name,
    };
    if let Some(payload) = &rpc.payload {
        field::check_limits(owner, payload);
        if holds_file(payload.schema.kind) {
            socket_error(
                socket,
                &[
                    ": method `",
                    rpc.name,
                    "`: its payload is JSON, which can't contain files; take them with an `op`",
                ],
            );
        }
    }
    match rpc.reply.kind {
        ReplyKind::Done | ReplyKind::NoContent if rpc.reply.others.is_empty() => {}
        ReplyKind::Done | ReplyKind::NoContent | ReplyKind::Created | ReplyKind::Page | ReplyKind::Bytes => {
            socket_error(
                socket,
                &[
                    ": method `",
                    rpc.name,
                    "` answers with something of HTTP; answer with a field type or `NoContent`",
                ],
            )
        }
    }
    if let Some(reply) = &rpc.reply.schema
        && holds_file(reply.kind)
    {
        socket_error(
            socket,
            &[
                ": method `",
                rpc.name,
                "` answers with JSON, which can't contain files; offer them with an `op`",
            ],
        );
    }
}

#[track_caller]
const fn check_channels(socket: &Socket) {
    let mut at = 0;
    while at < socket.channels.len() {
        let channel = &socket.channels[at];
        check_channel(socket, channel);
        let mut other = 0;
        while other < at {
            if same(channel.name, socket.channels[other].name) {
                socket_error(socket, &[": channel `", channel.name, "` is duplicated; rename one"]);
            }
            other += 1;
        }
        at += 1;
    }
    if !socket.channels.is_empty() && !socket.allows(BuiltIn::Subscribe) && !socket.allows(BuiltIn::Publish) {
        socket_error(
            socket,
            &[" has `channels` without a way to subscribe; write `allow: [subscribe, unsubscribe]`"],
        );
    }
}

#[track_caller]
const fn check_channel(socket: &Socket, channel: &Channel) {
    let name = channel.name;
    // As a path, but without the first slash; `{` and `}` are parameters.
    if name.is_empty() || name.len() > 128 || !is_address(name) {
        socket_error(
            socket,
            &[
                ": channel \"",
                name,
                "\" is no name of a channel: segments of ASCII letters, digits, `-`, `.`, `_` and `~`, or of one `{parameter}`, with `/` between them",
            ],
        );
    }
    match channel.source {
        Source::Resource(resource) => check_source(socket, name, resource),
        Source::Events(events) => {
            if events.is_empty() {
                socket_error(
                    socket,
                    &[": channel `", name, "` has no event; give it one, `said: Message`"],
                );
            }
            let mut at = 0;
            while at < events.len() {
                check_event(socket, channel, events, at);
                at += 1;
            }
        }
    }
}

/// A channel of a resource's changes is named as the resource names it, since that is where it publishes.
#[track_caller]
const fn check_source(socket: &Socket, name: &str, resource: &Resource) {
    if resource.publish.is_empty() {
        socket_error(
            socket,
            &[
                ": channel `",
                name,
                "` is of resource `",
                resource.name,
                "`, which publishes no changes; give that `publish: [create, update, delete]`",
            ],
        );
    }
    if !same(name, resource.channel()) {
        socket_error(
            socket,
            &[
                ": channel `",
                name,
                "` is of resource `",
                resource.name,
                "`, whose changes are published on another channel; write `\"",
                resource.channel(),
                "\": ",
                resource.name,
                "`",
            ],
        );
    }
}

#[track_caller]
const fn check_event(socket: &Socket, channel: &Channel, events: &[Event], at: usize) {
    let event = &events[at];
    if holds_file(event.data.kind) {
        socket_error(
            socket,
            &[
                ": channel `",
                channel.name,
                "`: event `",
                event.name,
                "` is JSON, which can't contain files; offer them with an `op`, and send where they are",
            ],
        );
    }
    let mut other = 0;
    while other < at {
        if same(event.name, events[other].name) {
            socket_error(
                socket,
                &[
                    ": channel `",
                    channel.name,
                    "`: event `",
                    event.name,
                    "` is duplicated; rename one",
                ],
            );
        }
        other += 1;
    }
}

/// Whether a text is an address of a channel (`AsyncAPI` 3.0, channel object).
const fn is_address(name: &str) -> bool {
    let bytes = name.as_bytes();
    let (mut at, mut start, mut inside) = (0, 0, false);
    while at < bytes.len() {
        match bytes[at] {
            b'{' if at == start => inside = true,
            b'}' if inside && at > start + 1 => {
                inside = false;
                if at + 1 < bytes.len() && bytes[at + 1] != b'/' {
                    return false;
                }
            }
            b'/' if !inside && at > start => start = at + 1,
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' => {}
            b'-' | b'.' | b'~' if !inside => {}
            _ => return false,
        }
        at += 1;
    }
    !inside && start < bytes.len()
}

/// Checks a socket against the rest of its API.
#[track_caller]
pub(super) const fn check_whole_socket(api: &Whole, socket: &Socket) {
    check_described(api, "socket", socket.name, socket.docs);
    check_tag(api, "socket", socket.name, socket.tag);
    check_channel_access(api, socket);
    let mut at = 0;
    while at < socket.rpc.len() {
        check_whole_rpc(api, socket, &socket.rpc[at]);
        at += 1;
    }
    at = 0;
    while at < socket.channels.len() {
        let channel = &socket.channels[at];
        if api.info.docs_required && !described(channel.docs) {
            socket_error(socket, &[": channel `", channel.name, UNDESCRIBED]);
        }
        if let Source::Resource(resource) = channel.source
            && api.index.components.get(resource.name).is_none()
        {
            socket_error(socket, &[": channel `", channel.name, "`: type `", resource.name, JOIN]);
        }
        if let Source::Events(events) = channel.source {
            let mut event = 0;
            while event < events.len() {
                let Event { name, docs, data, .. } = &events[event];
                if api.info.docs_required && !described(docs) {
                    socket_error(socket, &[": channel `", channel.name, "`: event `", name, UNDESCRIBED]);
                }
                if let Some(target) = unresolved(data, api) {
                    socket_error(
                        socket,
                        &[
                            ": channel `",
                            channel.name,
                            "`: event `",
                            name,
                            "`: type `",
                            target,
                            JOIN,
                        ],
                    );
                }
                event += 1;
            }
        }
        at += 1;
    }
}

const UNDESCRIBED: &str = "` has no description; write a doc comment above it, or leave out `docs: required`";

#[track_caller]
const fn check_whole_rpc(api: &Whole, socket: &Socket, rpc: &Rpc) {
    if api.info.docs_required && !described(rpc.docs) {
        socket_error(socket, &[": method `", rpc.name, UNDESCRIBED]);
    }
    if let Some(payload) = &rpc.payload
        && let Some(target) = unresolved(&payload.schema, api)
    {
        socket_error(
            socket,
            &[": method `", rpc.name, "`: its payload's type `", target, JOIN],
        );
    }
    if let Some(schema) = &rpc.reply.schema
        && let Some(target) = unresolved(schema, api)
    {
        socket_error(socket, &[": method `", rpc.name, "`: its reply's type `", target, JOIN]);
    }
}
