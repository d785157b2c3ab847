//! Values and the schemas of a document: whether one is as the other says.

use regex::Regex;
use serde_json::Value;
use warp_openapi::testing::Reply;

/// What a reference leads to (RFC 6901).
#[track_caller]
pub(crate) fn referred<'d>(document: &'d Value, reference: &str) -> &'d Value {
    let found = reference
        .strip_prefix('#')
        .and_then(|pointer| document.pointer(pointer));
    found.unwrap_or_else(|| panic!("{reference} leads nowhere"))
}

/// The violations of a value. It knows the keywords that the document has in all its versions, and fails at any other.
pub(crate) fn faults(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let members = schema.as_object().expect("a schema");
    // How older versions allow null.
    if value.is_null() && ["nullable", "x-nullable"].iter().any(|word| schema[word] == true) {
        return Vec::new();
    }
    let mut faults = Vec::new();
    let fits = |schema: &Value| self::faults(document, schema, value).is_empty();
    for (keyword, expected) in members {
        let fault = match keyword.as_str() {
            "$ref" => {
                faults.extend(self::faults(document, referred(document, text(expected)), value));
                false
            }
            "type" => !types(expected).any(|name| is(value, name)),
            "const" => value != expected,
            "enum" => !array(expected).contains(value),
            "allOf" => {
                for part in array(expected) {
                    faults.extend(self::faults(document, part, value));
                }
                false
            }
            "anyOf" => !array(expected).iter().any(fits),
            "oneOf" => array(expected).iter().filter(|one| fits(one)).count() != 1,
            "pattern" => value
                .as_str()
                .is_some_and(|text| !Regex::new(self::text(expected)).expect("a pattern").is_match(text)),
            "minLength" => value
                .as_str()
                .is_some_and(|text| (text.chars().count() as u64) < number(expected)),
            "maxLength" => value
                .as_str()
                .is_some_and(|text| text.chars().count() as u64 > number(expected)),
            "minItems" => value
                .as_array()
                .is_some_and(|items| (items.len() as u64) < number(expected)),
            "maxItems" => value
                .as_array()
                .is_some_and(|items| (items.len() as u64) > number(expected)),
            "minimum" => value.as_f64() < expected.as_f64() && value.is_number(),
            "maximum" => value.as_f64() > expected.as_f64() && value.is_number(),
            "items" => {
                for item in value.as_array().into_iter().flatten() {
                    faults.extend(self::faults(document, expected, item));
                }
                false
            }
            "required" => {
                let missing = |name: &&Value| value.is_object() && value.get(text(name)).is_none();
                array(expected).iter().any(|name| missing(&name))
            }
            "properties" => {
                for (name, schema) in expected.as_object().expect("properties") {
                    if let Some(member) = value.get(name) {
                        faults.extend(self::faults(document, schema, member));
                    }
                }
                false
            }
            "additionalProperties" => {
                let others = value.as_object().into_iter().flatten();
                for (name, member) in others.filter(|(name, _)| schema["properties"].get(name).is_none()) {
                    match expected {
                        Value::Bool(false) => faults.push(format!("{name} is unknown")),
                        expected => faults.extend(self::faults(document, expected, member)),
                    }
                }
                false
            }
            "multipleOf" => value.as_f64().is_some_and(|value| {
                let steps = value / expected.as_f64().expect("a number");
                (steps - steps.round()).abs() > 1e-6
            }),
            "description" | "title" | "example" | "examples" | "format" | "deprecated" | "default" | "writeOnly"
            | "readOnly" | "nullable" | "x-nullable" | "x-enum-varnames" => false,
            other => panic!("{other}: the test doesn't know this keyword"),
        };
        if fault {
            faults.push(format!("{value}: {keyword} is {expected}"));
        }
    }
    faults
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn array(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn number(value: &Value) -> u64 {
    value.as_u64().expect("a number")
}

fn types(value: &Value) -> impl Iterator<Item = &str> {
    let one = value.as_str().into_iter();
    one.chain(value.as_array().into_iter().flatten().map(text))
}

fn is(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other} is no type"),
    }
}

/// Asserts that a reply of an operation is as the document says: its status is listed, and its body is what the schema allows.
#[track_caller]
pub(crate) fn assert_documented(document: &Value, operation: (&str, &str), reply: &Reply) {
    let (method, path) = operation;
    let version = document.get("openapi").unwrap_or(&document["swagger"]);
    let status = reply.status().to_string();
    let mut listed = &document["paths"][path][method]["responses"][&status];
    assert!(
        listed.is_object(),
        "{version}: {method} {path}: {status} is not in the document"
    );
    if let Some(reference) = listed["$ref"].as_str() {
        listed = referred(document, reference);
    }
    for header in ["ETag", "Link", "Location", "X-Total-Count"] {
        let is_listed = listed["headers"].get(header).is_some();
        assert!(
            is_listed || reply.header(header).is_none(),
            "{version}: {method} {path}: {status} lists no {header}"
        );
    }
    let media = reply.header("Content-Type").unwrap_or_default();
    let schema = if version == "2.0" {
        let produces = &document["paths"][path][method]["produces"];
        listed
            .get("schema")
            .inspect(|_| assert!(array(produces).contains(&media.into()), "{produces}: {media}"))
    } else {
        listed.get("content").map(|content| &content[media]["schema"])
    };
    let Some(schema) = schema else {
        assert_eq!(reply.text(), "", "{version}: {method} {path}: {status} has no body");
        return;
    };
    let faults = faults(document, schema, &reply.json());
    assert!(
        faults.is_empty(),
        "{version}: {method} {path}: {}: {faults:#?}",
        reply.text()
    );
}
