//! The schemas that requests and replies see differently, since a property within is `read_only` or `write_only`.

use super::object::one_way;
use super::{Item, Part, Shape};
use crate::types::{Kind, Schema};

/// The names of these schemas, and of those that hold them. In documents each is two components: what replies hold, under its own name,
/// and what requests hold, with [`Inputs::SUFFIX`] behind it.
#[derive(Clone, Copy)]
pub struct Inputs {
    names: [&'static str; Self::MOST],
    count: usize,
}

impl Inputs {
    /// What the component of a request adds to a schema's name.
    pub const SUFFIX: &'static str = "Input";
    /// How many there can be.
    pub const MOST: usize = 256;

    /// Finds them: a schema that holds one is one too.
    #[must_use]
    pub const fn of(parts: &[&Part]) -> Self {
        let mut inputs = Self {
            names: [""; Self::MOST],
            count: 0,
        };
        // Most APIs have none, which one pass shows.
        let mut before = usize::MAX;
        while inputs.count != before {
            before = inputs.count;
            let mut part = 0;
            while part < parts.len() {
                let items = parts[part].items;
                let mut item = 0;
                while item < items.len() {
                    if let Item::Component(component) = items[item]
                        && inputs.differs(&component.shape)
                        && !inputs.has(component.name.as_bytes())
                    {
                        assert!(
                            inputs.count < Self::MOST,
                            "more than 256 schemas have `read_only` or `write_only` fields, or hold such schemas; divide the API"
                        );
                        inputs.names[inputs.count] = component.name;
                        inputs.count += 1;
                    }
                    item += 1;
                }
                part += 1;
            }
            if before == 0 && inputs.count == 0 {
                break;
            }
        }
        inputs
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether this schema is one.
    #[must_use]
    pub const fn has(&self, name: &[u8]) -> bool {
        let mut at = 0;
        while at < self.count {
            if same(self.names[at].as_bytes(), name) {
                return true;
            }
            at += 1;
        }
        false
    }

    const fn differs(&self, shape: &Shape) -> bool {
        let mut at = 0;
        match shape {
            Shape::Enum(_) => {}
            Shape::Object(fields) => {
                let own = one_way(fields);
                if own.read_only || own.write_only {
                    return true;
                }
                while at < fields.len() {
                    if self.within(&fields[at].schema) {
                        return true;
                    }
                    at += 1;
                }
            }
            Shape::Union(variants) => {
                while at < variants.len() {
                    if self.within(&variants[at]) {
                        return true;
                    }
                    at += 1;
                }
            }
        }
        false
    }

    const fn within(&self, schema: &Schema) -> bool {
        if self.count == 0 {
            return false;
        }
        match schema.kind {
            Kind::Ref(name) => self.has(name.as_bytes()),
            Kind::List(inner) | Kind::Map(inner) => self.within(inner),
            Kind::Any
            | Kind::String
            | Kind::Bytes
            | Kind::Boolean
            | Kind::Int16
            | Kind::Int32
            | Kind::Int64
            | Kind::Float
            | Kind::Double
            | Kind::Decimal
            | Kind::Uuid
            | Kind::Date
            | Kind::Time
            | Kind::DateTime
            | Kind::File => false,
        }
    }
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meta::{Component, Field};

    #[test]
    fn a_schema_that_holds_one_is_one_too() {
        const SECRET: &[Field] = &[Field::property::<Option<String>>("secret", &[]).write_only().done()];
        const PLAIN: &[Field] = &[Field::property::<Option<String>>("plain", &[]).done()];
        const INNER: Schema = Schema::of(Kind::Ref("Inner"));
        const LIST: Schema = Schema::of(Kind::List(&INNER));
        let component = |name, shape| Item::Component(Box::leak(Box::new(Component { name, docs: &[], shape })));
        let items = vec![
            component("Outer", Shape::Union(vec![Schema::of(Kind::Ref("Either"))].leak())),
            component("Either", Shape::Union(vec![LIST].leak())),
            component("Inner", Shape::Object(SECRET)),
            component("Plain", Shape::Object(PLAIN)),
        ];
        let part = Part {
            name: "Part",
            items: items.leak(),
        };
        let inputs = Inputs::of(&[&part]);
        for (name, expected) in [("Outer", true), ("Either", true), ("Inner", true), ("Plain", false)] {
            assert_eq!(inputs.has(name.as_bytes()), expected, "{name}");
        }
    }
}
