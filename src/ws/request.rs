//! Requests of one socket: what they ask for, and who answers.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use futures::FutureExt as _;
use serde_json::value::RawValue;
use tokio::sync::{Mutex, MutexGuard};
use tokio_tungstenite::tungstenite::protocol::frame::Utf8Bytes;

use super::frame::{self, Asked};
use super::hub::Hub;
use super::queue::Held;
use super::remote::{Payload, Remote};
use super::socket::Socket;
use crate::db::{self, Overdue};
use crate::engine::Ctx;
use crate::error::{Error, FieldErrors};
use crate::handler::AnswerKind;
use crate::meta::{self, Api, BuiltIn, Rpc};
use crate::types::{FieldType as _, JsonValue, Limits, Members, check_document};

/// The most bytes in an id, the name of a channel, an event or a pattern.
pub(super) const LONGEST: usize = 255;

/// What stands for a payload that isn't there.
const EMPTY: &str = "{}";

/// Answers the requests of one socket.
pub(super) struct Desk {
    pub(super) hub: Arc<Hub>,
    pub(super) api: &'static Api,
    pub(super) declared: &'static meta::Socket,
    pub(super) ctx: Ctx,
    pub(super) socket: Socket,
    /// Subscriptions and publications of one socket take effect, and are answered, in the order of its requests.
    lane: Mutex<()>,
}

/// What a request has for itself until it is answered. Fields are dropped in this order.
#[derive(Default)]
struct Turn<'d> {
    held: Option<Held<'d>>,
    lane: Option<MutexGuard<'d, ()>>,
}

/// Who answers a request.
enum Method {
    Own(BuiltIn),
    Rpc(&'static Rpc),
}

impl Desk {
    pub(super) fn new(
        hub: &Arc<Hub>,
        (api, declared): (&'static Api, &'static meta::Socket),
        ctx: Ctx,
        socket: Socket,
    ) -> Self {
        Self {
            hub: Arc::clone(hub),
            api,
            declared,
            ctx,
            socket,
            lane: Mutex::default(),
        }
    }

    /// Answers one message, whatever happens; `None` is one that is no text.
    pub(super) async fn answer(&self, text: Option<Utf8Bytes>) {
        let settings = self.ctx.settings();
        let mut asked = Asked::default();
        // Kept until the answer is on its way: the next one in line may not send before that, nor messages overtake it.
        let mut turn = Turn::default();
        let run = AssertUnwindSafe(self.run(text.as_deref(), &mut asked, &mut turn)).catch_unwind();
        let (limit, started) = (settings.sockets.answer, Instant::now());
        let left = || limit.saturating_sub(started.elapsed());
        let answer = match db::within(left, limit, run).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(Refusal::Error(Error::internal("the method panicked"))),
            Err(Overdue::Changed) => {
                let cause = "the answer took too long";
                Err(Refusal::Error(Error::OutcomeUnknown(cause.into())))
            }
            Err(Overdue::Unchanged) => {
                let (request_id, method) = (self.ctx.request_id(), asked.method.as_deref());
                tracing::error!(request_id, method, "the answer took too long");
                Err(Refusal::Words("the answer took too long".to_owned()))
            }
        };
        let answer = answer.and_then(|result| frame::result(&asked, &result).map_err(Refusal::Error));
        let answer = answer.unwrap_or_else(|refusal| match refusal {
            Refusal::Words(words) => frame::refusal(&asked, &words, &[]),
            Refusal::Error(error) => frame::error(&asked, &error, self.ctx.services(), self.ctx.request_id()),
        });
        self.socket.0.queue.answer(answer).await;
    }

    async fn run<'d>(&'d self, text: Option<&str>, asked: &mut Asked, turn: &mut Turn<'d>) -> Result<Vec<u8>, Refusal> {
        let json = text.and_then(|text| check_document(text.as_bytes()).ok());
        let json = json.ok_or_else(|| Refusal::Words("JSON string expected".to_owned()))?;
        let got = match json.get().as_bytes().first() {
            Some(b'{') => None,
            Some(b'[') => Some("list"),
            Some(b'"') => Some("string"),
            Some(b't' | b'f') => Some("boolean"),
            Some(b'n') => Some("null"),
            _ => Some("number"),
        };
        if let Some(got) = got {
            return Err(Refusal::Words(format!(
                "Malformed message; expected an object, got {got}"
            )));
        }
        let (method, payload) = self.envelope(json, asked)?;
        let result = match method {
            Method::Rpc(rpc) => self.call(rpc, payload).await,
            Method::Own(BuiltIn::ServerInfo) => self.server_info(payload),
            Method::Own(method) => {
                turn.lane = Some(self.lane.lock().await);
                match method {
                    BuiltIn::Subscribe => self.subscribe(payload).await,
                    BuiltIn::Unsubscribe => self.unsubscribe(payload).await,
                    BuiltIn::Publish => self.publish(payload, &mut turn.held).await,
                    BuiltIn::ServerInfo => self.server_info(payload),
                }
            }
        };
        result.map_err(Refusal::Error)
    }

    /// Reads what every request has: `{"id", "method", "payload"}`.
    fn envelope<'j>(&self, json: &'j RawValue, asked: &mut Asked) -> Result<(Method, &'j RawValue), Error> {
        const NAMES: [&str; 3] = ["id", "method", "payload"];
        let mut errors = FieldErrors::new();
        let index = |name: &str| NAMES.iter().position(|known| *known == name);
        let Some(members) = Members::open(json, NAMES.len(), &index, &mut errors) else {
            return Err(Error::invalid("", "not an object"));
        };
        // As it came: whoever sends a number finds the number again. But for what no client could read, such as half a surrogate pair.
        let id = members.get(0).map(RawValue::get);
        asked.id = id
            .filter(|id| serde_json::from_str::<JsonValue>(id).is_ok())
            .map(str::to_owned);
        let _: Option<String> = name(&members, 0, "id", &mut errors);
        asked.method = name(&members, 1, "method", &mut errors);
        let method = asked.method.as_deref().and_then(|name| {
            let method = self.method(name);
            if method.is_none() {
                errors.push_at("method", format!("{name} method not available"));
            }
            method
        });
        let payload = match members.get(2) {
            Some(payload) if payload.get().starts_with('{') => Some(payload),
            Some(payload) if payload.get() != "null" => {
                errors.push_at("payload", "not an object");
                None
            }
            _ => serde_json::from_str(EMPTY).ok(),
        };
        errors.finish()?;
        method
            .zip(payload)
            .ok_or_else(|| Error::internal("a request without method, and no breach"))
    }

    fn method(&self, name: &str) -> Option<Method> {
        let own = self.declared.allow.iter().find(|own| own.name() == name);
        let rpc = || self.declared.rpc.iter().find(|rpc| rpc.name == name);
        own.map(|own| Method::Own(*own)).or_else(|| rpc().map(Method::Rpc))
    }

    /// Calls a method of the application.
    async fn call(&self, rpc: &'static Rpc, json: &RawValue) -> Result<Vec<u8>, Error> {
        let remote: &Remote = rpc.handler.get().ok_or_else(|| {
            Error::internal("a method whose function is none: a fault of warp-openapi, please report it")
        })?;
        let payload = Payload { json, rpc };
        if rpc.payload.is_none() {
            payload.refuse_any()?;
        }
        let answer = (remote.0)(self.ctx.clone(), self.socket.clone(), payload).await?;
        match answer.0 {
            AnswerKind::Whole(reply) => Ok(reply.body),
            AnswerKind::Bytes(_) => Err(Error::internal("a method that answers with bytes")),
        }
    }
}

/// What isn't a result.
enum Refusal {
    Words(String),
    Error(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// A short text that must be there.
pub(super) fn name(members: &Members<'_>, index: usize, name: &str, errors: &mut FieldErrors) -> Option<String> {
    let text: String = members.take(index, name, &Limits::NONE, None, String::read, errors)?;
    check_name(&text, name, errors).then_some(text)
}

/// A short text that may be left out.
pub(super) fn optional_name(
    members: &Members<'_>,
    index: usize,
    name: &str,
    errors: &mut FieldErrors,
) -> Option<String> {
    let json = members.get(index).filter(|json| json.get() != "null")?;
    let text = errors.at(name, |errors| String::read(json, &Limits::NONE, errors))?;
    check_name(&text, name, errors).then_some(text)
}

fn check_name(text: &str, name: &str, errors: &mut FieldErrors) -> bool {
    if text.len() > LONGEST {
        errors.push_at(name, format!("too long, at most {LONGEST} bytes"));
    } else if text.contains(char::is_control) {
        errors.push_at(name, "contains a control character");
    } else {
        return true;
    }
    false
}
