//! Sockets: methods that clients call, and channels that they subscribe to.

use super::{Access, Docs, Field, Function, RateLimit, Reply, Resource};
use crate::error::FieldErrors;
use crate::types::Schema;
use serde_json::value::RawValue;

/// One `socket` item.
#[derive(Debug, Clone, Copy)]
pub struct Socket {
    /// Its name.
    pub name: &'static str,
    /// The doc comment.
    pub docs: Docs,
    /// The path at which clients open it, below the API's base path.
    pub path: &'static str,
    /// Its tag.
    pub tag: Option<&'static str>,
    /// The methods of the application.
    pub rpc: &'static [Rpc],
    /// Its channels; empty: any name is a channel.
    pub channels: &'static [Channel],
    /// The built-in methods that it offers.
    pub allow: &'static [BuiltIn],
    /// The rate limit of all requests in it.
    pub limit: Option<RateLimit>,
    /// Its access rule.
    pub access: Access,
    /// The hooks before subscriptions and publications.
    pub hooks: Option<Hooks>,
}

/// The functions of the application that run before built-in methods.
#[derive(Debug, Clone, Copy)]
pub struct Hooks {
    /// The functions.
    pub functions: Function,
    /// Whether one of them runs before a subscription.
    pub can_subscribe: bool,
    /// Whether one of them runs before a publication.
    pub can_publish: bool,
}

/// A method of the application.
#[derive(Debug, Clone, Copy)]
pub struct Rpc {
    /// Its name.
    pub name: &'static str,
    /// The doc comment.
    pub docs: Docs,
    /// Its parameter, if it has one.
    pub payload: Option<Field>,
    /// Its reply.
    pub reply: Reply,
    /// Its rate limit.
    pub limit: Option<RateLimit>,
    /// The function.
    pub handler: Function,
}

/// The built-in methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuiltIn {
    /// Subscribes to events of a channel.
    Subscribe,
    /// Ends a subscription.
    Unsubscribe,
    /// Publishes an event to the subscribers of a channel.
    Publish,
    /// Returns how many sockets are open, and how many are subscribed to each channel.
    ServerInfo,
}

impl BuiltIn {
    /// The name of the method.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Subscribe => "subscribe",
            Self::Unsubscribe => "unsubscribe",
            Self::Publish => "publish",
            Self::ServerInfo => "server_info",
        }
    }
}

/// One channel of a socket.
#[derive(Debug, Clone, Copy)]
pub struct Channel {
    /// Its name, or a template, `rooms/{room}`, in which each parameter is one segment.
    pub name: &'static str,
    /// The doc comment.
    pub docs: Docs,
    /// The source of its events.
    pub source: Source,
}

/// The source of the events of a channel.
#[derive(Debug, Clone, Copy)]
pub enum Source {
    /// The application and its clients.
    Events(&'static [Event]),
    /// The changes of a resource's rows that its `publish` lists. Clients can't publish there.
    Resource(&'static Resource),
}

/// One event of a channel.
#[derive(Debug, Clone, Copy)]
pub struct Event {
    /// Its name.
    pub name: &'static str,
    /// The doc comment.
    pub docs: Docs,
    /// The schema of its data.
    pub data: Schema,
    /// Adds the violations in its data.
    pub validate: fn(&RawValue, &mut FieldErrors),
    /// Its data as subscribers get it: with defaults, without `write_only` properties. `None`, with violations, if it can't be parsed.
    pub rendered: fn(&RawValue, &mut FieldErrors) -> Option<Vec<u8>>,
}

impl Socket {
    /// Creates a socket without sections. The macro sets them.
    #[must_use]
    pub const fn new(name: &'static str, docs: Docs) -> Self {
        Self {
            name,
            docs,
            path: "",
            tag: None,
            rpc: &[],
            channels: &[],
            allow: &[],
            limit: None,
            access: Access::Inherit,
            hooks: None,
        }
    }

    /// Whether it offers a built-in method.
    #[must_use]
    pub const fn allows(&self, method: BuiltIn) -> bool {
        let mut at = 0;
        while at < self.allow.len() {
            if self.allow[at] as u8 == method as u8 {
                return true;
            }
            at += 1;
        }
        false
    }

    /// Returns the channel of this name: one with exactly the name, else the first whose template matches.
    #[must_use]
    pub fn channel(&self, name: &str) -> Option<&'static Channel> {
        let exact = self.channels.iter().find(|channel| channel.name == name);
        exact.or_else(|| self.channels.iter().find(|channel| channel.matches(name)))
    }
}

impl Channel {
    /// Whether its template matches a name.
    fn matches(&self, name: &str) -> bool {
        let (mut template, mut given) = (self.name.split('/'), name.split('/'));
        loop {
            match (template.next(), given.next()) {
                (None, None) => return true,
                (Some(piece), Some(text)) if piece == text || (piece.starts_with('{') && !text.is_empty()) => {}
                _ => return false,
            }
        }
    }
}
