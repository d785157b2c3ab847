//! What sections name: fields of the row, computed fields, and fields of related rows.

use super::{Field, RelatedField, Resource};

/// A field that a section names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operand {
    /// A field of the resource, by index.
    Field(usize),
    /// A computed field, by index.
    Computed(usize),
    /// A field of related rows.
    Related(FieldPath),
}

/// A field of related rows, and the relations that lead to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldPath {
    /// The relations, each by its index in its resource.
    pub relations: &'static [usize],
    /// The field, by its index in the resource at the end.
    pub field: usize,
}

impl Operand {
    /// Whether both are the same field.
    #[must_use]
    pub const fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Field(one), Self::Field(other)) | (Self::Computed(one), Self::Computed(other)) => *one == *other,
            (Self::Related(one), Self::Related(other)) => {
                let mut at = 0;
                while at < one.relations.len() && at < other.relations.len() && one.relations[at] == other.relations[at]
                {
                    at += 1;
                }
                one.field == other.field && at == one.relations.len() && at == other.relations.len()
            }
            _ => false,
        }
    }

    /// The field of a resource; `related` are the fields of related rows in the section, where this is the operand at `at`. `None` if there is no
    /// such field.
    #[must_use]
    pub const fn field<'r>(
        &self,
        resource: &'r Resource,
        related: &'r [Option<RelatedField>],
        at: usize,
    ) -> Option<&'r Field> {
        match self {
            Self::Field(field) if *field < resource.fields.len() => Some(&resource.fields[*field]),
            Self::Computed(field) if *field < resource.computed.len() => Some(&resource.computed[*field].field),
            Self::Related(_) => match RelatedField::at(related, at) {
                Some(related) => Some(&related.field),
                None => None,
            },
            Self::Field(_) | Self::Computed(_) => None,
        }
    }
}

impl RelatedField {
    /// The one at this place of a section; `None` if the section has none there.
    #[must_use]
    pub const fn at(related: &[Option<Self>], at: usize) -> Option<&Self> {
        if at < related.len() { related[at].as_ref() } else { None }
    }
}
