//! What a schema of the file is, once its references and `allOf` are put together.

use std::collections::HashSet;

use super::block::Value;
use super::names::Names;
use super::references::Linked;
use super::text::plain;
use crate::spec::json_tree::Node;

/// What a schema is.
pub(super) enum Kind<'n> {
    /// One of these texts or numbers.
    Enum(Vec<Value>),
    /// An object with names that are known.
    Object,
    /// An object with names that are free, and what its values are.
    Map(Option<&'n Node>),
    List(Option<&'n Node>),
    /// The same as another.
    Same(&'n Node),
    Text,
    Integer,
    Number,
    Boolean,
    File,
    Any,
}

/// The kind of a schema that isn't a reference.
pub(super) fn kind<'n>(file: &'n Linked, node: &'n Node) -> Kind<'n> {
    let parts = node.items_of("allOf");
    if !parts.is_empty() {
        return whole(file, node, parts);
    }
    let ty = node.text_of("type");
    if let (None | Some("string"), Some(values)) = (ty, texts(node, ty.is_some())) {
        return Kind::Enum(values);
    }
    if let (None | Some("integer" | "number"), Some(values)) = (ty, numbers(node)) {
        return Kind::Enum(values);
    }
    let extra = node.get("additionalProperties");
    match ty {
        Some("string") => Kind::Text,
        Some("integer") => Kind::Integer,
        Some("number") => Kind::Number,
        Some("boolean") => Kind::Boolean,
        Some("file") => Kind::File,
        Some("array") => Kind::List(node.get("items")),
        _ if !node.members_of("properties").is_empty() => Kind::Object,
        _ if extra == Some(&Node::Boolean(false)) => Kind::Object,
        _ if extra.is_some_and(|extra| !extra.members().is_empty()) => Kind::Map(extra),
        Some("object") => Kind::Map(None),
        _ if extra == Some(&Node::Boolean(true)) => Kind::Map(None),
        _ if node.get("items").is_some() => Kind::List(node.get("items")),
        _ => Kind::Any,
    }
}

/// `allOf`: of one thing it is that thing, of objects an object.
fn whole<'n>(file: &'n Linked, node: &'n Node, parts: &'n [Node]) -> Kind<'n> {
    let own = !node.members_of("properties").is_empty();
    let mut parts = parts.iter().filter(|part| constrains_values(part));
    match (parts.next(), parts.next()) {
        (Some(only), None) if !own => Kind::Same(only),
        (None, None) if !own => Kind::Map(None),
        (first, second) => {
            let all = first.into_iter().chain(second).chain(parts);
            let objects = all.filter(|part| matches!(kind(file, file.follow(part).1), Kind::Object | Kind::Same(_)));
            if own || objects.count() > 0 {
                Kind::Object
            } else {
                Kind::Any
            }
        }
    }
}

/// Whether a part of `allOf` is more than a description.
fn constrains_values(part: &Node) -> bool {
    let silent = |name: &str| {
        matches!(
            name,
            "description" | "title" | "example" | "xml" | "externalDocs" | "readOnly" | "default"
        )
    };
    part.members().iter().any(|(name, value)| {
        !silent(name)
            && !name.starts_with("x-")
            && (name, value) != (&"type".to_owned(), &Node::Text("object".to_owned()))
    })
}

/// The values of an `enum` that are strings. YAML's authors leave quotes out: with the type `string`, numbers are texts too.
fn texts(node: &Node, typed: bool) -> Option<Vec<Value>> {
    let mut texts: Vec<Value> = Vec::new();
    for value in node.items_of("enum") {
        let text = match value {
            Node::Text(text) => text.clone(),
            Node::Number(_) | Node::Boolean(_) if typed => value.json(),
            // Whether null is allowed is handled elsewhere.
            Node::Null => continue,
            _ => return None,
        };
        let text = Value::Text(text);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    (!texts.is_empty()).then_some(texts)
}

/// The values of an `enum` that are whole numbers.
fn numbers(node: &Node) -> Option<Vec<Value>> {
    let mut numbers: Vec<Value> = Vec::new();
    for value in node.items_of("enum") {
        let number = match value {
            Node::Number(digits) => Value::Number(digits.parse().ok()?),
            Node::Null => continue,
            _ => return None,
        };
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    (!numbers.is_empty()).then_some(numbers)
}

/// The names of an enum's values, each beside its value: those that `x-enum-varnames` gives, or what the values say.
pub(super) fn named(node: &Node, values: &[Value]) -> Vec<(String, Value)> {
    let given = |value: &Value| {
        let mut all = node.items_of("enum").iter();
        let at = all.position(|other| plain(other) == value.to_string())?;
        node.items_of("x-enum-varnames").get(at)?.as_text()
    };
    let mut names = Names::default();
    let name = |value: &Value| given(value).map_or_else(|| value.to_string(), str::to_owned);
    values
        .iter()
        .map(|value| (names.variant(&name(value)), value.clone()))
        .collect()
}

/// All properties of an object.
#[derive(Default)]
pub(super) struct Properties<'n> {
    pub(super) list: Vec<(&'n str, &'n Node)>,
    pub(super) required: HashSet<&'n str>,
    /// What can't be put together.
    pub(super) notes: Vec<String>,
    at: std::collections::HashMap<&'n str, usize>,
    seen: HashSet<*const Node>,
}

impl<'n> Properties<'n> {
    /// Those of a schema and of all that it is made of.
    pub(super) fn of(file: &'n Linked, node: &'n Node) -> Self {
        let mut properties = Self::default();
        properties.gather(file, node);
        properties
    }

    fn gather(&mut self, file: &'n Linked, node: &'n Node) {
        let (name, node) = file.follow(node);
        // Duplicates are equal.
        if !self.seen.insert(std::ptr::from_ref(node)) {
            return;
        }
        for part in node.items_of("allOf") {
            self.gather(file, part);
        }
        for (property, schema) in node.members_of("properties") {
            match self.at.get(property.as_str()) {
                Some(&at) => self.list[at].1 = schema,
                None => {
                    self.at.insert(property, self.list.len());
                    self.list.push((property, schema));
                }
            }
        }
        self.required.extend(node.texts_of("required"));
        let empty = node.get("allOf").is_none() && node.get("properties").is_none();
        if empty && constrains_values(node) && node.get("required").is_none() {
            let what = name.map_or_else(|| node.json(), str::to_owned);
            self.notes.push(format!("allOf: {what} is no object with properties"));
        }
    }
}
