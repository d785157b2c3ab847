//! Validates a file with paperclip: whether it is Swagger 2.0, and whether its references resolve.
//!
//! The output comes from the file's own values: paperclip's forms round bounds to single precision, sort members and drop
//! `allOf`, patterns and the names of formats. Its resolver goes down each way to a definition, which doubles with each level:
//! it is given definitions whose own references are cut. Those were checked by `references`.

use paperclip::v2::models::{DefaultSchema, Operation, ResolvableApi, ResolvableParameter, ResolvableResponse};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::references::{Linked, unescaped};
use crate::spec::json_tree::Node;

type Parameter = ResolvableParameter<DefaultSchema>;
type Response = ResolvableResponse<DefaultSchema>;
/// An API as paperclip reads it.
pub(super) type Api = ResolvableApi<DefaultSchema>;

/// Reads and resolves a file by paperclip.
///
/// # Errors
///
/// One line: the place, and paperclip's message.
pub(super) fn resolve(file: &Linked) -> Result<Api, String> {
    let whole = plain(file, &file.root, &[]);
    let text = whole.to_string();
    let api: Api = paperclip::v2::from_reader(text.as_bytes()).map_err(|error| locate(&whole, &error.to_string()))?;
    for schema in api.definitions.values() {
        let Ok(mut schema) = schema.write() else { continue };
        schema.reference = None;
        schema.properties.clear();
        schema.items = None;
        schema.extra_props = None;
    }
    api.resolve().map_err(|error| error.to_string())
}

/// The file as paperclip takes it: references without escapes, and without the members that it doesn't expect.
fn plain(file: &Linked, node: &Node, place: &[&str]) -> Value {
    let below = |name, node| {
        let mut place = place.to_vec();
        place.push(name);
        plain(file, node, &place)
    };
    match node {
        Node::List(items) => items.iter().map(|item| below("", item)).collect(),
        Node::Object(_) if matches!(place, ["parameters" | "responses", _]) && node.reference().is_some() => {
            plain(file, file.follow(node).1, &[""])
        }
        Node::Object(members) => {
            let mut object = Map::new();
            for (name, value) in members.iter().filter(|(name, _)| expected(place, name)) {
                let value = match (name, value) {
                    ("$ref", Node::Text(reference)) => Value::String(unescaped(reference)),
                    _ => below(name, value),
                };
                object.insert(name.to_owned(), value);
            }
            Value::Object(object)
        }
        other => other.value(),
    }
}

/// The methods that Swagger 2.0 knows.
pub(super) const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// Whether paperclip expects a member there: it takes all members of paths, path items and lists of replies for its own.
fn expected(place: &[&str], name: &str) -> bool {
    match place {
        ["paths"] => name.starts_with('/'),
        ["paths", _] => name == "parameters" || METHODS.contains(&name),
        ["paths", _, _, "responses"] | ["responses" | "securityDefinitions"] | ["securityDefinitions", _, "scopes"] => {
            !name.starts_with("x-")
        }
        _ => true,
    }
}

/// The error of paperclip's reader with the place in the file: its own are places in a text that it has generated.
fn locate(whole: &Value, error: &str) -> String {
    if let Some((place, fault)) = faulty(whole) {
        return format!("{place}: {fault}");
    }
    let error = error.trim_start_matches("JSON error: ");
    let error = error.rfind(" at line ").map_or(error, |at| &error[..at]);
    error.to_owned()
}

/// The innermost piece that doesn't read, and why.
fn faulty(whole: &Value) -> Option<(String, String)> {
    let each = |section: &'static str, fault: fn(&Value) -> Option<(String, String)>| {
        let members = whole.get(section).and_then(Value::as_object).into_iter().flatten();
        members
            .filter_map(move |(name, value)| {
                fault(value).map(|(place, fault)| (format!("{section}.{name}{place}"), fault))
            })
            .next()
    };
    each("definitions", schema_fault)
        .or_else(|| each("parameters", parameter_fault))
        .or_else(|| each("responses", response_fault))
        .or_else(|| each("paths", path_fault))
}

fn fault_of<T: DeserializeOwned>(value: &Value) -> Option<(String, String)> {
    let fault = serde_json::from_value::<T>(value.clone()).err()?;
    Some((String::new(), fault.to_string()))
}

/// Below `member`, or here.
fn below(value: &Value, member: &str, fault: fn(&Value) -> Option<(String, String)>) -> Option<(String, String)> {
    match value.get(member)? {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(number, item)| fault(item).map(|(place, fault)| (format!(".{member}.{number}{place}"), fault))),
        other => fault(other).map(|(place, fault)| (format!(".{member}{place}"), fault)),
    }
}

fn each_below(value: &Value, member: &str, fault: fn(&Value) -> Option<(String, String)>) -> Option<(String, String)> {
    let members = value.get(member)?.as_object()?;
    members
        .iter()
        .find_map(|(name, value)| fault(value).map(|(place, fault)| (format!(".{member}.{name}{place}"), fault)))
}

fn schema_fault(schema: &Value) -> Option<(String, String)> {
    let whole = fault_of::<DefaultSchema>(schema)?;
    let inner = each_below(schema, "properties", schema_fault)
        .or_else(|| below(schema, "items", schema_fault))
        .or_else(|| {
            schema
                .get("additionalProperties")
                .filter(|extra| extra.is_object())
                .and_then(schema_fault)
        });
    Some(inner.unwrap_or(whole))
}

fn parameter_fault(parameter: &Value) -> Option<(String, String)> {
    if parameter.get("$ref").is_some() {
        return None;
    }
    let whole = fault_of::<Parameter>(parameter)?;
    Some(below(parameter, "schema", schema_fault).unwrap_or(whole))
}

fn response_fault(response: &Value) -> Option<(String, String)> {
    if response.get("$ref").is_some() {
        return None;
    }
    let whole = fault_of::<Response>(response)?;
    Some(below(response, "schema", schema_fault).unwrap_or(whole))
}

fn path_fault(path: &Value) -> Option<(String, String)> {
    if let Some(fault) = below(path, "parameters", parameter_fault) {
        return Some(fault);
    }
    METHODS.iter().find_map(|method| {
        let operation = path.get(method)?;
        fault_of::<Operation<Parameter, Response>>(operation)?;
        let fault = operation_fault(operation)?;
        Some((format!(".{method}{}", fault.0), fault.1))
    })
}

fn operation_fault(operation: &Value) -> Option<(String, String)> {
    let inner = below(operation, "parameters", parameter_fault);
    inner
        .or_else(|| each_below(operation, "responses", response_fault))
        .or_else(|| fault_of::<Operation<Parameter, Response>>(operation))
}
