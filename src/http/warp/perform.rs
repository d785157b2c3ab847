//! What a request leads to once it is known who asks: a document, a page, a socket, an operation of a resource or of the application.

use std::borrow::Cow;

use warp::reply::Response;

use super::Asked;
use crate::db::TRIES;
use crate::engine::{self, Principal, Request};
use crate::error::Error;
use crate::handler::{self, Answer, AnswerKind, Call};
use crate::http::reply::render;
use crate::http::request::{Body, discard_any, if_match, incoming, read};
use crate::http::routes::Target;
use crate::http::stream::stream_of;
use crate::http::{conditional, docs, origin, socket};
use crate::meta::{self, Op, Operation, Resource};

/// Who asks, where a check found out, and the query that the operation gets.
type Admitted<'r> = (Option<Principal>, &'r str);

/// Runs what a route leads to.
pub(super) async fn perform(
    asked: &Asked<'_>,
    target: Target,
    key: Vec<Cow<'static, str>>,
    admitted: Admitted<'_>,
    body: impl Body,
) -> Result<Response, Error> {
    let head = asked.head;
    match target {
        Target::Document(documents) => docs::document(&documents, &head.headers, &head.query),
        Target::AsyncApi(documents) => docs::asyncapi(&documents, &head.headers, &head.query),
        Target::Docs(api, part) => {
            let path = asked.arrival.path.as_str();
            Ok(docs::answer(
                part,
                api,
                &asked.state.context().settings,
                &head.headers,
                path,
            ))
        }
        Target::Operation(resource, operation, _) => operate(asked, (resource, operation), key, admitted, body).await,
        Target::Socket(api, socket, gate) => {
            discard_any(&head.headers, body);
            origin::check(gate.as_deref(), &asked.address())?;
            let ctx = asked.ctx(admitted.0);
            Ok(socket::open(
                asked.state,
                (api, socket),
                ctx,
                (&asked.arrival.method, &head.headers),
                head.upgrade.clone(),
            ))
        }
        // On the heap, since it is rarer and larger than the operations of resources.
        Target::Op(op, _) => Box::pin(run_op(asked, op, key, admitted, body)).await,
    }
}

async fn operate(
    asked: &Asked<'_>,
    (resource, operation): (&'static Resource, &'static Operation),
    key: Vec<Cow<'static, str>>,
    (principal, query): Admitted<'_>,
    body: impl Body,
) -> Result<Response, Error> {
    let (cx, head) = (asked.state.context(), asked.head);
    let method = operation.kind.method();
    let body = match method {
        meta::Method::Post | meta::Method::Put | meta::Method::Patch => {
            read(&head.headers, body, cx.settings.body_limit).await?
        }
        // Their bodies mean nothing (RFC 9110, sections 9.3.1 and 9.3.5).
        meta::Method::Get | meta::Method::Delete => {
            discard_any(&head.headers, body);
            Vec::new()
        }
    };
    let if_match = if_match(&head.headers);
    // Whoever isn't asked for credentials and meets no function of the application needs none.
    let ctx = (principal.is_some() || needs_ctx(resource, operation)).then(|| asked.ctx(principal));
    let request = Request {
        resource,
        operation,
        key,
        query,
        body: &body,
        if_match: if_match.as_deref(),
        must_be_new: method == meta::Method::Put && conditional::wants_none(&head.headers)?,
        ctx: ctx.as_ref(),
    };
    let reply = engine::run(cx, request).await?;
    Ok(render(reply, &asked.address(), method == meta::Method::Get))
}

/// Whether an operation calls functions of the application.
fn needs_ctx(resource: &Resource, operation: &Operation) -> bool {
    resource.hooks.is_some() && !matches!(operation.kind.method(), meta::Method::Get)
}

/// Runs an operation of the application.
async fn run_op(
    asked: &Asked<'_>,
    op: &'static Op,
    path: Vec<Cow<'static, str>>,
    (principal, query): Admitted<'_>,
    body: impl Body,
) -> Result<Response, Error> {
    let (cx, head) = (asked.state.context(), asked.head);
    let address = asked.address();
    let is_read = op.route.method == meta::Method::Get && op.body().is_none();
    let mut body = Some(if op.body().is_some() {
        incoming(&head.headers, body)
    } else {
        discard_any(&head.headers, body);
        Box::pin(futures::stream::empty())
    });
    // What only reads may run again (RFC 9110, section 9.2.1); of others nobody knows what they did before a statement failed.
    let mut left = if is_read { TRIES } else { 1 };
    let Answer(answer) = loop {
        left -= 1;
        let body = body.take().unwrap_or_else(|| Box::pin(futures::stream::empty()));
        let call = Call::new(op, &cx.settings, path.clone(), query, &head.headers, body)?;
        match handler::run(op, asked.ctx(principal.clone()), call).await {
            Err(error) if left > 0 && cx.database.may_run_again(&error) => {}
            ended => break ended?,
        }
    };
    Ok(match answer {
        AnswerKind::Whole(reply) => render(reply, &address, op.route.method == meta::Method::Get),
        AnswerKind::Bytes(stream) => stream_of(op, stream, asked.id),
    })
}
