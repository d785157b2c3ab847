//! `spec`: the document, byte for byte as `serve` answers it, or how a file differs from it.

use clap::ArgMatches;
use serde_json::Value;
use similar::TextDiff;

use super::{Failure, output};
use crate::meta::Api;

/// Prints the document, or compares it with a file.
///
/// # Errors
///
/// When the file can't be read or differs.
pub(super) fn run(api: &Api, matches: &ArgMatches) -> Result<(), Failure> {
    let Some(file) = matches.get_one::<String>("check") else {
        return Ok(output::print(api.document)?);
    };
    let found = std::fs::read_to_string(file).map_err(|error| format!("{file} can't be read: {error}"))?;
    match difference(&found, api.document, file) {
        None => Ok(()),
        Some(difference) => {
            output::print(&difference)?;
            Err(format!("{file} differs from the document; write it anew with `spec > {file}`").into())
        }
    }
}

/// How a file differs from the document, line by line. White space and the order of members don't count: formatters change both.
pub(super) fn difference(found: &str, document: &str, name: &str) -> Option<String> {
    if found == document {
        return None;
    }
    let (found, document) = (pretty(found), pretty(document));
    if found == document {
        return None;
    }
    let difference = TextDiff::from_lines(&found, &document);
    Some(difference.unified_diff().header(name, "the document").to_string())
}

/// One member a line; a text that isn't JSON stays as it is.
fn pretty(text: &str) -> String {
    let lines = serde_json::from_str::<Value>(text).and_then(|value| serde_json::to_string_pretty(&value));
    let mut lines = lines.unwrap_or_else(|_| text.to_owned());
    lines.push('\n');
    lines
}
