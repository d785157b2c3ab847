//! JSON, or any other format that serde reads, to a tree.

use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::Number;
use serde_json::value::RawValue;

use super::{Node, Object};

/// How deep a tree may nest.
const MAX_DEPTH: usize = 64;

impl Node {
    /// Reads a value of any format. Numbers are rounded as `serde_json` rounds them; errors have their line and column.
    ///
    /// # Errors
    ///
    /// When the format is broken, when the value nests too deep, or when an object has two members of one name.
    pub(crate) fn from_any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Reader { depth: 0, exact: false }.deserialize(deserializer)
    }
}

/// Reads JSON out of a `&str`, with all digits of its numbers.
impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Reader { depth: 0, exact: true }.deserialize(deserializer)
    }
}

/// Reads a value at a depth.
#[derive(Clone, Copy)]
struct Reader {
    depth: usize,
    /// Whether numbers keep their digits, which only the text of JSON has.
    exact: bool,
}

impl Reader {
    fn below<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth == MAX_DEPTH {
            return Err(E::custom(format_args!("it nests deeper than {MAX_DEPTH}")));
        }
        Ok(Self {
            depth: self.depth + 1,
            ..self
        })
    }
}

impl<'de> DeserializeSeed<'de> for Reader {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        if !self.exact {
            return deserializer.deserialize_any(self);
        }
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        match raw.as_bytes().first() {
            Some(b'-' | b'0'..=b'9') => Ok(Node::Number(raw.to_owned())),
            _ => serde_json::Deserializer::from_str(raw)
                .deserialize_any(self)
                .map_err(D::Error::custom),
        }
    }
}

impl<'de> Visitor<'de> for Reader {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON knows")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Boolean(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(Node::Number(number.to_string()))
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Node, E> {
        let number = Number::from_f64(number).ok_or_else(|| E::custom("JSON knows no such number"))?;
        Ok(Node::Number(number.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.below()?)? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let (mut members, mut names) = (Vec::new(), HashSet::new());
        let name_reader = Self {
            depth: MAX_DEPTH,
            exact: false,
        };
        while let Some(name) = map.next_key_seed(name_reader)? {
            // YAML's names may be numbers: statuses are seldom quoted.
            let name = match name {
                Node::Text(name) | Node::Number(name) => name,
                Node::Boolean(value) => value.to_string(),
                Node::Null | Node::List(_) | Node::Object(_) => return Err(A::Error::custom("a name isn't text")),
            };
            if !names.insert(name.clone()) {
                return Err(A::Error::custom(format_args!("`{name}` is duplicated")));
            }
            members.push((name, map.next_value_seed(self.below()?)?));
        }
        Ok(Node::Object(Object(members)))
    }
}
