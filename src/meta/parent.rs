//! Nested resources: parameters in a resource's own path, each of which names the row to which all rows there belong.

use super::check::same;
use super::{Direction, Field, Relation, Resource, plain};

/// A parameter in the path of a nested resource: `{article}` in `/articles/{article}/comments`. Its value is the address of the row to which a
/// relation leads.
#[derive(Debug, Clone, Copy)]
pub struct Parent {
    /// The relation, by index.
    pub relation: usize,
    /// The field of the related row whose value the path has, by index: its address.
    pub field: usize,
    /// The name of the parameter in the document: the relation's, or of `{article.slug}` the field's.
    pub name: &'static str,
}

/// A parameter as a path has it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PathParameter<'p> {
    /// What comes before it.
    pub(crate) before: &'p str,
    /// The relation.
    pub(crate) relation: &'p str,
    /// The field after the dot.
    pub(crate) field: Option<&'p str>,
    /// What follows it.
    pub(crate) rest: &'p str,
}

impl<'p> PathParameter<'p> {
    /// The first parameter of a path.
    pub(crate) const fn first(path: &'p str) -> Option<Self> {
        let bytes = path.as_bytes();
        let mut open = 0;
        while open < bytes.len() && bytes[open] != b'{' {
            open += 1;
        }
        let (mut dot, mut close) = (0, open);
        while close < bytes.len() && bytes[close] != b'}' {
            if bytes[close] == b'.' && dot == 0 {
                dot = close;
            }
            close += 1;
        }
        if close == bytes.len() {
            return None;
        }
        let end = if dot == 0 { close } else { dot };
        Some(Self {
            before: path.split_at(open).0,
            relation: path.split_at(end).0.split_at(open + 1).1,
            field: if dot == 0 {
                None
            } else {
                Some(path.split_at(close).0.split_at(dot + 1).1)
            },
            rest: path.split_at(close + 1).1,
        })
    }
}

impl Parent {
    const NONE: Self = Self {
        relation: 0,
        field: 0,
        name: "",
    };

    /// What a parameter stands for; `None` if it is nothing that a path can hold, which is an error of the section.
    const fn of(parameter: PathParameter<'_>, relations: &[Relation]) -> Option<Self> {
        let mut at = 0;
        while at < relations.len() && !same(relations[at].name, parameter.relation) {
            at += 1;
        }
        if at == relations.len() || relations[at].many {
            return None;
        }
        let target = &relations[at].target;
        let &[field] = target.address() else { return None };
        Some(Self {
            relation: at,
            field,
            name: if parameter.field.is_none() {
                relations[at].property
            } else {
                target.fields[field].property
            },
        })
    }

    /// How many parameters a path has that stand for a row.
    #[must_use]
    pub const fn count(path: &str, relations: &[Relation]) -> usize {
        let (mut rest, mut count) = (path, 0);
        while let Some(parameter) = PathParameter::first(rest) {
            count += Self::of(parameter, relations).is_some() as usize;
            rest = parameter.rest;
        }
        count
    }

    /// They in their order.
    #[must_use]
    pub const fn all<const N: usize>(path: &str, relations: &[Relation]) -> [Self; N] {
        let mut all = [Self::NONE; N];
        let (mut rest, mut count) = (path, 0);
        while let Some(parameter) = PathParameter::first(rest) {
            if let Some(parent) = Self::of(parameter, relations)
                && count < N
            {
                all[count] = parent;
                count += 1;
            }
            rest = parameter.rest;
        }
        all
    }
}

impl Resource {
    /// The relation of a parameter in its path.
    #[must_use]
    pub const fn parent_relation(&self, parent: &Parent) -> &'static Relation {
        &self.relations[parent.relation]
    }

    /// The field whose values a parameter in its path has.
    #[must_use]
    pub const fn parent_field(&self, parent: &Parent) -> &'static Field {
        &self.parent_relation(parent).target.fields[parent.field]
    }

    /// Whether the path says the value of a field: it leads to one of the rows in the path.
    #[must_use]
    pub const fn is_of_parent(&self, field: usize) -> bool {
        let mut at = 0;
        while at < self.parents.len() {
            if holds(self.parent_relation(&self.parents[at]).own, field) {
                return true;
            }
            at += 1;
        }
        false
    }
}

const fn holds(fields: &[usize], field: usize) -> bool {
    let mut at = 0;
    while at < fields.len() {
        if fields[at] == field {
            return true;
        }
        at += 1;
    }
    false
}

/// Makes the fields read-only whose values the path says, unless they are hidden. `links` are the relations to one row, with their own fields.
pub const fn mark_parents(fields: &mut [Field], path: &str, links: &[(&str, &[usize])]) {
    let mut rest = path;
    while let Some(parameter) = PathParameter::first(rest) {
        let mut at = 0;
        while at < links.len() {
            let (name, own) = links[at];
            let mut index = 0;
            while same(plain(name), parameter.relation) && index < own.len() {
                let field = &mut fields[own[index]];
                match field.direction {
                    Direction::Both => field.direction = Direction::ReadOnly,
                    Direction::ReadOnly | Direction::Hidden => {}
                    Direction::WriteOnly | Direction::CreateOnly | Direction::UpdateOnly => {
                        field.fault = Some(
                            " is that of a row in the `path`, which says its value; remove `write_only`, `create_only` or `update_only`",
                        );
                    }
                }
                index += 1;
            }
            at += 1;
        }
        rest = parameter.rest;
    }
}
