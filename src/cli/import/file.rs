//! A file to its values: JSON or YAML, Swagger 2.0, within limits.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use serde::Deserialize;

use super::node::Node;
use crate::cli::Failure;

/// The most bytes in a file.
const LIMIT: u64 = 16 << 20;

/// Reads a file.
///
/// # Errors
///
/// One line, that doesn't name the file: it isn't there, isn't text, too long, neither JSON nor YAML, not Swagger 2.0.
pub(super) fn read(path: &Path) -> Result<Node, Failure> {
    parse(&text(path)?)
}

fn text(path: &Path) -> Result<String, Failure> {
    let unreadable = |error: std::io::Error| format!("can't be read: {error}");
    let file = File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.is_dir() {
        return Err("is a folder; give a file".into());
    }
    let mut bytes = Vec::new();
    // Read to the limit, not to what the file says of its length: pipes say nothing.
    file.take(LIMIT + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LIMIT {
        return Err(format!("has more than {} MB", LIMIT >> 20).into());
    }
    String::from_utf8(bytes)
        .map_err(|error| format!("isn't UTF-8 from byte {} on", error.utf8_error().valid_up_to()).into())
}

/// What tells the kind of a file. The texts are those of the file: as numbers, `1.10` would be 1.1.
#[derive(Deserialize)]
struct Head {
    swagger: Option<String>,
    openapi: Option<String>,
    #[serde(default)]
    info: Version,
}

#[derive(Deserialize, Default)]
struct Version {
    version: Option<String>,
}

/// Reads a file's text. What begins with `{` is JSON, as paperclip tells them apart.
pub(super) fn parse(text: &str) -> Result<Node, Failure> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err("is empty".into());
    }
    let (mut node, head) = if text.trim_start().starts_with('{') {
        let node = serde_json::from_str(text).map_err(|error| format!("isn't JSON: {error}"))?;
        (node, serde_json::from_str::<Head>(text).ok())
    } else {
        let node = yaml_serde::from_str(text).map_err(|error| format!("isn't YAML: {error}"))?;
        (node, yaml_serde::from_str::<Head>(text).ok())
    };
    let Node::Map(members) = &mut node else {
        return Err("holds no object; a Swagger 2.0 file begins with `swagger: \"2.0\"`".into());
    };
    let told = head
        .as_ref()
        .and_then(|head| head.swagger.as_deref().or(head.openapi.as_deref()));
    match (members.iter().any(|(name, _)| name == "swagger"), told) {
        (true, Some("2.0")) => {}
        (_, Some(version)) if version.starts_with('3') => {
            return Err(format!("is OpenAPI {version}; import takes Swagger 2.0").into());
        }
        (_, Some(version)) => return Err(format!("is Swagger {version}; import takes Swagger 2.0").into()),
        (true, None) => return Err("has a `swagger` that isn't the text \"2.0\"".into()),
        (false, None) => return Err("has no `swagger: \"2.0\"`; import takes Swagger 2.0".into()),
    }
    // YAML may have left the quotes of these two out.
    put(members, "swagger", "2.0");
    if let (Some((_, Node::Map(info))), Some(version)) = (
        members.iter_mut().find(|(name, _)| name == "info"),
        head.and_then(|head| head.info.version),
    ) {
        put(info, "version", &version);
    }
    Ok(node)
}

fn put(members: &mut [(String, Node)], name: &str, text: &str) {
    if let Some((_, value)) = members.iter_mut().find(|(key, _)| key == name) {
        *value = Node::Text(text.to_owned());
    }
}
