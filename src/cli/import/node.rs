//! What a file holds, in its own order and with all digits: paperclip's forms sort members and round numbers.

use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// How deep a file may nest.
const DEPTH: usize = 64;

/// One value of a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl Node {
    /// A member of an object.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        self.members()
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    /// All members of an object; none of anything else.
    pub(super) fn members(&self) -> &[(String, Self)] {
        match self {
            Self::Map(members) => members,
            _ => &[],
        }
    }

    /// The members of a member.
    pub(super) fn members_of(&self, name: &str) -> &[(String, Self)] {
        self.get(name).map_or(&[], Self::members)
    }

    /// All items of a list; none of anything else.
    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The items of a member.
    pub(super) fn items_of(&self, name: &str) -> &[Self] {
        self.get(name).map_or(&[], Self::items)
    }

    /// A member that is text.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(Self::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// A member that is a number.
    pub(super) fn number_of(&self, name: &str) -> Option<&Number> {
        match self.get(name) {
            Some(Self::Number(number)) => Some(number),
            _ => None,
        }
    }

    /// Whether a member is `true`.
    pub(super) fn is(&self, name: &str) -> bool {
        self.get(name) == Some(&Self::Bool(true))
    }

    /// The texts of a member that is a list.
    pub(super) fn texts_of(&self, name: &str) -> Vec<&str> {
        let texts = self.items_of(name).iter().map(|item| match item {
            Self::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.flatten().collect()
    }

    /// What it refers to, if it is a reference.
    pub(super) fn reference(&self) -> Option<&str> {
        self.text_of("$ref")
    }

    /// The same for paperclip and for what prints JSON.
    pub(super) fn value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(flag) => Value::Bool(*flag),
            Self::Number(number) => Value::Number(number.clone()),
            Self::Text(text) => Value::String(text.clone()),
            Self::List(items) => items.iter().map(Self::value).collect(),
            Self::Map(members) => Value::Object(
                members
                    .iter()
                    .map(|(name, value)| (name.clone(), value.value()))
                    .collect::<Map<_, _>>(),
            ),
        }
    }

    /// As JSON, on one line, in the file's order.
    pub(super) fn json(&self) -> String {
        match self {
            Self::List(items) => format!("[{}]", items.iter().map(Self::json).collect::<Vec<_>>().join(",")),
            Self::Map(members) => {
                let members = members.iter();
                let members = members.map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), value.json()));
                format!("{{{}}}", members.collect::<Vec<_>>().join(","))
            }
            other => other.value().to_string(),
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Below(0).deserialize(deserializer)
    }
}

/// Reads a value so many levels down.
struct Below(usize);

impl Below {
    fn next<E: Error>(&self) -> Result<Self, E> {
        if self.0 == DEPTH {
            return Err(E::custom(format_args!("it nests deeper than {DEPTH}")));
        }
        Ok(Self(self.0 + 1))
    }
}

impl<'de> DeserializeSeed<'de> for Below {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Below {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON knows")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Node, E> {
        Ok(Node::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(Node::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Node, E> {
        let number = Number::from_f64(number).ok_or_else(|| E::custom("JSON knows no such number"))?;
        Ok(Node::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.next()?)? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node, A::Error> {
        let (mut map, mut names) = (Vec::new(), HashSet::new());
        // YAML's names may be numbers: statuses are seldom quoted.
        while let Some(name) = members.next_key_seed(Below(DEPTH))? {
            let name = match name {
                Node::Text(text) => text,
                Node::Number(number) => number.to_string(),
                Node::Bool(flag) => flag.to_string(),
                Node::Null | Node::List(_) | Node::Map(_) => return Err(A::Error::custom("a name isn't text")),
            };
            if !names.insert(name.clone()) {
                return Err(A::Error::custom(format_args!("`{name}` stands twice")));
            }
            map.push((name, members.next_value_seed(self.next()?)?));
        }
        Ok(Node::Map(map))
    }
}
