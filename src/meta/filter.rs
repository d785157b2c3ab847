//! Filters: predicates that the query of a list or a delete can have.

use super::{Docs, Operand};
use crate::types::{Codec, ColumnType, ConditionFn, Schema};

/// A comparison that a filter offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `field=v`. If it is repeated: any of them.
    Eq,
    /// `field:ne=v`. If it is repeated: none of them. Nulls don't match.
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

/// A condition on how many related rows there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowsOperator {
    /// `relation:any=true|false`.
    Any,
    /// `relation:none=true|false`.
    None,
    /// `relation:count_ge=n`.
    CountGe,
    /// `relation:count_le=n`.
    CountLe,
}

impl RowsOperator {
    /// The word of the declaration and the query.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::None => "none",
            Self::CountGe => "count_ge",
            Self::CountLe => "count_le",
        }
    }
}

/// One declared filter.
#[derive(Debug, Clone, Copy)]
pub enum Filter {
    /// Comparisons of a field. Its parameters have the name of its property.
    Field {
        /// Index of the field in the resource.
        field: usize,
        /// The operators that it offers.
        operators: &'static [Operator],
        /// The doc comment, if any.
        docs: Docs,
    },
    /// Comparisons of a computed field. Its parameters have the name of its property.
    Computed {
        /// Index of the computed field in the resource.
        computed: usize,
        /// The operators that it offers.
        operators: &'static [Operator],
        /// The doc comment, if any.
        docs: Docs,
    },
    /// Comparisons of a field of related rows: one of them must match. Its parameters have the names of the path and of the property.
    Related {
        /// The relations that lead to it, each by its index in its resource.
        path: &'static [usize],
        /// Index of the field in the resource at the end of the path.
        field: usize,
        /// The operators that it offers.
        operators: &'static [Operator],
        /// The doc comment, if any.
        docs: Docs,
    },
    /// Conditions on how many related rows there are. Its parameters have the name of the relation.
    Rows {
        /// Index of the relation in the resource.
        relation: usize,
        /// The operators that it offers.
        operators: &'static [RowsOperator],
        /// The doc comment, if any.
        docs: Docs,
    },
    /// A condition by a function of the application.
    Custom(Custom),
}

impl Filter {
    /// A filter that offers nothing: the place of one in a list that is being made.
    pub(in crate::meta) const NONE: Self = Self::Field {
        field: 0,
        operators: &[],
        docs: &[],
    };

    /// Comparisons of a field.
    #[must_use]
    pub const fn of(operand: Operand, operators: &'static [Operator], docs: Docs) -> Self {
        match operand {
            Operand::Field(field) => Self::Field { field, operators, docs },
            Operand::Computed(computed) => Self::Computed {
                computed,
                operators,
                docs,
            },
            Operand::Related(path) => Self::Related {
                path: path.relations,
                field: path.field,
                operators,
                docs,
            },
        }
    }
}

/// A filter by a function of the application, from a value to a condition.
#[derive(Debug, Clone, Copy)]
pub struct Custom {
    /// The parameter's name.
    pub name: &'static str,
    /// The doc comment.
    pub docs: Docs,
    /// The schema of the value.
    pub schema: Schema,
    /// Parses the value.
    pub codec: Codec,
    /// Makes the condition of a value that the codec has parsed.
    pub condition: ConditionFn,
}

impl Custom {
    /// Creates a filter by a function of values of type `T`.
    #[must_use]
    pub const fn of<T: ColumnType>(name: &'static str, docs: Docs, condition: ConditionFn) -> Self {
        Self {
            name,
            docs,
            schema: T::SCHEMA,
            codec: Codec::of::<T>(),
            condition,
        }
    }
}
