//! The program that is printed, as data.

use std::fmt;

use super::text::literal;

/// A complete program: the block, its handlers, its checks.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) api: ApiItem,
    pub(super) types: Vec<Named>,
    pub(super) ops: Vec<Op>,
    /// What of the whole file isn't imported.
    pub(super) notes: Vec<String>,
}

/// The comments of an item: its doc comment, and notes about what isn't imported.
#[derive(Debug, Default, Clone)]
pub(super) struct Annotations {
    pub(super) docs: Vec<String>,
    pub(super) notes: Vec<String>,
}

/// The `api` item.
#[derive(Debug, Default)]
pub(super) struct ApiItem {
    pub(super) annotations: Annotations,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) version: String,
    pub(super) base_path: String,
    /// May be empty.
    pub(super) terms_of_service: String,
    /// `name`, `url`, `email`.
    pub(super) contact: Vec<(&'static str, String)>,
    pub(super) license: Vec<(&'static str, String)>,
    pub(super) servers: Vec<String>,
    /// Each tag's name here, and its description.
    pub(super) tags: Vec<(String, String, Annotations)>,
    pub(super) security: Vec<Scheme>,
    /// The default of all operations.
    pub(super) access: Option<String>,
    /// What of its sections isn't imported.
    pub(super) notes: Vec<String>,
}

/// A security scheme.
#[derive(Debug)]
pub(super) struct Scheme {
    pub(super) annotations: Annotations,
    pub(super) name: String,
    /// `ApiKey::header`.
    pub(super) constructor: String,
    /// `"X-Api-Key"`.
    pub(super) arguments: Vec<String>,
    /// `("read", "Read everything")`.
    pub(super) scopes: Vec<String>,
    /// The function that checks it.
    pub(super) check: String,
}

/// An enum or a schema.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) annotations: Annotations,
    pub(super) name: String,
    /// The document's name for it, if that is another.
    pub(super) component: Option<String>,
    pub(super) shape: Shape,
}

#[derive(Debug)]
pub(super) enum Shape {
    /// The names of its values, and what stands for them.
    Enum(Vec<(String, Value)>),
    Schema(Vec<Field>),
}

/// A property or an argument.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) annotations: Annotations,
    /// Its name; empty if nothing but its notes is left.
    pub(super) name: String,
    pub(super) ty: Type,
    pub(super) optional: bool,
    pub(super) options: Vec<String>,
}

/// An operation.
#[derive(Debug)]
pub(super) struct Op {
    pub(super) annotations: Annotations,
    /// Its name; empty if nothing but its notes is left.
    pub(super) name: String,
    pub(super) arguments: Vec<Field>,
    pub(super) reply: Option<String>,
    /// Its sections: names and values.
    pub(super) sections: Vec<(&'static str, String)>,
    /// Statuses and what they mean.
    pub(super) errors: Vec<(String, String)>,
    /// Its access rule, if it isn't the default.
    pub(super) access: Option<String>,
}

/// A value of an enum.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Value {
    Text(String),
    Number(i64),
}

impl Value {
    /// As Rust writes it.
    pub(super) fn literal(&self) -> String {
        match self {
            Self::Text(text) => literal(text),
            Self::Number(number) => number.to_string(),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
        }
    }
}

/// A type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Type {
    /// One of the crate's.
    Plain(&'static str),
    /// An enum of the block, with its values.
    Enum(String, Vec<Value>),
    /// A schema of the block.
    Schema(String),
    /// A schema of the block that holds itself.
    Boxed(String),
    List(Box<Type>),
    Map(Box<Type>),
    /// `Form`, `Multipart`, `Created`, around another.
    In(&'static str, Box<Type>),
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(name) => f.write_str(name),
            Self::Enum(name, _) | Self::Schema(name) => f.write_str(name),
            Self::Boxed(name) => write!(f, "Box<{name}>"),
            Self::List(item) => write!(f, "Vec<{item}>"),
            Self::Map(item) => write!(f, "BTreeMap<String, {item}>"),
            Self::In(outer, inner) => write!(f, "{outer}<{inner}>"),
        }
    }
}

impl Field {
    /// Nothing but comments.
    pub(super) fn left_out(notes: Vec<String>) -> Self {
        Self {
            annotations: Annotations {
                docs: Vec::new(),
                notes,
            },
            name: String::new(),
            ty: Type::Plain("String"),
            optional: false,
            options: Vec::new(),
        }
    }
}

impl Named {
    /// Nothing but a comment.
    pub(super) fn left_out(note: String) -> Self {
        Self {
            annotations: Annotations {
                docs: Vec::new(),
                notes: vec![note],
            },
            name: String::new(),
            component: None,
            shape: Shape::Schema(Vec::new()),
        }
    }
}
