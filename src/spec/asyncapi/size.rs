//! How much room the document and the fragments of sockets need at most: rough, but never too little.

use super::envelope;
use crate::meta::{Access, BuiltIn, Info, Item, Part, Resource, Socket, Source};
use crate::spec::security;
use crate::spec::size::{docs, escaped, head, kind, property};

/// What a request or an answer has around its payload, its name and summary included.
const FRAME: usize = 384 + envelope::CORRELATED.len() + envelope::FRAME.len();

/// What an operation has beside names, docs and rules.
const OPERATION: usize = 704;

/// Room for the fragment of a socket.
#[must_use]
pub const fn socket(socket: &Socket) -> usize {
    let tag = match socket.tag {
        Some(tag) => 32 + tag.len(),
        None => 0,
    };
    // The socket's description in each operation.
    let each = OPERATION + tag + 8 * socket.name.len() + rule(socket);
    let mut size = 1_792 + tag + 4 * socket.name.len() + socket.path.len() + envelope::ERROR.len();
    size += docs(socket.docs) + docs_line(socket.docs);
    let mut at = 0;
    while at < socket.rpc.len() {
        let rpc = &socket.rpc[at];
        size += each + 2 * FRAME + 12 * rpc.name.len() + docs(rpc.docs) + docs_line(rpc.docs);
        if let Some(payload) = &rpc.payload {
            size += property(payload);
        }
        if let Some(reply) = &rpc.reply.schema {
            size += kind(reply);
        }
        at += 1;
    }
    let channels = channels(socket);
    at = 0;
    while at < socket.allow.len() {
        size += each + 2 * FRAME + 512;
        size += match socket.allow[at] {
            BuiltIn::Subscribe | BuiltIn::Unsubscribe => channels,
            BuiltIn::Publish | BuiltIn::ServerInfo => envelope::ANY_PUBLICATION.len(),
        };
        at += 1;
    }
    if socket.channels.is_empty() {
        return size + each + 512 + envelope::ANY_BROADCAST.len();
    }
    at = 0;
    while at < socket.channels.len() {
        let name = socket.channels[at].name.len();
        match socket.channels[at].source {
            Source::Events(events) => {
                let mut event = 0;
                while event < events.len() {
                    let event_docs = docs(events[event].docs) + docs_line(events[event].docs);
                    // Once to publish, once as it is sent.
                    size += each + 2 * (512 + channel(socket, at) + kind(&events[event].data));
                    size += 2 * event_docs + 12 * (events[event].name.len() + name + 4);
                    event += 1;
                }
            }
            Source::Resource(resource) => {
                size += resource.publish.len() * (each + 768 + channel(socket, at) + 8 * name + key(resource));
            }
        }
        at += 1;
    }
    size
}

/// The first line of docs may stand twice: in the summary, and as the description.
const fn docs_line(lines: &[&str]) -> usize {
    match lines {
        [] => 0,
        [first, ..] => escaped(first),
    }
}

/// A rule, once for an operation.
const fn rule(socket: &Socket) -> usize {
    security::size(&socket.access) + alternatives(&socket.access, socket.name)
}

/// The references to the schemes of a rule.
const fn alternatives(access: &Access, owner: &str) -> usize {
    let mut size = 16;
    if let Access::AnyOf(alternatives) = access {
        size += alternatives.len() * (80 + owner.len());
    }
    size
}

/// The schema of a channel's name: escapes make it at most three times as long.
const fn channel(socket: &Socket, at: usize) -> usize {
    128 + 4 * socket.channels[at].name.len() + docs(socket.channels[at].docs)
}

const fn channels(socket: &Socket) -> usize {
    let mut size = 256;
    let mut at = 0;
    while at < socket.channels.len() {
        size += channel(socket, at);
        at += 1;
    }
    size
}

/// The key of a row that is gone.
const fn key(resource: &Resource) -> usize {
    let mut size = 128 + resource.name.len();
    let mut at = 0;
    while at < resource.key {
        size += property(&resource.fields[at]);
        at += 1;
    }
    size
}

/// Room for the document; `items` is what the fragments of all items need. Without a socket none of them is in it.
#[must_use]
pub const fn document(info: &Info, parts: &[&Part], items: usize) -> usize {
    let mut size = 512 + head(info);
    let mut at = 0;
    while at < info.servers.len() {
        size += 96 + escaped(info.servers[at]);
        at += 1;
    }
    let inherited = security::size(&info.access) + alternatives(&info.access, "inherited");
    let mut sockets = 0;
    let mut part = 0;
    while part < parts.len() {
        let all = parts[part].items;
        at = 0;
        while at < all.len() {
            if let Item::Socket(socket) = all[at] {
                sockets += 1;
                size += info.base_path.len() + operations(socket) * inherited;
                // Schemes of its own, for a rule with scopes.
                size += schemes(info, &socket.access, socket.name);
            }
            at += 1;
        }
        part += 1;
    }
    if sockets == 0 {
        return size;
    }
    size + items + envelope::SCHEMAS_SIZE + schemes(info, &info.access, "inherited")
}

/// How many operations a socket has at most.
const fn operations(socket: &Socket) -> usize {
    let mut count = 1 + socket.rpc.len() + socket.allow.len();
    let mut at = 0;
    while at < socket.channels.len() {
        count += match socket.channels[at].source {
            Source::Events(events) => events.len(),
            Source::Resource(resource) => resource.publish.len(),
        };
        at += 1;
    }
    count
}

/// The schemes that a rule has to itself: each no larger than all that there are, and the scopes.
const fn schemes(info: &Info, access: &Access, owner: &str) -> usize {
    match access {
        Access::AnyOf(alternatives) => {
            alternatives.len() * (64 + owner.len() + security::schemes_size(info)) + security::size(access)
        }
        Access::Inherit | Access::Public | Access::Optional(_) => 0,
    }
}
