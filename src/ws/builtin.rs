//! The built-in methods: `subscribe`, `unsubscribe`, `publish`, `server_info`.

use serde_json::value::RawValue;

use super::dispatcher::{RpcDispatcher, name, optional_name};
use super::hooks::{Publication, SocketHooks, Subscription};
use super::pattern::Pattern;
use super::queue::HoldGuard;
use super::resource_channels::is_resource_channel;
use crate::engine::{Message, Publish as _};
use crate::error::{Error, FieldErrors};
use crate::meta::{Channel, Event, Source};
use crate::types::{FieldType as _, JsonValue, Limits, Members, write_string};

/// The pattern of all events.
const ALL: &str = "*";

/// The message to a client that may not publish.
const CANNOT_PUBLISH: &str = "Cannot publish to channel";

/// The message to a client that may not subscribe.
const NOT_ALLOWED: &str = "not allowed";

/// The most globs of one socket in one channel. Each is tried for each message, and some take long.
const MAX_GLOBS: usize = 32;

/// The most patterns that an answer lists.
const MAX_LISTED: usize = 32;

impl RpcDispatcher {
    /// `subscribe {channel, event?}`. Answers with the patterns of the channel that this socket is subscribed to.
    pub(super) async fn subscribe(&self, payload: &RawValue) -> Result<Vec<u8>, Error> {
        let (channel, event) = self.channel_and_event(payload, false)?;
        let mut wanted = Subscription {
            channel,
            event: event.unwrap_or_else(|| ALL.to_owned()),
        };
        if let Some(hook) = self.hooks()?.and_then(|hooks| hooks.can_subscribe) {
            hook(&self.ctx, &self.socket, &mut wanted).await.map_err(on_channel)?;
        }
        // After the hook, which may have changed the channel to that of a resource.
        self.check_reader(&wanted.channel).map_err(on_channel)?;
        let pattern = Pattern::parse(&wanted.event).map_err(|fault| Error::invalid("event", fault))?;
        self.check_limits(&wanted, &pattern)?;
        self.hub
            .channels
            .subscribe(&self.socket.0, &wanted.channel, &wanted.event, pattern)
            .await?;
        Ok(self.subscribed(&wanted.channel, Some(&wanted.event)))
    }

    /// `unsubscribe {channel, event?}`. Without `event` it ends the pattern `*`. Other patterns of the channel stay, and are the answer.
    pub(super) async fn unsubscribe(&self, payload: &RawValue) -> Result<Vec<u8>, Error> {
        let (channel, event) = self.channel_and_event(payload, true)?;
        let pattern = event.as_deref().unwrap_or(ALL);
        if !self.hub.channels.unsubscribe(&self.socket.0, &channel, pattern) {
            let field = if self.socket.0.patterns().contains_key(&channel) {
                "event"
            } else {
                "channel"
            };
            return Err(Error::invalid(field, format!("Invalid {field}")));
        }
        Ok(self.subscribed(&channel, None))
    }

    /// `publish {channel, event?, data}`. Sends it to all subscribers, and answers with what was sent. Messages to this socket are `held`
    /// back meanwhile: its own copy may come from the broker before the answer is written.
    pub(super) async fn publish<'q>(
        &'q self,
        payload: &RawValue,
        held: &mut Option<HoldGuard<'q>>,
    ) -> Result<Vec<u8>, Error> {
        let mut errors = FieldErrors::new();
        let members = members(payload, &["channel", "event", "data"], &mut errors)?;
        let channel = name(&members, 0, "channel", &mut errors);
        let event = optional_name(&members, 1, "event", &mut errors);
        let data = members.get(2);
        let mut declared = None;
        match data {
            None => errors.push_at("data", "required"),
            Some(data) if data.get() == "null" => errors.push_at("data", "may not be null"),
            Some(data) => match channel.as_deref() {
                Some(channel) if self.is_published_by_resource(channel) => errors.push_at("channel", CANNOT_PUBLISH),
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
            return Err(Error::internal(
                "bug in warp-openapi: a publication without channel gave no violation",
            ));
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
            if self.is_published_by_resource(&wanted.0) {
                return Err(Error::invalid("channel", CANNOT_PUBLISH));
            }
            // If the new channel isn't declared, the event of the channel that the client named still describes the data.
            if let Some(channel) = self.declared.channel(&wanted.0) {
                let mut errors = FieldErrors::new();
                declared = event_of(channel, wanted.1.as_deref(), &mut errors);
                errors.finish()?;
            }
        }
        if let Some(event) = declared {
            json = rendered(event, &json)?;
            // With its defaults it may be longer than what the client has sent.
            let most = self.ctx.settings().sockets.message;
            if json.len() > most {
                return Err(Error::invalid(
                    "data",
                    format!("too long, at most {most} bytes with its defaults"),
                ));
            }
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

    /// `server_info`. Answers with how many sockets are open on this server, and how many are subscribed to each pattern.
    pub(super) fn server_info(&self, payload: &RawValue) -> Result<Vec<u8>, Error> {
        let mut errors = FieldErrors::new();
        members(payload, &[], &mut errors)?;
        errors.finish()?;
        let info = serde_json::json!({ "connections": self.hub.connections(), "channels": self.hub.channels.counts() });
        serde_json::to_vec(&info).map_err(Error::internal)
    }

    /// Parses `{channel, event?}` and checks that the channel exists. To `unsubscribe`, a client may also name a channel that it is
    /// subscribed to: a hook may have changed a declared channel to one that isn't declared.
    fn channel_and_event(&self, payload: &RawValue, unsubscribe: bool) -> Result<(String, Option<String>), Error> {
        let mut errors = FieldErrors::new();
        let members = members(payload, &["channel", "event"], &mut errors)?;
        let channel = name(&members, 0, "channel", &mut errors);
        let event = optional_name(&members, 1, "event", &mut errors);
        if let Some(channel) = &channel
            && !(unsubscribe && self.socket.0.patterns().contains_key(channel))
        {
            self.declared(channel, &mut errors);
        }
        errors.finish()?;
        let channel = channel
            .ok_or_else(|| Error::internal("bug in warp-openapi: a subscription without channel gave no violation"))?;
        Ok((channel, event))
    }

    /// The declared channel of this name. Adds a violation if channels are declared and none has the name.
    fn declared(&self, name: &str, errors: &mut FieldErrors) -> Option<&'static Channel> {
        if self.declared.channels.is_empty() {
            if name.is_empty() {
                errors.push_at("channel", "too short");
            } else if self.is_published_by_resource(name) {
                errors.push_at("channel", NOT_ALLOWED);
            }
            return None;
        }
        let found = self.declared.channel(name);
        if found.is_some() && self.is_published_by_resource(name) && !is_resource_channel(self.declared, name) {
            // A template matches the name of the resource's channel.
            errors.push_at("channel", NOT_ALLOWED);
            return None;
        }
        if found.is_none() {
            let names = self.declared.channels.iter().map(|channel| channel.name);
            errors.push_at("channel", not_one_of(names));
        }
        found
    }

    /// Checks that one more subscription is within the limits.
    fn check_limits(&self, wanted: &Subscription, pattern: &Pattern) -> Result<(), Error> {
        let most = self.ctx.settings().sockets.subscriptions;
        let subscribed = self.socket.0.patterns();
        let patterns = subscribed.get(&wanted.channel);
        if patterns.is_some_and(|patterns| patterns.contains(&wanted.event)) {
            return Ok(());
        }
        let globs = patterns
            .into_iter()
            .flatten()
            .filter(|text| Pattern::is_glob(text))
            .count();
        if *pattern != Pattern::Exact && globs >= MAX_GLOBS {
            let message = format!("too many patterns, at most {MAX_GLOBS} a channel");
            return Err(Error::invalid("event", message));
        }
        let count: usize = subscribed.values().map(std::collections::BTreeSet::len).sum();
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
        // Not `None`: hooks restrict access, so a request must fail if they can't be called.
        let bug = || Error::internal("bug in warp-openapi: the functions of hooks are not SocketHooks");
        hooks.functions.get().map(Some).ok_or_else(bug)
    }

    /// The answer with the patterns of one channel that this socket is subscribed to. Other channels are left out, so that answers don't
    /// grow with their number. At most [`MAX_LISTED`] patterns are listed; `new` is always one of them.
    fn subscribed(&self, channel: &str, new: Option<&str>) -> Vec<u8> {
        let subscribed = self.socket.0.patterns();
        let mut patterns: Vec<&str> = subscribed
            .get(channel)
            .into_iter()
            .flatten()
            .map(String::as_str)
            .take(MAX_LISTED)
            .collect();
        if let Some(new) = new
            && !patterns.contains(&new)
            && let Some(last) = patterns.last_mut()
        {
            *last = new;
        }
        let subscribed = if patterns.is_empty() {
            serde_json::json!({})
        } else {
            serde_json::json!({ channel: patterns })
        };
        serde_json::json!({ "subscribed": subscribed }).to_string().into_bytes()
    }
}

/// The members of these names.
fn members<'j>(payload: &'j RawValue, names: &[&str], errors: &mut FieldErrors) -> Result<Members<'j>, Error> {
    let index = |name: &str| names.iter().position(|known| *known == name);
    Members::open(payload, names.len(), &index, errors).ok_or_else(|| Error::invalid("payload", "not an object"))
}

fn not_one_of<'n>(names: impl Iterator<Item = &'n str>) -> String {
    format!("not one of {}", names.collect::<Vec<_>>().join(", "))
}

/// The declared event of this name. Adds a violation if the channel has none.
fn event_of(channel: &Channel, event: Option<&str>, errors: &mut FieldErrors) -> Option<&'static Event> {
    let Source::Events(events) = channel.source else {
        errors.push_at("channel", CANNOT_PUBLISH);
        return None;
    };
    let found = events.iter().find(|declared| Some(declared.name) == event);
    if found.is_none() {
        errors.push_at("event", not_one_of(events.iter().map(|event| event.name)));
    }
    found
}

/// The data of an event as subscribers get it.
///
/// # Errors
///
/// [`Error::Invalid`] if it can't be parsed, since a hook may have changed it.
fn rendered(event: &Event, data: &[u8]) -> Result<Vec<u8>, Error> {
    let json: &RawValue = serde_json::from_slice(data).map_err(Error::internal)?;
    let mut errors = FieldErrors::new();
    let data = errors.at("data", |errors| (event.rendered)(json, errors));
    errors.finish()?;
    data.ok_or_else(|| Error::internal("bug in warp-openapi: the data of an event without value gave no violation"))
}

/// The error of a hook. `Forbidden` becomes a violation of `channel`.
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
