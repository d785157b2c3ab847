//! JSON as a tree that keeps what the document says: the order of members, and every digit of its numbers.
//!
//! `serde_json::Value` keeps neither, unless features are on that would change it for the whole of the user's program.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::value::RawValue;

/// One JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
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
pub(super) struct Object(Vec<(String, Node)>);

impl Node {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    pub(super) fn as_object_mut(&mut self) -> Option<&mut Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    pub(super) fn as_list(&self) -> Option<&[Node]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The number, near enough to compare it.
    pub(super) fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(digits) => digits.parse().ok(),
            _ => None,
        }
    }

    /// The target of a reference object.
    pub(super) fn reference(&self) -> Option<&str> {
        self.as_object()?.text("$ref")
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
    /// An object of these members.
    pub(super) fn of<const N: usize>(members: [(&str, Node); N]) -> Self {
        Self(
            members
                .into_iter()
                .map(|(name, node)| (name.to_owned(), node))
                .collect(),
        )
    }

    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, node)| node)
    }

    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut Node> {
        self.0.iter_mut().find(|(found, _)| found == name).map(|(_, node)| node)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A member that is text.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    /// A member that is an object.
    pub(super) fn object(&self, name: &str) -> Option<&Object> {
        self.get(name)?.as_object()
    }

    /// The items of a member that is a list; none if it is missing.
    pub(super) fn list(&self, name: &str) -> &[Node] {
        self.get(name).and_then(Node::as_list).unwrap_or_default()
    }

    /// The members of a member that is an object; none if it is missing.
    pub(super) fn members(&self, name: &str) -> impl Iterator<Item = (&str, &Node)> {
        self.object(name).into_iter().flat_map(Object::iter)
    }

    /// Takes a member out.
    pub(super) fn take(&mut self, name: &str) -> Option<Node> {
        let at = self.0.iter().position(|(found, _)| found == name)?;
        Some(self.0.remove(at).1)
    }

    /// Sets a member, at its place if it is there, else at the end.
    pub(super) fn set(&mut self, name: &str, node: impl Into<Node>) {
        let node = node.into();
        match self.get_mut(name) {
            Some(found) => *found = node,
            None => self.0.push((name.to_owned(), node)),
        }
    }

    /// Sets a member unless it is there.
    pub(super) fn set_default(&mut self, name: &str, node: impl Into<Node>) {
        if !self.has(name) {
            self.set(name, node);
        }
    }

    /// Gives a member another name and value, at the same place.
    pub(super) fn replace(&mut self, name: &str, new_name: &str, node: impl Into<Node>) {
        if let Some(member) = self.0.iter_mut().find(|(found, _)| found == name) {
            *member = (new_name.to_owned(), node.into());
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.0.iter().map(|(name, node)| (name.as_str(), node))
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Node)> {
        self.0.iter_mut().map(|(name, node)| (name.as_str(), node))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn len(&self) -> usize {
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

/// Takes the value as text first: only there a number still has its digits.
impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        let node = match raw.as_bytes().first() {
            Some(b'{' | b'[') => {
                let mut inner = serde_json::Deserializer::from_str(raw);
                inner.deserialize_any(Compound)
            }
            Some(b'"') => serde_json::from_str(raw).map(Self::Text),
            Some(b't' | b'f') => serde_json::from_str(raw).map(Self::Boolean),
            Some(b'n') => Ok(Self::Null),
            _ => Ok(Self::Number(raw.to_owned())),
        };
        node.map_err(D::Error::custom)
    }
}

struct Compound;

impl<'de> Visitor<'de> for Compound {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Node::Object(Object(members)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
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
