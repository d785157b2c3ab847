//! The methods of the crate's own: subscribe, unsubscribe, publish, `server_info`.

use serde_json::value::RawValue;

use super::hooks::{Publication, SocketHooks, Subscription};
use super::pattern::Pattern;
use super::queue::Held;
use super::request::{Desk, name, optional_name};
use super::rows::is_of_resource;
use crate::engine::{Message, Publish as _};
use crate::error::{Error, FieldErrors};
use crate::meta::{Channel, Event, Source};
use crate::types::{FieldType as _, JsonValue, Limits, Members, write_string};

/// The pattern of all events.
const ALL: &str = "*";

/// What a client is told that may not publish.
const REFUSED: &str = "Cannot publish to channel";

/// What a client is told that may not follow.
const NOT_ALLOWED: &str = "not allowed";

/// The most globs of one socket in one channel: each is tried for each message, and some take long.
const GLOBS: usize = 32;

/// The most patterns of a channel in an answer.
const LISTED: usize = 32;

impl Desk {
    /// `subscribe {channel, event?}`: begins to follow; answers with what this socket follows of the channel.
    pub(super) async fn subscribe(&self, payload: &RawValue) -> Result<Vec<u8>, Error> {
        let (channel, event) = self.named(payload, false)?;
        let mut wanted = Subscription {
            channel,
            event: event.unwrap_or_else(|| ALL.to_owned()),
        };
        if let Some(hook) = self.hooks()?.and_then(|hooks| hooks.can_subscribe) {
            hook(&self.ctx, &self.socket, &mut wanted).await.map_err(on_channel)?;
        }
        // After the hook, which may have put a resource's channel in place of another.
        self.check_reader(&wanted.channel).map_err(on_channel)?;
        let pattern = Pattern::parse(&wanted.event).map_err(|fault| Error::invalid("event", fault))?;
        self.check_room(&wanted, &pattern)?;
        self.hub
            .follow(&self.socket.0, &wanted.channel, &wanted.event, pattern)
            .await?;
        Ok(self.followed(&wanted.channel, Some(&wanted.event)))
    }

    /// `unsubscribe {channel, event?}`: follows it no more; without `event`, no longer the pattern `*`. Other patterns of the channel stay.
    /// Answers with those.
    pub(super) async fn unsubscribe(&self, payload: &RawValue) -> Result<Vec<u8>, Error> {
        let (channel, event) = self.named(payload, true)?;
        let pattern = event.as_deref().unwrap_or(ALL);
        if !self.hub.unfollow(&self.socket.0, &channel, pattern) {
            let field = if self.socket.0.followed().contains_key(&channel) {
                "event"
            } else {
                "channel"
            };
            return Err(Error::invalid(field, format!("Invalid {field}")));
        }
        Ok(self.followed(&channel, None))
    }

    /// `publish {channel, event?, data}`: sends it to all who follow; answers with what was sent. From then on messages to this socket are
    /// `held` back, since its own copy may arrive before the answer is written.
    pub(super) async fn publish<'q>(
        &'q self,
        payload: &RawValue,
        held: &mut Option<Held<'q>>,
    ) -> Result<Vec<u8>, Error> {
        const NAMES: [&str; 3] = ["channel", "event", "data"];
        let mut errors = FieldErrors::new();
        let members = Members::open(
            payload,
            NAMES.len(),
            &|name| NAMES.iter().position(|n| *n == name),
            &mut errors,
        );
        let Some(members) = members else {
            return Err(Error::invalid("payload", "not an object"));
        };
        let channel = name(&members, 0, "channel", &mut errors);
        let event = optional_name(&members, 1, "event", &mut errors);
        let data = members.get(2);
        let mut declared = None;
        match data {
            None => errors.push_at("data", "required"),
            Some(data) if data.get() == "null" => errors.push_at("data", "may not be null"),
            Some(data) => match channel.as_deref() {
                Some(channel) if self.tells_of_changes(channel) => errors.push_at("channel", REFUSED),
                Some(channel) => {
                    if let Some(channel) = self.declared(channel, &mut errors) {
                        declared = event_of(channel, event.as_deref(), &mut errors);
                    }
                    if let Some(declared) = declared {
                        errors.at("data", |errors| (declared.validate)(data, errors));
                    }
                }
                None => {}
            },
        }
        errors.finish()?;
        let (Some(channel), Some(data)) = (channel, data) else {
            return Err(Error::internal("a publication without channel, and no breach"));
        };
        let mut json = data.get().as_bytes().to_vec();
        let mut wanted = (channel, event);
        if let Some(hook) = self.hooks()?.and_then(|hooks| hooks.can_publish) {
            let data = JsonValue::read(data, &Limits::NONE, &mut FieldErrors::new());
            let mut publication = Publication {
                channel: wanted.0,
                event: wanted.1,
                data: data.ok_or_else(|| Error::invalid("data", "not JSON"))?,
            };
            hook(&self.ctx, &self.socket, &mut publication)
                .await
                .map_err(on_channel)?;
            json.clear();
            publication.data.write(&mut json);
            wanted = (publication.channel, publication.event);
            if self.tells_of_changes(&wanted.0) {
                return Err(Error::invalid("channel", REFUSED));
            }
            // A channel that isn't declared stands for the one that the client named, whose event its data is of.
            if let Some(channel) = self.declared.channel(&wanted.0) {
                let mut errors = FieldErrors::new();
                declared = event_of(channel, wanted.1.as_deref(), &mut errors);
                errors.finish()?;
            }
        }
        if let Some(event) = declared {
            json = without_write_only(event, &json)?;
        }
        let sent = published(&wanted.0, wanted.1.as_deref(), &json);
        let message = Message {
            channel: wanted.0,
            event: wanted.1.unwrap_or_default(),
            data: json,
        };
        *held = Some(self.socket.0.queue.hold());
        self.hub.publish(message).await.map(|()| sent)
    }

    /// `server_info`: how many sockets are open on this server, and how many follow what.
    pub(super) fn server_info(&self, payload: &RawValue) -> Result<Vec<u8>, Error> {
        let mut errors = FieldErrors::new();
        Members::open(payload, 0, &|_| None, &mut errors);
        errors.finish()?;
        let info = serde_json::json!({ "connections": self.hub.connections(), "channels": self.hub.counts() });
        serde_json::to_vec(&info).map_err(Error::internal)
    }

    /// Reads `{channel, event?}`, of a channel that there is. Who is `leaving` may name what is followed, too: a hook may have put a
    /// channel that isn't declared in the place of one that is.
    fn named(&self, payload: &RawValue, leaving: bool) -> Result<(String, Option<String>), Error> {
        const NAMES: [&str; 2] = ["channel", "event"];
        let mut errors = FieldErrors::new();
        let members = Members::open(
            payload,
            NAMES.len(),
            &|name| NAMES.iter().position(|n| *n == name),
            &mut errors,
        );
        let Some(members) = members else {
            return Err(Error::invalid("payload", "not an object"));
        };
        let channel = name(&members, 0, "channel", &mut errors);
        let event = optional_name(&members, 1, "event", &mut errors);
        if let Some(channel) = &channel
            && !(leaving && self.socket.0.followed().contains_key(channel))
        {
            self.declared(channel, &mut errors);
        }
        errors.finish()?;
        let channel = channel.ok_or_else(|| Error::internal("a subscription without channel, and no breach"))?;
        Ok((channel, event))
    }

    /// The channel of this name, where channels are declared; a name that none has is a breach.
    fn declared(&self, name: &str, errors: &mut FieldErrors) -> Option<&'static Channel> {
        if self.declared.channels.is_empty() {
            if name.is_empty() {
                errors.push_at("channel", "too short");
            } else if self.tells_of_changes(name) {
                errors.push_at("channel", NOT_ALLOWED);
            }
            return None;
        }
        let found = self.declared.channel(name);
        if found.is_some() && self.tells_of_changes(name) && !is_of_resource(self.declared, name) {
            // A template that happens to fit.
            errors.push_at("channel", NOT_ALLOWED);
            return None;
        }
        if found.is_none() {
            let names: Vec<&str> = self.declared.channels.iter().map(|channel| channel.name).collect();
            errors.push_at("channel", format!("not one of {}", names.join(", ")));
        }
        found
    }

    /// Refuses one subscription too many.
    fn check_room(&self, wanted: &Subscription, pattern: &Pattern) -> Result<(), Error> {
        let most = self.ctx.settings().sockets.subscriptions;
        let followed = self.socket.0.followed();
        let patterns = followed.get(&wanted.channel);
        if patterns.is_some_and(|patterns| patterns.contains(&wanted.event)) {
            return Ok(());
        }
        let globs = patterns
            .into_iter()
            .flatten()
            .filter(|text| Pattern::is_glob(text))
            .count();
        if *pattern != Pattern::Exact && globs >= GLOBS {
            let refusal = format!("too many patterns, at most {GLOBS} a channel");
            return Err(Error::invalid("event", refusal));
        }
        let count: usize = followed.values().map(std::collections::BTreeSet::len).sum();
        if count < most {
            return Ok(());
        }
        Err(Error::invalid(
            "channel",
            format!("too many subscriptions, at most {most} a socket"),
        ))
    }

    fn hooks(&self) -> Result<Option<&'static SocketHooks>, Error> {
        let Some(hooks) = self.declared.hooks else {
            return Ok(None);
        };
        // Who may follow what is in there: without it nobody may.
        let fault = || Error::internal("hooks of a socket that are none: a fault of warp-openapi, please report it");
        hooks.functions.get().map(Some).ok_or_else(fault)
    }

    /// What this socket follows of a channel, as an answer: that of many subscriptions would grow with each of them. Of many patterns it
    /// has the first, and always the one that is `asked` for.
    fn followed(&self, channel: &str, asked: Option<&str>) -> Vec<u8> {
        let followed = self.socket.0.followed();
        let mut patterns: Vec<&str> = followed
            .get(channel)
            .into_iter()
            .flatten()
            .map(String::as_str)
            .take(LISTED)
            .collect();
        if let Some(asked) = asked
            && !patterns.contains(&asked)
            && let Some(last) = patterns.last_mut()
        {
            *last = asked;
        }
        let subscribed = if patterns.is_empty() {
            serde_json::json!({})
        } else {
            serde_json::json!({ channel: patterns })
        };
        serde_json::json!({ "subscribed": subscribed }).to_string().into_bytes()
    }
}

/// The event of this name that a channel declares; it is a breach if there is none.
fn event_of(channel: &Channel, event: Option<&str>, errors: &mut FieldErrors) -> Option<&'static Event> {
    let Source::Events(events) = channel.source else {
        errors.push_at("channel", REFUSED);
        return None;
    };
    let found = events.iter().find(|declared| Some(declared.name) == event);
    if found.is_none() {
        let names: Vec<&str> = events.iter().map(|event| event.name).collect();
        errors.push_at("event", format!("not one of {}", names.join(", ")));
    }
    found
}

/// The data of an event as followers get it.
///
/// # Errors
///
/// [`Error::Invalid`] if it can't be read, as a hook may have changed it: then nobody knows what is `write_only` in it.
fn without_write_only(event: &Event, data: &[u8]) -> Result<Vec<u8>, Error> {
    let json: &RawValue = serde_json::from_slice(data).map_err(Error::internal)?;
    let mut errors = FieldErrors::new();
    let data = errors.at("data", |errors| (event.without_write_only)(json, errors));
    errors.finish()?;
    data.ok_or_else(|| Error::internal("the data of an event without value, and no breach"))
}

/// What a hook refuses without more words is the channel.
fn on_channel(error: Error) -> Error {
    match error {
        Error::Forbidden => Error::invalid("channel", NOT_ALLOWED),
        other => other,
    }
}

/// The answer to a publication.
fn published(channel: &str, event: Option<&str>, data: &[u8]) -> Vec<u8> {
    let mut out = b"{\"channel\":".to_vec();
    write_string(channel, &mut out);
    if let Some(event) = event {
        out.extend_from_slice(b",\"event\":");
        write_string(event, &mut out);
    }
    out.extend_from_slice(b",\"data\":");
    out.extend_from_slice(data);
    out.push(b'}');
    out
}
