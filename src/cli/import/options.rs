//! Keywords of a schema as options of a field; those that can't be expressed are comments.

use regex::Regex;
use serde_json::Number;

use super::block::{Type, Value};
use super::text::{json_literal, literal, note, plain};
use crate::spec::json_tree::{Node, Object};

/// Keywords that say what a schema is, or that its place has a word for.
const STRUCTURE: &[&str] = &[
    "$ref",
    "additionalProperties",
    "collectionFormat",
    "description",
    "in",
    "items",
    "name",
    "properties",
    "readOnly",
    "required",
    "schema",
    "title",
    "type",
    "x-nullable",
];

/// The options from the keywords of one field.
#[derive(Debug, Default)]
pub(super) struct Options {
    pub(super) list: Vec<String>,
    pub(super) notes: Vec<String>,
    /// Whether it has a default.
    pub(super) has_default: bool,
    done: Vec<&'static str>,
}

/// Reads the keywords of a field of this type. `required`: then a default has no effect.
pub(super) fn options(node: &Node, ty: &Type, required: bool) -> Options {
    let mut options = Options::default();
    match ty {
        Type::Plain("String") => options.text(node, required),
        Type::Plain(ty @ ("i32" | "i64")) => options.integers(node, ty, required),
        Type::Plain("f32" | "f64" | "Decimal") => options.floats(node, required),
        Type::Plain("bool") => {
            let value = |value: &Node| matches!(value, Node::Boolean(_)).then(|| value.json());
            options.values(node, required, &value, &value);
        }
        Type::Plain(form @ ("Uuid" | "NaiveDate" | "DateTime<Utc>")) => {
            options.done.push("format");
            let example = |value: &Node| match value {
                Node::Text(text) if has_form(form, text) => Some(literal(text)),
                _ => None,
            };
            options.values(node, required, &|_| None, &example);
        }
        Type::Plain("JsonValue") => {
            if let (false, Some(value)) = (required, node.get("default")) {
                options.set_default(format!("default_json({})", json_literal(&value.json())));
            }
        }
        Type::Enum(_, values) => {
            let value = |given: &Node| {
                let given = plain(given);
                let value = values.iter().find(|value| value.to_string() == given)?;
                Some(value.literal())
            };
            options.values(node, required, &value, &value);
            // The format of numbers follows from them.
            if matches!(values.first(), Some(Value::Number(_))) {
                options.done.push("format");
            }
        }
        Type::List(_) => options.many(node, required, "minItems", "maxItems", &Node::List(Vec::new())),
        Type::Map(_) => options.many(
            node,
            required,
            "minProperties",
            "maxProperties",
            &Node::Object(Object::EMPTY),
        ),
        Type::Plain(_) | Type::Schema(_) | Type::Boxed(_) | Type::In(..) => {}
    }
    if matches!(ty, Type::Plain("Bytes" | "File" | "ByteStream")) {
        options.done.push("format");
    }
    match ty {
        Type::Enum(..) => options.done.extend(["enum", "x-enum-varnames", "allOf"]),
        Type::Plain("JsonValue") => {}
        _ => options.done.push("allOf"),
    }
    options.shown(node, ty);
    options.leave(node, ty);
    options
}

impl Options {
    fn text(&mut self, node: &Node, required: bool) {
        let lengths = self.lengths(node, "minLength", "maxLength");
        let mut regex = None;
        if let Some(pattern) = node.text_of("pattern")
            && let Ok(read) = Regex::new(pattern)
        {
            self.list.push(format!("pattern({})", literal(pattern)));
            self.done.push("pattern");
            regex = Some(read);
        }
        if let Some(format) = node.text_of("format").and_then(format_of) {
            self.list.push(format!("format({format})"));
            self.done.push("format");
        }
        let value = |value: &Node| match value {
            Node::Text(text) => {
                let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
                let fits = lengths.contains(&length) && regex.as_ref().is_none_or(|regex| regex.is_match(text));
                fits.then(|| literal(text))
            }
            _ => None,
        };
        self.values(node, required, &value, &value);
    }

    fn integers(&mut self, node: &Node, ty: &str, required: bool) {
        let most = if ty == "i32" { i64::from(i32::MAX) } else { i64::MAX };
        let types = -most - 1..=most;
        if matches!(node.text_of("format"), Some("int32" | "int64")) {
            self.done.push("format");
        }
        let bound = |name, exclusive, step: i64| {
            let bound = whole(node.number_of(name)?)?;
            let bound = if node.is_true(exclusive) {
                bound.checked_add(step)?
            } else {
                bound
            };
            types.contains(&bound).then_some(bound)
        };
        let (least, greatest) = (
            bound("minimum", "exclusiveMinimum", 1),
            bound("maximum", "exclusiveMaximum", -1),
        );
        let step = node
            .number_of("multipleOf")
            .and_then(whole)
            .filter(|step| *step > 0 && types.contains(step));
        self.bounds(
            least.map(|bound| bound.to_string()),
            greatest.map(|bound| bound.to_string()),
            &|| least <= greatest,
        );
        if let Some(step) = step {
            self.list.push(format!("multiple_of({step})"));
            self.done.push("multipleOf");
        }
        let sound = least.zip(greatest).is_none_or(|(least, greatest)| least <= greatest);
        let value = |value: &Node| {
            let number = value.number().and_then(whole).filter(|number| {
                types.contains(number)
                    && (!sound
                        || least.is_none_or(|least| least <= *number) && greatest.is_none_or(|most| *number <= most))
                    && step.is_none_or(|step| number % step == 0)
            });
            number.map(|number| number.to_string())
        };
        self.values(node, required, &value, &value);
    }

    fn floats(&mut self, node: &Node, required: bool) {
        if matches!(node.text_of("format"), Some("float" | "double" | "decimal")) {
            self.done.push("format");
        }
        let bound = |name, exclusive| {
            let bound = node.number_of(name).and_then(float)?;
            (!node.is_true(exclusive)).then_some(bound)
        };
        let (least, greatest) = (
            bound("minimum", "exclusiveMinimum"),
            bound("maximum", "exclusiveMaximum"),
        );
        let step = node.number_of("multipleOf").and_then(float).filter(|step| *step > 0.0);
        let text = |number: f64| format!("{number:?}");
        self.bounds(least.map(text), greatest.map(text), &|| least <= greatest);
        if let Some(step) = step {
            self.list.push(format!("multiple_of({step:?})"));
            self.done.push("multipleOf");
        }
        let value = |value: &Node| {
            let number = value.number().and_then(float).filter(|number| {
                least.is_none_or(|least| least <= *number) && greatest.is_none_or(|most| *number <= most)
            });
            // Only the compiler recognizes multiples of fractions exactly.
            number.filter(|_| step.is_none()).map(text)
        };
        self.values(node, required, &value, &value);
    }

    fn many(&mut self, node: &Node, required: bool, least: &'static str, most: &'static str, empty: &Node) {
        let lengths = self.lengths(node, least, most);
        if !required && node.get("default") == Some(empty) && lengths.contains(&0) {
            self.set_default("default_empty".to_owned());
        }
    }

    /// `len`, and the lengths that are allowed.
    fn lengths(&mut self, node: &Node, least: &'static str, most: &'static str) -> std::ops::RangeInclusive<u32> {
        let length = |name| {
            node.number_of(name)
                .and_then(whole)
                .and_then(|length| u32::try_from(length).ok())
        };
        let (from, to) = (length(least), length(most));
        let lengths = from.unwrap_or(0)..=to.unwrap_or(u32::MAX);
        if (from, to) == (None, None) || lengths.is_empty() {
            return 0..=u32::MAX;
        }
        if from.is_some() {
            self.done.push(least);
        }
        if to.is_some() {
            self.done.push(most);
        }
        match (lengths.start(), to) {
            (0, None) => {}
            (from, Some(to)) => self.list.push(format!("len({from}..={to})")),
            (from, None) => self.list.push(format!("len({from}..=u32::MAX)")),
        }
        lengths
    }

    fn bounds(&mut self, least: Option<String>, greatest: Option<String>, sound: &dyn Fn() -> bool) {
        match (least, greatest) {
            (Some(least), Some(greatest)) if sound() => {
                self.list.push(format!("range({least}..={greatest})"));
                self.done
                    .extend(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]);
            }
            (Some(least), None) => {
                self.list.push(format!("min({least})"));
                self.done.extend(["minimum", "exclusiveMinimum"]);
            }
            (None, Some(greatest)) => {
                self.list.push(format!("max({greatest})"));
                self.done.extend(["maximum", "exclusiveMaximum"]);
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
    }

    /// `default` and `example`, where the type takes them as they are.
    fn values(
        &mut self,
        node: &Node,
        required: bool,
        default: &dyn Fn(&Node) -> Option<String>,
        example: &dyn Fn(&Node) -> Option<String>,
    ) {
        if let (false, Some(value)) = (required, node.get("default").and_then(default)) {
            self.set_default(format!("default({value})"));
        }
        if let Some(value) = node.get("example").and_then(example) {
            self.list.push(format!("example({value})"));
            self.done.push("example");
        }
    }

    fn set_default(&mut self, option: String) {
        self.list.push(option);
        self.done.push("default");
        self.has_default = true;
    }

    /// `example_json`, for types whose examples aren't one value.
    fn shown(&mut self, node: &Node, ty: &Type) {
        let fits = matches!(
            (ty, node.get("example")),
            (Type::List(_), Some(Node::List(_)))
                | (Type::Map(_), Some(Node::Object(_)))
                | (Type::Plain("JsonValue") | Type::Schema(_), Some(_))
        );
        if let (true, Some(example)) = (fits, node.get("example")) {
            self.list
                .push(format!("example_json({})", json_literal(&example.json())));
            self.done.push("example");
        }
    }

    /// The rest becomes comments.
    fn leave(&mut self, node: &Node, ty: &Type) {
        for (name, value) in node.members() {
            let idle = name == "uniqueItems" && !matches!(ty, Type::List(_));
            let silent = matches!(
                name.as_str(),
                "exclusiveMinimum" | "exclusiveMaximum" | "allowEmptyValue" | "uniqueItems"
            ) && value == &Node::Boolean(false);
            if !silent && !idle && !STRUCTURE.contains(&name.as_str()) && !self.done.contains(&name.as_str()) {
                self.notes.push(note(name, value));
            }
        }
    }
}

/// The formats that are checked.
fn format_of(format: &str) -> Option<&'static str> {
    match format {
        "email" => Some("email"),
        "uri" | "url" => Some("url"),
        "ipv4" | "ip-v4" => Some("ipv4"),
        "ipv6" | "ip-v6" => Some("ipv6"),
        "hostname" => Some("hostname"),
        _ => None,
    }
}

/// A number without fraction.
fn whole(number: Number) -> Option<i64> {
    let exact = |number: f64| number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0;
    number.as_i64().or_else(|| {
        number
            .as_f64()
            .filter(|number| exact(*number))
            .map(|number| number as i64)
    })
}

/// A number of at most 15 digits, as the declaration takes it.
fn float(number: Number) -> Option<f64> {
    let number = number.as_f64()?;
    let fits = (0..=15).any(|scale| {
        let power = 10f64.powi(scale);
        let near = (number * power).round();
        near.abs() < 9_007_199_254_740_992.0 && near / power == number
    });
    fits.then_some(number)
}

fn has_form(ty: &str, text: &str) -> bool {
    match ty {
        "Uuid" => text.len() == 36 && uuid::Uuid::parse_str(text).is_ok(),
        "NaiveDate" => text.len() == 10 && text.parse::<chrono::NaiveDate>().is_ok(),
        _ => text.as_bytes().get(10) == Some(&b'T') && chrono::DateTime::parse_from_rfc3339(text).is_ok(),
    }
}
