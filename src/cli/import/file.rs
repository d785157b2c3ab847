//! A file to its values: JSON or YAML, Swagger 2.0, within limits.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use serde::Deserialize;

use crate::cli::Failure;
use crate::spec::json_tree::Node;

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
    // Read to the limit, not to the file's length: pipes have none.
    file.take(LIMIT + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LIMIT {
        return Err(format!("has more than {} MB", LIMIT >> 20).into());
    }
    String::from_utf8(bytes)
        .map_err(|error| format!("isn't UTF-8 from byte {} on", error.utf8_error().valid_up_to()).into())
}

/// The members that determine the kind of a file. The texts are those of the file: as a number, `1.10` is 1.1.
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

/// Reads a file's text. A file that begins with `{` is JSON, as for paperclip.
pub(super) fn parse(text: &str) -> Result<Node, Failure> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err("is empty".into());
    }
    let (mut node, head) = if text.trim_start().starts_with('{') {
        let mut json = serde_json::Deserializer::from_str(text);
        let node = Node::from_any(&mut json).and_then(|node| json.end().map(|()| node));
        let node = node.map_err(|error| format!("isn't JSON: {error}"))?;
        (node, serde_json::from_str::<Head>(text).ok())
    } else {
        let yaml = yaml_serde::Deserializer::from_str(text);
        let node = Node::from_any(yaml).map_err(|error| format!("isn't YAML: {error}"))?;
        (node, yaml_serde::from_str::<Head>(text).ok())
    };
    let Node::Object(members) = &mut node else {
        return Err("holds no object; a Swagger 2.0 file begins with `swagger: \"2.0\"`".into());
    };
    let version = head
        .as_ref()
        .and_then(|head| head.swagger.as_deref().or(head.openapi.as_deref()));
    match (members.has("swagger"), version) {
        (true, Some("2.0")) => {}
        (_, Some(version)) if version.starts_with('3') => {
            return Err(format!("is OpenAPI {version}; import takes Swagger 2.0").into());
        }
        (_, Some(version)) => return Err(format!("is Swagger {version}; import takes Swagger 2.0").into()),
        (true, None) => return Err("has a `swagger` that isn't the text \"2.0\"".into()),
        (false, None) => return Err("has no `swagger: \"2.0\"`; import takes Swagger 2.0".into()),
    }
    // YAML may have left the quotes of these two out.
    if members.has("swagger") {
        members.set("swagger", Node::text("2.0"));
    }
    if let (Some(info), Some(version)) = (
        members.get_mut("info").and_then(Node::as_object_mut),
        head.and_then(|head| head.info.version),
    ) && info.has("version")
    {
        info.set("version", Node::Text(version));
    }
    Ok(node)
}
