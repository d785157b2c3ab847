//! The `info` of an API: title, version, tags, contact, license, servers.

use super::names::same;
use super::{access, described, path};
use crate::meta::Info;
use crate::meta::const_error::const_error;

/// Checks the sections of the `api` item.
#[track_caller]
pub(super) const fn check_info(api: &str, info: &Info) {
    let Info {
        title,
        version,
        base_path,
        servers,
        tags,
        docs_required,
        ..
    } = *info;
    if title.trim_ascii().is_empty() {
        const_error(&["api `", api, "` has no `title`; add `title: \"..\"`"]);
    }
    if version.trim_ascii().is_empty() {
        const_error(&[
            "api `",
            api,
            "` has no `version`; add `version: env!(\"CARGO_PKG_VERSION\")`",
        ]);
    }
    if docs_required && !described(info.docs) {
        const_error(&[
            "api `",
            api,
            "` has no description; write a doc comment above it, or leave out `docs: required`",
        ]);
    }
    if !base_path.is_empty()
        && let Some(fault) = path::fault(base_path)
    {
        const_error(&["api `", api, "`: base_path \"", base_path, "\"", fault]);
    }
    access::check_schemes(api, info);
    let mut at = 0;
    while at < servers.len() {
        if matches!(servers[at].as_bytes(), [] | [.., b'/']) {
            const_error(&[
                "api `",
                api,
                "`: server \"",
                servers[at],
                "\" must be a URL without `/` at its end",
            ]);
        }
        at += 1;
    }
    at = 0;
    while at < tags.len() {
        if docs_required && tags[at].1.trim_ascii().is_empty() {
            const_error(&[
                "api `",
                api,
                "`: tag `",
                tags[at].0,
                "` has no description; add one, or leave out `docs: required`",
            ]);
        }
        let mut other = 0;
        while other < at {
            if same(tags[at].0, tags[other].0) {
                const_error(&["api `", api, "`: tag `", tags[at].0, "` is declared twice; keep one"]);
            }
            other += 1;
        }
        at += 1;
    }
}
