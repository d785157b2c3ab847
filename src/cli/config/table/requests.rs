//! Limits of requests and their replies, and the texts of errors.

use crate::cli::config::flag::{Flag, yes_or_no};
use crate::engine::Settings;

/// The most bytes of a body or a page: what a number of bytes can be at all.
const BYTES: usize = usize::MAX;

pub(super) fn flags() -> Vec<Flag> {
    vec![
        Flag::parsed("compression", &["COMPRESSION"], "WHEN", on_or_off, |it| {
            &mut it.settings.compression
        })
        .default("on")
        .help("Whether replies are compressed for clients that accept it: on or off")
        .more("From 1 KiB on, with zstd, Brotli or gzip. Needs the feature `compression`, which is on by default."),
        Flag::whole("max-limit", &["MAX_PAGINATION_LIMIT"], 1..=u32::MAX, |it| {
            &mut it.settings.max_limit
        })
        .unit("ROWS")
        .help("The most rows on a page, unless the list declares its own")
        .in_documents(),
        Flag::optional_whole("default-limit", &["DEF_PAGINATION_LIMIT"], 1..=u32::MAX, |it| {
            &mut it.default_limit
        })
        .unit("ROWS")
        .default("50, or the most rows on a page")
        .help("Rows on a page without `limit` in the request, unless the list declares its own")
        .in_documents(),
        Flag::whole("max-offset", &["MAX_OFFSET"], 1..=u32::MAX, |it| {
            &mut it.settings.max_offset
        })
        .unit("ROWS")
        .help("The greatest `offset` of a page; lists by cursor have no such limit")
        .in_documents(),
        Flag::whole("page-bytes", &["PAGE_BYTES"], 1..=BYTES, |it| {
            &mut it.settings.page_bytes
        })
        .unit("BYTES")
        .help("The most bytes of rows on a page")
        .more("It ends before the row that would exceed them, and links to the next page. A single row may be larger.")
        .in_documents(),
        Flag::whole("body-limit", &["BODY_LIMIT"], 1..=u64::MAX, |it| {
            &mut it.settings.body_limit
        })
        .unit("BYTES")
        .help("The most bytes in a request's body, unless the op declares its own")
        .in_documents(),
        Flag::whole("bulk-limit", &["BULK_LIMIT"], 1..=100_000, |it| {
            &mut it.settings.bulk_limit
        })
        .unit("ITEMS")
        .help("The most items in one bulk request")
        .in_documents(),
        Flag::seconds("check-timeout", &["CHECK_TIMEOUT"], 1..=600, |it| {
            &mut it.settings.check_timeout
        })
        .help("How long a check of credentials may take"),
        Flag::seconds("handler-timeout", &["HANDLER_TIMEOUT"], 2..=3_600, |it| {
            &mut it.limits.handler
        })
        .help("How long an answer may take, without the time in which the body arrives"),
        Flag::text("bad-data-message", &["BAD_DATA_MESSAGE"], "TEXT", |it| {
            &mut it.settings.bad_data_message
        })
        .help("The detail of a 400 for a body that isn't JSON"),
        Flag::text(
            "error-message",
            &["ERROR_500_MESSAGE", "ERROR_500_MESSSAGE"],
            "TEXT",
            |it| &mut it.settings.internal_error_message,
        )
        .help("The detail of a 500"),
    ]
}

pub(super) fn spec_route() -> Flag {
    Flag::parsed("spec-route", &["SPEC_ROUTE"], "PATH", path, |it| &mut it.settings.spec_route)
        .default(Settings::default().spec_route)
        .help("Where the document is served, beside /openapi.json")
        .more(
            "It must be no path of the API's own. The document has the limits and servers that the other variables set; `?version=3.0` and \
             `?version=2.0` are OpenAPI 3.0.3 and Swagger 2.0.",
        )
}

/// Reads a path for a route of this crate.
pub(super) fn path(text: &str) -> Result<String, String> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !b"{}?#%\"<>".contains(&byte));
    if text.len() > 1 && text.starts_with('/') && plain {
        Ok(text.to_owned())
    } else {
        Err("expected a path such as /spec".to_owned())
    }
}

fn on_or_off(text: &str) -> Result<bool, String> {
    yes_or_no(text).ok_or_else(|| "expected on or off".to_owned())
}
