//! Requests of one socket: their envelope is parsed, and a method of the crate or of the application answers.

use std::borrow::Cow;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use futures::FutureExt as _;
use serde_json::value::RawValue;
use tokio::sync::{Mutex, MutexGuard};
use tokio_tungstenite::tungstenite::protocol::frame::Utf8Bytes;

use super::frame::{self, RpcEnvelope};
use super::hub::Hub;
use super::queue::HoldGuard;
use super::rpc_handler::{Payload, RpcHandler};
use super::socket::Socket;
use crate::db::{self, Overdue};
use crate::engine::{ClientError, Ctx, Policy, Verdict, with_reader};
use crate::error::{Error, FieldErrors};
use crate::handler::AnswerKind;
use crate::meta::{self, Api, BuiltIn, ErrorKind, Rpc};
use crate::types::{FieldType as _, JsonValue, Limits, Members, check_document};

/// The most bytes of an id, the name of a channel, an event or a pattern.
pub(super) const MAX_NAME: usize = 255;

/// The payload of a request without one.
const EMPTY: &str = "{}";

/// Answers the requests of one socket.
pub(super) struct RpcDispatcher {
    pub(super) hub: Arc<Hub>,
    pub(super) api: &'static Api,
    pub(super) declared: &'static meta::Socket,
    pub(super) ctx: Ctx,
    pub(super) socket: Socket,
    /// Held from a subscription or publication to its answer: those of one socket take effect and are answered in the order of its
    /// requests.
    pubsub_lock: Mutex<()>,
}

/// What a subscription or publication holds until it is answered. The fields are dropped in this order.
#[derive(Default)]
struct PubsubGuards<'d> {
    held: Option<HoldGuard<'d>>,
    lock: Option<MutexGuard<'d, ()>>,
}

/// What answers a request.
enum Method {
    BuiltIn(BuiltIn),
    Rpc(&'static Rpc),
}

impl RpcDispatcher {
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
            pubsub_lock: Mutex::default(),
        }
    }

    /// Answers one message, whatever happens. `None` is a binary message.
    pub(super) async fn answer(&self, text: Option<Utf8Bytes>) {
        let settings = self.ctx.settings();
        let mut envelope = RpcEnvelope::default();
        // Dropped after the answer is queued: until then no other request may answer, and no message may overtake the answer.
        let mut guards = PubsubGuards::default();
        let run = AssertUnwindSafe(self.run(text.as_deref(), &mut envelope, &mut guards)).catch_unwind();
        let (limit, started) = (settings.sockets.answer, Instant::now());
        let left = || limit.saturating_sub(started.elapsed());
        let answer = match db::within(left, limit, run).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(Failure::Error(Error::internal("the method panicked"))),
            Err(Overdue::Changed) => {
                let cause = "the answer took too long";
                Err(Failure::Error(Error::OutcomeUnknown(cause.into())))
            }
            Err(Overdue::Unchanged) => {
                let (request_id, method) = (self.ctx.request_id(), envelope.method.as_deref());
                tracing::error!(request_id, method, "the answer took too long");
                let error = ClientError::new(ErrorKind::Unavailable, "the answer took too long");
                Err(Failure::Client(error))
            }
        };
        let answer = answer.and_then(|result| frame::result(&envelope, &result).map_err(Failure::Error));
        let answer = answer.unwrap_or_else(|failure| {
            let error = match failure {
                Failure::Client(error) => error,
                Failure::Error(error) => frame::client_error(&envelope, error, &self.ctx),
            };
            frame::error(&envelope, &error, &self.api.info.errors, self.ctx.request_id())
        });
        self.socket.0.queue.answer(answer).await;
    }

    async fn run<'d>(
        &'d self,
        text: Option<&str>,
        envelope: &mut RpcEnvelope,
        guards: &mut PubsubGuards<'d>,
    ) -> Result<Vec<u8>, Failure> {
        let json = text.and_then(|text| check_document(text.as_bytes()).ok());
        let json = json.ok_or_else(|| Failure::malformed("JSON string expected"))?;
        let got = match json.get().as_bytes().first() {
            Some(b'{') => None,
            Some(b'[') => Some("list"),
            Some(b'"') => Some("string"),
            Some(b't' | b'f') => Some("boolean"),
            Some(b'n') => Some("null"),
            _ => Some("number"),
        };
        if let Some(got) = got {
            return Err(Failure::malformed(format!(
                "Malformed message; expected an object, got {got}"
            )));
        }
        let (method, payload) = self.parse(json, envelope)?;
        self.count(&method).await?;
        let result = match method {
            Method::Rpc(rpc) => self.call(rpc, payload).await,
            Method::BuiltIn(BuiltIn::ServerInfo) => self.server_info(payload),
            Method::BuiltIn(method) => {
                guards.lock = Some(self.pubsub_lock.lock().await);
                match method {
                    BuiltIn::Subscribe => self.subscribe(payload).await,
                    BuiltIn::Unsubscribe => self.unsubscribe(payload).await,
                    BuiltIn::Publish => self.publish(payload, &mut guards.held).await,
                    BuiltIn::ServerInfo => self.server_info(payload),
                }
            }
        };
        result.map_err(Failure::Error)
    }

    /// Parses `{"id", "method", "payload"}`.
    fn parse<'j>(&self, json: &'j RawValue, envelope: &mut RpcEnvelope) -> Result<(Method, &'j RawValue), Error> {
        const NAMES: [&str; 3] = ["id", "method", "payload"];
        let mut errors = FieldErrors::new();
        let index = |name: &str| NAMES.iter().position(|known| *known == name);
        let Some(members) = Members::open(json, NAMES.len(), &index, &mut errors) else {
            return Err(Error::invalid("", "not an object"));
        };
        // Kept as received, so that the answer to a number has the number. But not if no client could parse it: half a surrogate pair.
        let id = members.get(0).map(RawValue::get);
        envelope.id = id
            .filter(|id| serde_json::from_str::<JsonValue>(id).is_ok())
            .map(str::to_owned);
        let _: Option<String> = name(&members, 0, "id", &mut errors);
        envelope.method = name(&members, 1, "method", &mut errors);
        let method = envelope.method.as_deref().and_then(|name| {
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
            .ok_or_else(|| Error::internal("bug in warp-openapi: a request without method gave no violation"))
    }

    fn method(&self, name: &str) -> Option<Method> {
        let built_in = self.declared.allow.iter().find(|method| method.name() == name);
        let rpc = || self.declared.rpc.iter().find(|rpc| rpc.name == name);
        built_in
            .map(|method| Method::BuiltIn(*method))
            .or_else(|| rpc().map(Method::Rpc))
    }

    /// Counts a request against the limits of its method and of the socket.
    async fn count(&self, method: &Method) -> Result<(), Failure> {
        let declared = self.declared;
        let of_method = match method {
            Method::Rpc(rpc) => rpc
                .limit
                .map(|limit| (format!("{}.{}", declared.name, rpc.name).into(), limit)),
            Method::BuiltIn(_) => None,
        };
        let of_socket = declared.limit.map(|limit| (Cow::Borrowed(declared.name), limit));
        let policies: Vec<Policy> = [of_method, of_socket]
            .into_iter()
            .flatten()
            .map(|(name, limit)| Policy { name, limit })
            .collect();
        if policies.is_empty() {
            return Ok(());
        }
        match self.ctx.services().limits.count(self.ctx.caller(), &policies).await {
            Verdict::Within(_) => Ok(()),
            Verdict::Beyond(_, wait) => {
                let seconds = (wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).max(1);
                let detail = format!("too many requests; try again in {seconds} s");
                Err(Failure::Client(ClientError::new(ErrorKind::TooManyRequests, detail)))
            }
        }
    }

    /// Calls a method of the application.
    async fn call(&self, rpc: &'static Rpc, json: &RawValue) -> Result<Vec<u8>, Error> {
        let handler: &RpcHandler = (rpc.handler.get())
            .ok_or_else(|| Error::internal("bug in warp-openapi: the function of a method is not an RpcHandler"))?;
        let payload = Payload { json, rpc };
        if rpc.payload.is_none() {
            payload.check_empty()?;
        }
        let answer = with_reader(
            self.ctx.clone(),
            (handler.0)(self.ctx.clone(), self.socket.clone(), payload),
        )
        .await?;
        match answer.kind {
            AnswerKind::Whole(reply) => Ok(reply.body),
            AnswerKind::Bytes(_) => Err(Error::internal("bug in warp-openapi: a method answers with bytes")),
        }
    }
}

/// Why a request has no result.
enum Failure {
    /// The frame can't be dispatched, or its answer took too long.
    Client(ClientError),
    Error(Error),
}

impl Failure {
    /// The frame can't be read.
    fn malformed(message: impl Into<Cow<'static, str>>) -> Self {
        Self::Client(ClientError::new(ErrorKind::Malformed, message))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// A required name.
pub(super) fn name(members: &Members<'_>, index: usize, name: &str, errors: &mut FieldErrors) -> Option<String> {
    let text: String = members.take(index, name, &Limits::NONE, None, String::read, errors)?;
    check_name(&text, name, errors).then_some(text)
}

/// An optional name.
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
    if text.len() > MAX_NAME {
        errors.push_at(name, format!("too long, at most {MAX_NAME} bytes"));
    } else if text.contains(char::is_control) {
        errors.push_at(name, "contains a control character");
    } else {
        return true;
    }
    false
}
