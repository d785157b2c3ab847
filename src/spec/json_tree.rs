//! JSON as a tree that keeps the order of members and, of documents in JSON, every digit of numbers: the older versions of the document are
//! converted in it, and `import` reads files into it.
//!
//! `serde_json::Value` keeps neither, unless features are on that would change it for the whole of the user's program.

mod read;

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::value::RawValue;
use serde_json::{Number, Value};

/// One JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Null,
    Boolean(bool),
    /// Its text.
    Number(String),
    Text(String),
    List(Vec<Node>),
    Object(Object),
}

/// The members of a JSON object, in the order given.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Object(Vec<(String, Node)>);

impl Node {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    pub(crate) fn as_object_mut(&mut self) -> Option<&mut Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    pub(crate) fn as_list(&self) -> Option<&[Node]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The number, near enough to compare it.
    pub(crate) fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(digits) => digits.parse().ok(),
            _ => None,
        }
    }

    /// The target of a reference object.
    pub(crate) fn reference(&self) -> Option<&str> {
        self.text_of("$ref")
    }

    /// A member of an object.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.as_object()?.get(name)
    }

    /// All members of an object; none of anything else.
    pub(crate) fn members(&self) -> &[(String, Self)] {
        self.as_object().map_or(&[], |object| &object.0)
    }

    /// The members of a member that is an object.
    pub(crate) fn members_of(&self, name: &str) -> &[(String, Self)] {
        self.get(name).map_or(&[], Self::members)
    }

    /// All items of a list; none of anything else.
    pub(crate) fn items(&self) -> &[Self] {
        self.as_list().unwrap_or_default()
    }

    /// The items of a member that is a list.
    pub(crate) fn items_of(&self, name: &str) -> &[Self] {
        self.get(name).map_or(&[], Self::items)
    }

    /// A member that is text.
    pub(crate) fn text_of(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    /// The texts of a member that is a list.
    pub(crate) fn texts_of(&self, name: &str) -> Vec<&str> {
        self.items_of(name).iter().filter_map(Self::as_text).collect()
    }

    /// A number, rounded as `serde_json` rounds it.
    pub(crate) fn number(&self) -> Option<Number> {
        match self {
            Self::Number(digits) => digits.parse().ok(),
            _ => None,
        }
    }

    /// A member that is a number.
    pub(crate) fn number_of(&self, name: &str) -> Option<Number> {
        self.get(name)?.number()
    }

    /// Whether a member is `true`.
    pub(crate) fn is_true(&self, name: &str) -> bool {
        self.get(name) == Some(&Self::Boolean(true))
    }

    /// The same as a value of `serde_json`.
    pub(crate) fn value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Boolean(value) => Value::Bool(*value),
            Self::Number(_) => self.number().map_or(Value::Null, Value::Number),
            Self::Text(text) => Value::String(text.clone()),
            Self::List(items) => items.iter().map(Self::value).collect(),
            Self::Object(object) => object.iter().map(|(name, node)| (name, node.value())).collect(),
        }
    }

    /// As JSON, on one line.
    pub(crate) fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl From<Object> for Node {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl From<Vec<Node>> for Node {
    fn from(items: Vec<Node>) -> Self {
        Self::List(items)
    }
}

impl Object {
    /// An object without members.
    pub(crate) const EMPTY: Self = Self(Vec::new());

    /// An object of these members.
    pub(crate) fn of<const N: usize>(members: [(&str, Node); N]) -> Self {
        Self(
            members
                .into_iter()
                .map(|(name, node)| (name.to_owned(), node))
                .collect(),
        )
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Node> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, node)| node)
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Node> {
        self.0.iter_mut().find(|(found, _)| found == name).map(|(_, node)| node)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A member that is text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    /// A member that is an object.
    pub(crate) fn object(&self, name: &str) -> Option<&Object> {
        self.get(name)?.as_object()
    }

    /// The items of a member that is a list; none if it is missing.
    pub(crate) fn list(&self, name: &str) -> &[Node] {
        self.get(name).and_then(Node::as_list).unwrap_or_default()
    }

    /// The members of a member that is an object; none if it is missing.
    pub(crate) fn members(&self, name: &str) -> impl Iterator<Item = (&str, &Node)> {
        self.object(name).into_iter().flat_map(Object::iter)
    }

    /// Takes a member out.
    pub(crate) fn take(&mut self, name: &str) -> Option<Node> {
        let at = self.0.iter().position(|(found, _)| found == name)?;
        Some(self.0.remove(at).1)
    }

    /// Sets a member, at its place if it is there, else at the end.
    pub(crate) fn set(&mut self, name: &str, node: impl Into<Node>) {
        let node = node.into();
        match self.get_mut(name) {
            Some(found) => *found = node,
            None => self.0.push((name.to_owned(), node)),
        }
    }

    /// Sets a member unless it is there.
    pub(crate) fn set_default(&mut self, name: &str, node: impl Into<Node>) {
        if !self.has(name) {
            self.set(name, node);
        }
    }

    /// Gives a member another name and value, at the same place.
    pub(crate) fn replace(&mut self, name: &str, new_name: &str, node: impl Into<Node>) {
        if let Some(member) = self.0.iter_mut().find(|(found, _)| found == name) {
            *member = (new_name.to_owned(), node.into());
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.0.iter().map(|(name, node)| (name.as_str(), node))
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Node)> {
        self.0.iter_mut().map(|(name, node)| (name.as_str(), node))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

impl IntoIterator for Object {
    type Item = (String, Node);
    type IntoIter = std::vec::IntoIter<(String, Node)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Number(digits) => RawValue::from_string(digits.clone())
                .map_err(serde::ser::Error::custom)?
                .serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => items.serialize(serializer),
            Self::Object(object) => object.serialize(serializer),
        }
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (name, node) in self.iter() {
            map.serialize_entry(name, node)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_digits_and_escapes_survive() {
        for text in [
            r#"{"b":1,"a":[0.10,9999999999999999.99,-9223372036854775808,1e400],"":{}}"#,
            r#"[true,false,null,"\"\\\n",[],{}]"#,
            r#""\u0001é""#,
            "7",
        ] {
            let node: Node = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&node).unwrap(), text);
        }
        assert!(serde_json::from_str::<Node>("{").is_err());
    }

    #[test]
    fn members_are_set_at_their_place() {
        let mut object = Object::of([("a", Node::Null), ("b", Node::Null)]);
        object.set("a", Node::text("x"));
        object.set("c", Node::Null);
        object.replace("b", "d", Node::Boolean(true));
        assert_eq!(object.take("c"), Some(Node::Null));
        assert_eq!(serde_json::to_string(&object).unwrap(), r#"{"a":"x","d":true}"#);
    }
}
