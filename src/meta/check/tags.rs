//! Tags: an API declares those that its operations may bear.

use super::api::Whole;
use super::names::same;
use crate::meta::const_error::const_error;

/// Checks that a tag is declared.
#[track_caller]
pub(super) const fn check_tag(api: &Whole, keyword: &str, name: &str, tag: Option<&str>) {
    let Some(tag) = tag else { return };
    let mut at = 0;
    while at < api.info.tags.len() {
        if same(tag, api.info.tags[at].0) {
            return;
        }
        at += 1;
    }
    const_error(&[
        keyword,
        " `",
        name,
        "`: its tag `",
        tag,
        "` isn't declared; add it to the api's `tags: { ",
        tag,
        ": \"..\" }`",
    ]);
}
