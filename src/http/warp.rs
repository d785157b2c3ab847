//! The whole API as one warp filter.
//!
//! Routing comes first and looks at nothing but path and method. Other paths are rejected with their body unread, so that the user's own
//! filters can follow with `.or(..)`. A request for a path of the API is always answered, errors included.

mod dispatch;

use std::borrow::Cow;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, OnceLock};

use futures::{FutureExt, future};
use http::header::{ACCEPT, ALLOW, HeaderName};
use http::uri::Authority;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Version};
use hyper::upgrade::OnUpgrade;
use warp::filters::BoxedFilter;
use warp::path::{FullPath, Peek};
use warp::reply::Response;
use warp::{Filter, Rejection};

use self::dispatch::dispatch;
use super::address::client;
use super::auth::AuthLayer;
use super::cors::{Cors, CorsRequest};
use super::problem::{Problem, declared};
use super::rate_limit::{self, Peer};
use super::reply::{Address, empty, without_body};
use super::request::{Body, discard};
use super::request_id::RequestId;
use super::routes::{Found, Routes, Target};
use super::undeclared::DocumentedStatuses;
use super::{State, host};
use crate::engine::{self, Caller, Ctx, Policy, Principal, RequestContext, RequestInfo, Services};
use crate::error::Error;
use crate::meta::{Access, Api, ApiLimits, Errors, Info, Resource};
use crate::observe::{self, RequestRecord};

/// The header that lists the media types of patches (RFC 5789, section 3.1).
const ACCEPT_PATCH: HeaderName = HeaderName::from_static("accept-patch");

/// Creates the warp filter of an API: all its operations below its base path, its document, and the pages that show it.
///
/// It matches the rest of the path, so it works below a prefix of your own. It rejects other paths with `warp::reject::not_found` before
/// it touches the body.
#[must_use]
pub fn filter(api: &'static Api, state: State) -> BoxedFilter<(Response,)> {
    let docs = docs_routes(api, &state);
    let cors = Cors::of_api(api, &state.services().settings);
    assemble(routes(api, &state).and(docs), state, cors)
}

/// Creates the warp filter of an API and the application's own filters, which take precedence over the pages.
pub(crate) fn filter_with(api: &'static Api, state: State, own: BoxedFilter<(Response,)>) -> BoxedFilter<(Response,)> {
    let docs = docs_routes(api, &state);
    let cors = Cors::of_api(api, &state.services().settings);
    let ours = assemble(routes(api, &state), state.clone(), cors.clone());
    ours.or(own).unify().or(assemble(docs, state, cors)).unify().boxed()
}

/// The route of the first page; `None` if there are none.
pub(crate) fn docs_route<'s>(api: &'static Api, settings: &'s engine::Settings) -> Option<&'s str> {
    let route = settings.docs_route.as_deref()?;
    let routes = Routes::of_docs(api, settings);
    routes.find(route.trim_matches('/'), &Method::GET).map(|_| route)
}

fn docs_routes(api: &'static Api, state: &State) -> Routes {
    let settings = &state.services().settings;
    if cfg!(feature = "docs") && settings.docs_route.is_some() && docs_route(api, settings).is_none() {
        tracing::warn!(
            route = settings.docs_route,
            "the API has a path of its own there, so the pages of the document are left out; set DOCS_ROUTE to another route"
        );
    }
    Routes::of_docs(api, settings)
}

/// Tells whether an API has a path, be it of its documents.
#[cfg(feature = "cli")]
pub(crate) fn has_path(api: &'static Api, settings: &engine::Settings) -> impl Fn(&str) -> bool + use<> {
    let routes = Routes::of_api(api, settings);
    move |path| routes.find(path.trim_start_matches('/'), &Method::GET).is_some()
}

/// Why the document can't be where the settings put it.
#[cfg(feature = "cli")]
pub(crate) fn spec_route_fault(api: &'static Api, settings: &engine::Settings) -> Option<String> {
    Routes::spec_route_fault(api, settings)
}

fn routes(api: &'static Api, state: &State) -> Routes {
    state.hub().add_resources(api.resources());
    // The API's own path has precedence.
    if let Some(fault) = Routes::spec_route_fault(api, &state.services().settings) {
        tracing::error!("{fault}");
    }
    if let Err(error) = crate::meta::check_patterns(api) {
        tracing::error!("{error}");
    }
    Routes::of_api(api, &state.services().settings)
}

/// Creates the warp filter of one resource alone: without base path and document, but with the access rules of its API, whose description
/// is `info`. A resource of a part doesn't know its API: there the state has to name it, or only public operations answer.
#[must_use]
pub fn resource_filter(
    resource: &'static Resource,
    info: Option<&'static Info>,
    state: State,
) -> BoxedFilter<(Response,)> {
    state.hub().add_resources(std::iter::once(resource));
    let info = info.or(state.info());
    let cors = Cors::of_resource(info, &state.services().settings);
    assemble(Routes::of_resource(resource, info), state, cors)
}

fn assemble(routes: Routes, state: State, cors: Option<Arc<Cors>>) -> BoxedFilter<(Response,)> {
    let (base_path, docs_required, errors) = (routes.base_path, routes.docs_required, routes.errors);
    let (default_access, limits) = (routes.default_access, routes.limits);
    let (routes, state) = (Arc::new(routes), Arc::new(state));
    let route = warp::path::peek().and(warp::path::full()).and(warp::method()).and_then(
        move |rest: Peek, path: FullPath, method: Method| {
            let found = routes.find_with_route(rest.as_str(), &method).map(|(found, route)| {
                if let Some(route) = route {
                    observe::current(|record| record.set_route(route));
                }
                let at = Location {
                    prefix: path.as_str().len() - rest.as_str().len(),
                    base_path,
                    docs_required,
                    default_access,
                    limits,
                    errors,
                    path,
                    method,
                };
                (found, at)
            });
            future::ready(found.ok_or_else(warp::reject::not_found))
        },
    );
    // A query or host that warp can't parse counts as absent.
    let query = warp::query::raw().or(warp::any().map(String::new)).unify();
    let host = warp::host::optional().or(warp::any().map(|| None)).unify();
    // The crate's own server tells the address by an extension, that of warp in its own way.
    let peer = warp::ext::optional::<Peer>().and(warp::addr::remote());
    let peer = peer.map(|peer: Option<Peer>, remote: Option<SocketAddr>| {
        peer.map(|Peer(address)| address).or(remote.map(|remote| remote.ip()))
    });
    route
        .and(warp::header::headers_cloned())
        .and(query)
        .and(host)
        .and(warp::ext::optional::<OnUpgrade>())
        .and(peer)
        .and(warp::body::stream())
        .then(move |(found, at), headers, query, host, upgrade, peer, body| {
            let (state, cors) = (Arc::clone(&state), cors.clone());
            async move {
                let address = client(&state.services().settings, &headers, peer);
                let id = RequestId::of(&headers);
                // Another server than the crate's own makes no record.
                let record = observe::current(Arc::clone).unwrap_or_else(|| id.record(&headers));
                let request = IncomingRequest {
                    id,
                    record,
                    state,
                    cors,
                    at,
                    headers,
                    query,
                    host,
                    upgrade,
                    address,
                    ctx: OnceLock::new(),
                };
                answer(request, found, Box::pin(body)).await
            }
        })
        .boxed()
}

/// The method and path of a request.
struct Location {
    method: Method,
    path: FullPath,
    /// How many bytes of the path were matched by the user's own filters before this one.
    prefix: usize,
    base_path: &'static str,
    /// Whether the API requires that its document describes every reply.
    docs_required: bool,
    /// The form and the statuses of the API's errors.
    errors: &'static Errors,
    /// The access rule of operations that have no rule of their own.
    default_access: Access,
    /// The limits of all requests to the API.
    limits: ApiLimits,
}

/// A request for a path of this filter, except its body.
struct IncomingRequest {
    id: RequestId,
    record: Arc<RequestRecord>,
    state: Arc<State>,
    /// The rules for pages of other origins.
    cors: Option<Arc<Cors>>,
    at: Location,
    headers: HeaderMap,
    query: String,
    host: Option<Authority>,
    /// What upgrades the connection to a WebSocket.
    upgrade: Option<OnUpgrade>,
    /// The address of the client.
    address: Option<IpAddr>,
    /// What functions of the application get of it, once one is called. Once the request is authenticated it has the principal.
    ctx: OnceLock<Ctx>,
}

/// Answers, whatever happens: an error or a panic becomes a problem.
async fn answer(mut request: IncomingRequest, found: Found, body: impl Body) -> Response {
    let documented = DocumentedStatuses::of(&found, request.at.limits, request.state.is_testing());
    let response = AssertUnwindSafe(run(&mut request, found, body)).catch_unwind().await;
    let (settings, id, errors) = (request.settings(), &request.id, request.at.errors);
    let mut response = match response {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => Problem::of_request(&request, error, id).into_response(),
        Err(_) => Problem::of(Error::internal("the operation panicked"), settings, id).into_response(),
    };
    if request.at.method == Method::PATCH {
        accept_patch(&mut response);
    }
    declared(&mut response, errors, id);
    if let Some(documented) = documented {
        let strict = request.state.is_testing() && request.at.docs_required;
        response = documented.check(response, errors, strict, (settings, id));
        declared(&mut response, errors, id);
    }
    if let Some(cors) = &request.cors {
        cors.add_to(&CorsRequest::of(&request.at.method, &request.headers), &mut response);
    }
    id.add_to(&mut response);
    if request.at.method == Method::HEAD {
        without_body(response)
    } else {
        response
    }
}

impl IncomingRequest {
    fn settings(&self) -> &engine::Settings {
        &self.state.services().settings
    }

    fn address(&self) -> Address<'_> {
        let path = self.at.path.as_str();
        Address {
            settings: self.settings(),
            headers: &self.headers,
            host: self.host.as_ref(),
            path,
            prefix: &path[..self.at.prefix],
            base_path: self.at.base_path,
        }
    }

    fn anonymous_ctx(&self) -> Ctx {
        let info = RequestInfo {
            id: self.id.text().to_owned(),
            record: Arc::clone(&self.record),
            root: self.address().root(),
            principal: None,
            address: self.address,
            values: self.state.values(),
            default_access: self.at.default_access,
        };
        Ctx::new(self.state.services().clone(), info)
    }

    /// Counts it against limits: what its reply tells of them, or the refusal.
    async fn count(&self, limits: &[Policy]) -> Result<Option<rate_limit::Told>, Response> {
        if limits.is_empty() {
            return Ok(None);
        }
        let address = || Caller::address(self.address);
        let principal = self.principal().map(|principal| Caller::principal(principal.id()));
        let caller = principal.unwrap_or_else(address);
        rate_limit::count(&self.state.services().limits, caller, limits)
            .await
            .map(Some)
    }

    /// Keeps who sends it. The check has had the same context, without that.
    fn admit(&mut self, principal: Principal) {
        self.record.set_principal(principal.id());
        let ctx = self.ctx.take().unwrap_or_else(|| self.anonymous_ctx());
        self.ctx = OnceLock::from(ctx.admitted(principal));
    }
}

impl RequestContext for IncomingRequest {
    fn services(&self) -> &Services {
        self.state.services()
    }

    fn request_id(&self) -> &str {
        self.id.text()
    }

    fn principal(&self) -> Option<&Principal> {
        self.ctx.get().and_then(Ctx::principal)
    }

    fn default_access(&self) -> Access {
        self.at.default_access
    }

    fn ctx(&self) -> Ctx {
        self.ctx.get_or_init(|| self.anonymous_ctx()).clone()
    }
}

async fn run(request: &mut IncomingRequest, found: Found, body: impl Body) -> Result<Response, Error> {
    // The crate's own server has checked the host already. Other servers that run the filter check less.
    if let Err(bad_host) = host::check(
        Version::HTTP_10,
        request.host.as_ref(),
        &request.headers,
        request.settings(),
    ) {
        discard(&request.headers, body);
        return Ok(bad_host.into_response());
    }
    let (target, key) = match found {
        Found::Target(target, key) => (target, key),
        Found::Options { allow, patch } => {
            let mut response = options(allow, patch);
            if let Some(cors) = &request.cors {
                cors.answer_preflight(&CorsRequest::of(&request.at.method, &request.headers), &mut response);
            }
            return Ok(response);
        }
        other => {
            discard(&request.headers, body);
            return match other {
                Found::NotAllowed(allow) => Ok(Problem::not_allowed(&request.at.method, allow).into_response()),
                _ => Err(Error::NotFound),
            };
        }
    };
    let auth = match &target {
        Target::Operation(_, _, auth) | Target::Op(_, auth) | Target::Socket(_, _, auth) => auth.clone(),
        Target::Document(_) | Target::AsyncApi(_) | Target::Docs(..) => None,
    };
    let limits = limits_of(request.at.limits, &target);
    let Some(auth) = auth else {
        let told = match request.count(&limits).await {
            Ok(told) => told,
            Err(response) => {
                discard(&request.headers, body);
                return Ok(response);
            }
        };
        let response = match dispatch(request, target, key, &request.query, body).await {
            Ok(response) => response,
            Err(Error::Unauthorized) => AuthLayer::refused(None),
            Err(error) => Problem::of_request(request, error, &request.id).into_response(),
        };
        return Ok(limited(response, told));
    };
    // Before the body is read: a client without access needn't send it.
    let admitted = async {
        let (headers, query, id) = (&request.headers, &request.query, &request.id);
        let failures = (request.at.limits.failed_credentials, request.address);
        let source = match auth.admit(request, headers, query, id, failures).await? {
            None => None,
            Some(admitted) => {
                request.admit(admitted.principal);
                Some(admitted.source)
            }
        };
        let told = request
            .count(&limits)
            .await
            .map_err(|response| auth.kept_private(response))?;
        Ok::<_, Response>((source, told))
    };
    let (source, told) = match admitted.await {
        Ok(admitted) => admitted,
        Err(response) => {
            discard(&request.headers, body);
            return Ok(response);
        }
    };
    let query = auth.without_keys(&request.query);
    let response = match dispatch(request, target, key, &query, body).await {
        Ok(response) => response,
        Err(Error::Unauthorized) => AuthLayer::refused(Some((&auth, source))),
        Err(error) => Problem::of_request(request, error, &request.id).into_response(),
    };
    Ok(auth.kept_private(limited(response, told)))
}

/// The limits of requests to a target, the narrowest first. Documents and pages have none.
fn limits_of(api: ApiLimits, target: &Target) -> Vec<Policy> {
    const API: Cow<'static, str> = Cow::Borrowed("api");
    match target {
        Target::Operation(resource, operation, _) => {
            let name = || Cow::Owned(format!("{}_{}", operation.kind.word(), resource.snake));
            let name = operation.limit.map_or(API, |_| name());
            let of_resource = (Cow::Borrowed(resource.snake), resource.limit);
            rate_limit::policies([(name, operation.limit), of_resource, (API, api.every)])
        }
        Target::Op(op, _) => rate_limit::policies([(Cow::Borrowed(op.name), op.limit), (API, api.every)]),
        Target::Socket(..) => rate_limit::policies([(API, api.every)]),
        Target::Document(_) | Target::AsyncApi(_) | Target::Docs(..) => Vec::new(),
    }
}

/// Adds to a reply what it tells of limits.
fn limited(mut response: Response, told: Option<rate_limit::Told>) -> Response {
    if let Some(told) = told {
        told.add_to(&mut response);
    }
    response
}

/// Adds the accepted media types to the reply to a patch of another type (RFC 5789, section 2.2).
fn accept_patch(response: &mut Response) {
    if response.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE
        && let Some(accepted) = response.headers().get(ACCEPT).cloned()
    {
        response.headers_mut().insert(ACCEPT_PATCH, accepted);
    }
}

/// 204 with the allowed methods (RFC 9110, section 9.3.7), and the media type of patches (RFC 5789, section 3.1).
fn options(allow: HeaderValue, patch: Option<&'static str>) -> Response {
    let mut response = empty(StatusCode::NO_CONTENT);
    response.headers_mut().insert(ALLOW, allow);
    if let Some(media) = patch {
        response
            .headers_mut()
            .insert(ACCEPT_PATCH, HeaderValue::from_static(media));
    }
    response
}

/// Turns every rejection of a filter into a problem, so that all errors of a server are problems.
pub(super) fn recovered(
    filter: BoxedFilter<(Response,)>,
    settings: Arc<engine::Settings>,
) -> impl Filter<Extract = (Response,), Error = Infallible> + Clone + Send + Sync + 'static {
    filter
        .recover(move |rejection: Rejection| {
            let id = RequestId::current();
            let problem = super::recover::recover(&rejection, &settings, &id);
            future::ready(Ok::<_, Infallible>(problem.into_response()))
        })
        .unify()
}
