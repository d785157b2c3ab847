//! Dispatches an authenticated request to its target: a document, a page, a socket, an operation of a resource or of the application.

use std::borrow::Cow;

use warp::reply::Response;

use super::IncomingRequest;
use crate::engine::{self, Request, RequestContext as _};
use crate::error::Error;
use crate::handler::{self, Answer, AnswerKind, Call};
use crate::http::reply::{render, set_status};
use crate::http::request::{Body, discard_any, if_match, incoming, read};
use crate::http::routes::Target;
use crate::http::stream::stream_of;
use crate::http::{conditional, docs, origin, socket};
use crate::meta::{self, Op, Operation, Resource};

/// Answers with the target of a route. `query` is without keys.
pub(super) async fn dispatch(
    request: &IncomingRequest,
    target: Target,
    key: Vec<Cow<'static, str>>,
    query: &str,
    body: impl Body,
) -> Result<Response, Error> {
    let headers = &request.headers;
    match target {
        Target::Document(documents) => docs::document(&documents, headers, &request.query),
        Target::AsyncApi(documents) => docs::asyncapi(&documents, headers, &request.query),
        Target::Docs(api, part) => {
            let path = request.at.path.as_str();
            Ok(docs::answer(part, api, request.settings(), headers, path))
        }
        Target::Operation(resource, operation, _) => {
            run_operation(request, (resource, operation), key, query, body).await
        }
        Target::Socket(api, socket, auth) => {
            discard_any(headers, body);
            origin::check(auth.as_deref(), &request.address(), request.cors.as_deref())?;
            Ok(socket::open(
                &request.state,
                (api, socket),
                request.ctx(),
                (&request.at.method, headers),
                request.upgrade.clone(),
            ))
        }
        // On the heap, since this future is rarer and larger than those of resources' operations.
        Target::Op(op, _) => Box::pin(run_op(request, op, key, query, body)).await,
    }
}

/// Runs an operation of a resource.
async fn run_operation(
    request: &IncomingRequest,
    (resource, operation): (&'static Resource, &'static Operation),
    mut parents: Vec<Cow<'static, str>>,
    query: &str,
    body: impl Body,
) -> Result<Response, Error> {
    let headers = &request.headers;
    let body = if operation.kind.has_body() {
        read(headers, body, request.settings().body_limit).await?
    } else {
        // Bodies of GET and DELETE have no meaning (RFC 9110, sections 9.3.1 and 9.3.5).
        discard_any(headers, body);
        Vec::new()
    };
    let if_match = if_match(headers);
    let address = parents.split_off(resource.parents.len().min(parents.len()));
    let engine_request = Request {
        resource,
        operation,
        parents,
        address,
        query,
        body: &body,
        if_match: if_match.as_deref(),
        must_be_new: operation.method == meta::Method::Put && conditional::wants_none(headers)?,
    };
    let reply = engine::run(request, engine_request).await?;
    let mut response = render(reply, &request.address(), operation.method == meta::Method::Get);
    if let Some(status) = operation.success {
        set_status(&mut response, status);
    }
    Ok(response)
}

/// Runs an operation of the application.
async fn run_op(
    request: &IncomingRequest,
    op: &'static Op,
    path: Vec<Cow<'static, str>>,
    query: &str,
    body: impl Body,
) -> Result<Response, Error> {
    let headers = &request.headers;
    let is_read = op.route.method == meta::Method::Get && op.body().is_none();
    let mut body = Some(if op.body().is_some() {
        incoming(headers, body)
    } else {
        discard_any(headers, body);
        Box::pin(futures::stream::empty())
    });
    // Only safe methods are retried (RFC 9110, section 9.2.1): others may have done something before a statement failed.
    let answered = || {
        let body = body.take().unwrap_or_else(|| Box::pin(futures::stream::empty()));
        let path = path.clone();
        async move {
            let ctx = request.ctx();
            let call = Call::new(op, &ctx, path, query, headers, body)?;
            handler::run(op, ctx, call).await
        }
    };
    let database = &request.services().database;
    let Answer { kind, status } = if is_read {
        database.retry_read(answered).await?
    } else {
        database.try_times(1, answered).await?
    };
    let mut response = match kind {
        AnswerKind::Whole(reply) => render(reply, &request.address(), op.route.method == meta::Method::Get),
        AnswerKind::Bytes(stream) => stream_of(op, stream, &request.id),
    };
    set_status(&mut response, status.unwrap_or(op.reply.status));
    Ok(response)
}
