//! Access to sockets: a rule for each, and no channel that shows rows to clients that may not read them.

use super::access::check_item_rule;
use super::api::Whole;
use super::names::same;
use super::socket::socket_error;
use crate::meta::const_error::const_error;
use crate::meta::{Access, Alternative, Item, OperationKind, Resource, Socket, Source};

/// Checks that a socket has an access rule.
#[track_caller]
pub(super) const fn check_opening(api: &Whole, socket: &Socket) {
    check_item_rule(api, ["socket `", socket.name, "`", ""], &socket.access);
}

/// Checks that channels show rows of resources only to clients that may read them, and that no other channel has such a name.
#[track_caller]
pub(super) const fn check_channel_access(api: &Whole, socket: &Socket) {
    let mut channel = 0;
    while channel < socket.channels.len() {
        let mut next = api.index.first();
        while let Some(at) = next {
            if let Item::Resource(resource) = api.index.item(at)
                && !resource.publish.is_empty()
                && same(resource.channel(), socket.channels[channel].name)
            {
                check_source(api, socket, channel, resource);
            }
            next = api.index.next(at);
        }
        channel += 1;
    }
}

/// Checks one channel against a resource whose changes are published there.
#[track_caller]
const fn check_source(api: &Whole, socket: &Socket, channel: usize, resource: &Resource) {
    let name = socket.channels[channel].name;
    if let Source::Events(_) = socket.channels[channel].source {
        socket_error(
            socket,
            &[
                ": channel `",
                name,
                "` has events of its own, but resource `",
                resource.name,
                "` publishes its changes there; rename it, or write `\"",
                name,
                "\": ",
                resource.name,
                "`",
            ],
        );
    }
    check_readers(api, socket, name, resource);
}

/// Checks a channel against the rules of a resource, and of those in whose rows it is nested.
#[track_caller]
const fn check_readers(api: &Whole, socket: &Socket, name: &str, resource: &Resource) {
    if resource.operations.is_empty() {
        let rule = match resource.access {
            Access::Inherit => ["", "the api", ""],
            _ => ["`", "access", "`"],
        };
        check_rows(api, socket, (name, resource, rule), &resource.access);
    }
    let mut at = 0;
    while at < resource.operations.len() {
        let operation = &resource.operations[at];
        if resource.shows_rows(operation.kind) {
            check_rows(
                api,
                socket,
                (name, resource, ["`", operation.kind.word(), "`"]),
                &operation.access,
            );
        }
        at += 1;
    }
    at = 0;
    while at < resource.parents.len() {
        let target = &resource.parent_relation(&resource.parents[at]).target;
        // Several resources may have its table, each with rules of its own.
        if let Some(found) = api.index.components.get(target.component)
            && let Item::Resource(above) = api.index.item(found)
        {
            if above.is_owned_in(OperationKind::Read) {
                socket_error(
                    socket,
                    &[
                        ": channel `",
                        name,
                        "` would show rows to all of its subscribers that belong to rows of `",
                        above.name,
                        "`, which only their owners see; remove the channel, and publish with `ctx.publish` what they may see",
                    ],
                );
            }
            check_readers(api, socket, name, above);
        }
        at += 1;
    }
}

/// Checks that every client that may open the socket satisfies a rule.
#[track_caller]
const fn check_rows(
    api: &Whole,
    socket: &Socket,
    (channel, resource, rule): (&str, &Resource, [&str; 3]),
    access: &Access,
) {
    let Access::AnyOf(readers) = access.or(api.info.access) else {
        return;
    };
    let stranger = match socket.access.or(api.info.access) {
        // A socket without an access rule is refused before.
        Access::Public | Access::Optional(_) | Access::Inherit => Some("public"),
        Access::AnyOf(viewers) => stranger(viewers, readers),
    };
    let Some(stranger) = stranger else { return };
    let taken = written(readers);
    let what = [
        ": channel `",
        channel,
        "` would show the rows of resource `",
        resource.name,
        "` to clients that open the socket with `",
        stranger,
        "`, but ",
        rule[0],
        rule[1],
        rule[2],
        " takes ",
    ];
    let end = "; give the socket an `access` whose every alternative is one of those, with no fewer scopes";
    let mut parts = [""; 4 + 11 + WRITTEN + 1];
    (parts[0], parts[1], parts[2]) = ("socket `", socket.name, "`");
    let mut at = 0;
    while at < what.len() {
        parts[4 + at] = what[at];
        at += 1;
    }
    at = 0;
    while at < taken.len() {
        parts[15 + at] = taken[at];
        at += 1;
    }
    parts[15 + WRITTEN] = end;
    const_error(&parts);
}

/// The scheme of the first alternative that none of the others takes.
const fn stranger(viewers: &[Alternative], readers: &[Alternative]) -> Option<&'static str> {
    let mut at = 0;
    while at < viewers.len() {
        let (mut taken, mut other) = (false, 0);
        while other < readers.len() {
            taken = taken || satisfies(&viewers[at], &readers[other]);
            other += 1;
        }
        if !taken {
            return Some(viewers[at].scheme);
        }
        at += 1;
    }
    None
}

/// Whether one alternative implies the other: the same scheme, and no scope more.
const fn satisfies(viewer: &Alternative, reader: &Alternative) -> bool {
    let mut at = 0;
    while at < reader.scopes.len() {
        let (mut has, mut scope) = (false, 0);
        while scope < viewer.scopes.len() {
            has = has || same(viewer.scopes[scope], reader.scopes[at]);
            scope += 1;
        }
        if !has {
            return false;
        }
        at += 1;
    }
    same(viewer.scheme, reader.scheme)
}

/// The most pieces of a rule in a message.
const WRITTEN: usize = 24;

/// A rule as the declaration writes it, as far as there is room for it.
const fn written(rule: &[Alternative]) -> [&'static str; WRITTEN] {
    let mut parts = [""; WRITTEN];
    let (mut at, mut end) = (0, 0);
    while at < rule.len() && end + 2 * rule[at].scopes.len() + 4 < WRITTEN {
        parts[end] = if at == 0 { "`" } else { " | " };
        parts[end + 1] = rule[at].scheme;
        end += 2;
        let mut scope = 0;
        while scope < rule[at].scopes.len() {
            parts[end] = if scope == 0 { "[" } else { ", " };
            parts[end + 1] = rule[at].scopes[scope];
            end += 2;
            scope += 1;
        }
        if scope > 0 {
            parts[end] = "]";
            end += 1;
        }
        at += 1;
    }
    parts[end] = match (at, at < rule.len()) {
        (0, _) => "other credentials",
        (_, true) => " | ..`",
        (_, false) => "`",
    };
    parts
}
