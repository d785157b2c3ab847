//! The pages and their files: paths, and the headers that all of them have.

use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, LOCATION, REFERRER_POLICY, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use warp::reply::Response;

use super::ASYNCAPI;
use super::asset::{Asset, takes_gzip};
use super::document::CACHED;
use super::page::{Page, View};
use crate::engine::{Settings, entity_tag};
use crate::http::conditional::has_version;
use crate::http::reply::{IsShared, empty, not_modified, set};
use crate::meta::Api;

/// What a renderer needs and no more: nothing from another host, no `eval`, no inline script, no form, no frame. Icons are `data:`.
macro_rules! policy {
    ($($more:literal)?) => {
        HeaderValue::from_static(concat!(
            "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'; style-src 'self'",
            $($more)?
        ))
    };
}

/// Redoc puts its styles into the page, and searches in a worker that it makes itself.
const READ_POLICY: HeaderValue = policy!(" 'unsafe-inline'; worker-src blob:");

const TRY_POLICY: HeaderValue = policy!();

const NO_REFERRER: HeaderValue = HeaderValue::from_static("no-referrer");

const NO_SNIFF: HeaderValue = HeaderValue::from_static("nosniff");

/// A page or a file below the pages' route.
#[derive(Debug, Clone, Copy)]
pub(in crate::http) enum Part {
    /// The root of the API, which leads to the first page.
    Root,
    /// A page.
    Page(View),
    /// A file that a page loads.
    Asset(Asset),
}

impl Part {
    /// Whether the others do without it where the API has something of its own.
    pub(in crate::http) const fn may_be_missing(self) -> bool {
        matches!(self, Self::Root)
    }
}

/// All parts with their paths, which have no slash in front.
pub(in crate::http) fn parts(route: &str) -> impl Iterator<Item = (String, Part)> {
    let route = bare(route).to_owned();
    let root = (!route.is_empty()).then(|| (String::new(), Part::Root));
    let pages = [View::Read, View::Try].map(|view| (view.path(&route), Part::Page(view)));
    let assets = Asset::ALL.map(|asset| (below(&route, asset.name()), Part::Asset(asset)));
    pages.into_iter().chain(assets).chain(root)
}

/// Answers with a part; `path` is that of the request.
pub(in crate::http) fn answer(
    part: Part,
    api: &'static Api,
    settings: &Settings,
    headers: &HeaderMap,
    path: &str,
) -> Response {
    let route = settings.docs_route.as_deref().map_or("", bare);
    let mut response = match part {
        Part::Root => return redirect(path, route),
        Part::Page(view) => {
            let page = Page {
                view,
                title: settings.docs_title.as_deref().unwrap_or(api.info.title),
                theme: settings.docs_theme,
                route,
                document: bare(&settings.spec_route),
                asyncapi: api.sockets().next().map(|_| ASYNCAPI),
                base_path: bare(api.info.base_path),
            };
            let html = page.render();
            let mut response = file(headers, &entity_tag(html.as_bytes()), html.into());
            set(&mut response, CONTENT_TYPE, "text/html; charset=utf-8".to_owned());
            let policy = match view {
                View::Read => READ_POLICY,
                View::Try => TRY_POLICY,
            };
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
            response
        }
        Part::Asset(asset) => {
            let Some(content) = asset.content() else {
                tracing::error!(
                    name = asset.name(),
                    "a file of the pages is missing in the crate that used to contain it"
                );
                return empty(StatusCode::INTERNAL_SERVER_ERROR);
            };
            let (bytes, encoding) = content.bytes(takes_gzip(headers));
            let mut response = file(headers, content.tag(), bytes);
            response.extensions_mut().insert(IsShared);
            set(&mut response, CONTENT_TYPE, asset.media_type().to_owned());
            if let Some(encoding) = encoding {
                response.headers_mut().insert(CONTENT_ENCODING, encoding);
            }
            response
                .headers_mut()
                .insert(VARY, HeaderValue::from_static("accept-encoding"));
            response
        }
    };
    let fixed = [
        (CACHE_CONTROL, CACHED),
        (REFERRER_POLICY, NO_REFERRER),
        (X_CONTENT_TYPE_OPTIONS, NO_SNIFF),
    ];
    response.headers_mut().extend(fixed);
    response
}

/// A reply with a body, or 304 to a client that has it.
fn file(headers: &HeaderMap, tag: &str, body: Bytes) -> Response {
    if has_version(headers, tag) {
        return not_modified(tag);
    }
    let mut response = Response::new(body.into());
    set(&mut response, ETAG, tag.to_owned());
    response
}

/// To the first page, by a path that is relative to the request's: a proxy may have taken a prefix off.
fn redirect(path: &str, route: &str) -> Response {
    let mut response = empty(StatusCode::TEMPORARY_REDIRECT);
    let (_, last) = path.rsplit_once('/').unwrap_or_default();
    set(&mut response, LOCATION, format!("./{}", below(last, route)));
    response
}

/// The path as the routes know it: without the first slash, and without one at the end.
fn bare(path: &str) -> &str {
    path.trim_matches('/')
}

/// A path below another one.
pub(super) fn below(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}
