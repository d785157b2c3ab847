//! Functions of the application that allow, change or refuse subscriptions and publications.

use super::Socket;
use crate::db::Pending;
use crate::engine::Ctx;
use crate::error::Error;
use crate::meta::{Function, Hooks};
use crate::types::JsonValue;

/// A subscription that a client requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// The channel. A hook may change it: `mine` may become `users/7`.
    pub channel: String,
    /// The pattern of events; `*` if the client gave none.
    pub event: String,
}

/// A message that a client publishes to the subscribers of a channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Publication {
    /// The channel.
    pub channel: String,
    /// The event, if the client gave one.
    pub event: Option<String>,
    /// The data.
    pub data: JsonValue,
}

/// Runs before a subscription.
type CanSubscribe = for<'h> fn(&'h Ctx, &'h Socket, &'h mut Subscription) -> Pending<'h, ()>;

/// Runs before a publication.
type CanPublish = for<'h> fn(&'h Ctx, &'h Socket, &'h mut Publication) -> Pending<'h, ()>;

/// One hook of a socket.
pub enum SocketHook {
    /// Runs before a subscription.
    CanSubscribe(CanSubscribe),
    /// Runs before a publication.
    CanPublish(CanPublish),
}

/// The hooks of a socket.
pub struct SocketHooks {
    pub(super) can_subscribe: Option<CanSubscribe>,
    pub(super) can_publish: Option<CanPublish>,
}

impl SocketHooks {
    /// No hooks.
    pub const NONE: Self = Self {
        can_subscribe: None,
        can_publish: None,
    };

    /// Adds a hook.
    #[must_use]
    pub const fn with(mut self, hook: SocketHook) -> Self {
        match hook {
            SocketHook::CanSubscribe(hook) => self.can_subscribe = Some(hook),
            SocketHook::CanPublish(hook) => self.can_publish = Some(hook),
        }
        self
    }

    /// The hooks as metadata holds them.
    #[must_use]
    pub const fn declared(&'static self) -> Hooks {
        Hooks {
            functions: Function::of(self),
            can_subscribe: self.can_subscribe.is_some(),
            can_publish: self.can_publish.is_some(),
        }
    }
}

/// A function that can be a hook of a socket: `async fn(&Ctx, &Socket, &mut Subscription) -> Result<(), Error>`, or with `&mut Publication`.
#[diagnostic::on_unimplemented(
    message = "this can't be a hook of a socket",
    label = "write it as `async fn hook(ctx: &Ctx, socket: &Socket, wanted: &mut Subscription) -> Result<(), Error>`, for `can_publish` with `&mut Publication`"
)]
pub trait SocketHookFn<'h, W> {
    /// Calls it.
    fn call(self, ctx: &'h Ctx, socket: &'h Socket, wanted: W) -> Pending<'h, ()>;
}

impl<'h, W, F, A> SocketHookFn<'h, W> for F
where
    F: FnOnce(&'h Ctx, &'h Socket, W) -> A,
    A: Future<Output = Result<(), Error>> + Send + 'h,
{
    fn call(self, ctx: &'h Ctx, socket: &'h Socket, wanted: W) -> Pending<'h, ()> {
        Box::pin(self(ctx, socket, wanted))
    }
}

/// Calls a hook. The function is the last argument: the types of the others are known by then, so that errors point at its name.
pub fn call_socket_hook<'h, W>(
    ctx: &'h Ctx,
    socket: &'h Socket,
    wanted: W,
    hook: impl SocketHookFn<'h, W>,
) -> Pending<'h, ()> {
    hook.call(ctx, socket, wanted)
}
