//! The page: one file, in the binary.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use warp_openapi::warp::filters::BoxedFilter;
use warp_openapi::warp::reply::{Response, html, with_header};
use warp_openapi::warp::{self, Filter as _, Reply as _};

/// The page with its style and its script.
const PAGE: &str = include_str!("index.html");

/// Serves the page at `/`.
pub(crate) fn filter() -> BoxedFilter<(Response,)> {
    let policy = policy();
    warp::path::end()
        .and(warp::get().or(warp::head()).unify())
        .map(move || {
            let page = with_header(html(PAGE), "Content-Security-Policy", policy.as_str());
            // A new version of the program has another page.
            with_header(page, "Cache-Control", "no-cache").into_response()
        })
        .boxed()
}

/// The page's policy: its own style and script, identified by their digests, and connections to this server.
fn policy() -> String {
    format!(
        "default-src 'none'; style-src {}; script-src {}; img-src data:; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        digest("style"),
        digest("script"),
    )
}

/// The digest of an element's text, as in policies (CSP Level 3, section 2.3.1).
fn digest(element: &str) -> String {
    let content = PAGE
        .split_once(&format!("<{element}>"))
        .and_then(|(_, rest)| rest.split_once(&format!("</{element}>")))
        .map_or("", |(content, _)| content);
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(content)))
}
