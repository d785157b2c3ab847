//! Filters: the predicates that a list or a delete takes from the query.

use sea_orm::{Condition, Value};

use super::Docs;
use crate::types::{Codec, ColumnType, Schema};

/// A comparison that a filter offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `field=v`; repeated: any of.
    Eq,
    /// `field:ne=v`; repeated: none of. Leaves nulls out.
    Ne,
    /// `field:lt=v`.
    Lt,
    /// `field:le=v`.
    Le,
    /// `field:gt=v`.
    Gt,
    /// `field:ge=v`.
    Ge,
    /// `field:null=true|false`.
    Null,
    /// `field:contains=v`, ignoring case; for text.
    Contains,
    /// `field:starts=v`, ignoring case; for text.
    Starts,
}

impl Operator {
    /// How often a repeatable parameter may be given.
    pub const MOST_VALUES: usize = 100;

    /// The word of the declaration and the query; `eq` has none in the query.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Lt => "lt",
            Self::Le => "le",
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::Null => "null",
            Self::Contains => "contains",
            Self::Starts => "starts",
        }
    }

    /// Whether the parameter may be repeated.
    #[must_use]
    pub const fn repeatable(self) -> bool {
        matches!(self, Self::Eq | Self::Ne)
    }
}

/// One declared filter.
#[derive(Debug, Clone, Copy)]
pub enum Filter {
    /// Comparisons of a field; its parameters bear the property's name.
    Field {
        /// Index of the field in the resource.
        field: usize,
        /// What may be asked.
        operators: &'static [Operator],
        /// The doc comment, if any.
        docs: Docs,
    },
    /// A condition that the application makes of one value.
    Custom(Custom),
}

/// A condition that the application makes of one value.
#[derive(Debug, Clone, Copy)]
pub struct Custom {
    /// The parameter's name.
    pub name: &'static str,
    /// The doc comment.
    pub docs: Docs,
    /// The shape of the value.
    pub schema: Schema,
    /// Parses the value.
    pub codec: Codec,
    /// Makes the condition; `None` if the value has another type, which the codec rules out.
    pub condition: fn(Value) -> Option<Condition>,
}

impl Custom {
    /// A filter by function over values of type `T`.
    #[must_use]
    pub const fn of<T: ColumnType>(name: &'static str, docs: Docs, condition: fn(Value) -> Option<Condition>) -> Self {
        Self {
            name,
            docs,
            schema: T::SCHEMA,
            codec: Codec::of::<T>(),
            condition,
        }
    }
}
