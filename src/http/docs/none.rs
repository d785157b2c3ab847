//! Built without the feature `docs`: there are no pages.

use http::HeaderMap;
use warp::reply::Response;

use crate::engine::Settings;
use crate::meta::Api;

/// None at all.
#[derive(Debug, Clone, Copy)]
pub(in crate::http) enum Part {}

impl Part {
    /// Whether the others do without it.
    pub(in crate::http) const fn may_be_missing(self) -> bool {
        match self {}
    }
}

/// No paths.
pub(in crate::http) fn parts(_route: &str) -> [(String, Part); 0] {
    []
}

/// Can't be called.
pub(in crate::http) fn answer(
    part: Part,
    _api: &'static Api,
    _settings: &Settings,
    _headers: &HeaderMap,
    _path: &str,
) -> Response {
    match part {}
}
