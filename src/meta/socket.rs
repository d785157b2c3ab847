//! Sockets: methods that clients call, and channels that they follow.

use super::{Access, Docs, Field, Function, Reply, Resource};
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
    /// The methods that the application answers.
    pub rpc: &'static [Rpc],
    /// The channels that it knows; none: it takes every name.
    pub channels: &'static [Channel],
    /// The methods of the crate's own that it answers.
    pub allow: &'static [BuiltIn],
    /// Who may open it.
    pub access: Access,
    /// The application's functions that are asked before a subscription and a publication.
    pub hooks: Option<Hooks>,
}

/// The application's functions that are asked before methods of the crate's own.
#[derive(Debug, Clone, Copy)]
pub struct Hooks {
    /// The functions.
    pub functions: Function,
    /// Whether one of them is asked before a subscription.
    pub can_subscribe: bool,
    /// Whether one of them is asked before a publication.
    pub can_publish: bool,
}

/// One method of a socket, answered by a function of the application.
#[derive(Debug, Clone, Copy)]
pub struct Rpc {
    /// Its name.
    pub name: &'static str,
    /// The doc comment.
    pub docs: Docs,
    /// What it takes, if it takes something.
    pub payload: Option<Field>,
    /// What it answers.
    pub reply: Reply,
    /// The function.
    pub handler: Function,
}

/// The methods that need no function of the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuiltIn {
    /// Follow events of a channel.
    Subscribe,
    /// Follow them no more.
    Unsubscribe,
    /// Send an event to all who follow a channel.
    Publish,
    /// How many sockets there are, and who follows what.
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
    /// Its name, or a template, `rooms/{room}`, of which each parameter stands for one segment.
    pub name: &'static str,
    /// The doc comment.
    pub docs: Docs,
    /// Where its events come from.
    pub source: Source,
}

/// Where the events of a channel come from.
#[derive(Debug, Clone, Copy)]
pub enum Source {
    /// The application and its clients.
    Events(&'static [Event]),
    /// Changes of a resource's rows, which its `publish` names; clients can't publish here.
    Resource(&'static Resource),
}

/// One event of a channel.
#[derive(Debug, Clone, Copy)]
pub struct Event {
    /// Its name.
    pub name: &'static str,
    /// The doc comment.
    pub docs: Docs,
    /// The shape of its data.
    pub data: Schema,
    /// Reads data and tells what is wrong with it.
    pub validate: fn(&RawValue, &mut FieldErrors),
    /// Data as followers get it, without `write_only` properties; `None`, with breaches, if it can't be read.
    pub without_write_only: fn(&RawValue, &mut FieldErrors) -> Option<Vec<u8>>,
}

impl Socket {
    /// A socket without sections, to be filled by the macro.
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
            access: Access::Inherit,
            hooks: None,
        }
    }

    /// Whether it answers a method of the crate's own.
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

    /// The channel of this name: one that is named so, else the first whose template fits.
    #[must_use]
    pub fn channel(&self, name: &str) -> Option<&'static Channel> {
        let exact = self.channels.iter().find(|channel| channel.name == name);
        exact.or_else(|| self.channels.iter().find(|channel| channel.fits(name)))
    }
}

impl Channel {
    /// Whether a name is one of this channel's.
    fn fits(&self, name: &str) -> bool {
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
