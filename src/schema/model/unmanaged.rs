//! What a table of a database has and a declaration can't ask for. Migrations leave it as it is.

/// Something that isn't managed by migrations. Its words are in `schema::plan`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unmanaged {
    /// The database computes this column.
    GeneratedColumn(String),
    /// This column has a collation that its type doesn't imply.
    Collation {
        /// The column.
        column: String,
        /// The collation.
        collation: String,
    },
    /// A trigger of this name.
    Trigger(String),
    /// An index that is more than a list of columns: it is partial, in another order or collation, or over an expression.
    Index {
        /// Its name.
        name: String,
        /// Whether it is unique.
        unique: bool,
    },
    /// An index that PostgreSQL left behind when it couldn't build it. It enforces nothing, but its name stays taken.
    InvalidIndex {
        /// Its name.
        name: String,
        /// Whether it is unique.
        unique: bool,
    },
    /// The order or collation in the unique constraint of these columns.
    UniqueOrder(Vec<String>),
    /// A unique constraint of this name over the columns of the primary key.
    RedundantUnique(String),
    /// `NULLS NOT DISTINCT` of the constraint of this name.
    NullsNotDistinct(String),
    /// `NOT VALID` of the constraint of this name.
    NotValid(String),
    /// `DEFERRABLE` of the constraint of this name.
    Deferrable(String),
    /// A constraint of another kind, such as an exclusion.
    Constraint {
        /// Its name.
        name: String,
        /// Its definition.
        definition: String,
    },
    /// A foreign key into another schema, with another action than declarations have, or that looks at NULL in another way.
    ForeignKey {
        /// Which one.
        key: KeyName,
        /// Its definition, where the database gives it.
        definition: Option<String>,
    },
    /// `DEFERRABLE` of a foreign key.
    DeferrableKey(KeyName),
    /// The `ON UPDATE` of a foreign key.
    OnUpdate {
        /// Which one.
        key: KeyName,
        /// What happens.
        action: String,
    },
    /// A property of the whole table.
    Table(TableProperty),
}

/// How a foreign key is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum KeyName {
    /// By its name.
    Named(String),
    /// By its ends: SQLite keeps no names.
    Unnamed {
        /// Its columns.
        columns: Vec<String>,
        /// The table that it refers to.
        table: String,
    },
}

/// A property of a whole table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TableProperty {
    /// `WITHOUT ROWID`.
    WithoutRowid,
    /// `STRICT`.
    Strict,
    /// `ON CONFLICT` in its constraints.
    OnConflict,
    /// A definition that can't be parsed.
    UnreadableDefinition,
    /// It is partitioned.
    Partitioned,
    /// It inherits from another table.
    Inherits,
    /// It has row level security.
    RowLevelSecurity,
    /// `UNLOGGED`.
    Unlogged,
}

impl Unmanaged {
    /// Whether a rebuild of the table on SQLite would lose it. Triggers and indexes are created again from their own text.
    pub(crate) fn lost_by_rebuild(&self) -> bool {
        match self {
            Self::Collation { .. }
            | Self::Trigger(_)
            | Self::Index { .. }
            | Self::InvalidIndex { .. }
            | Self::RedundantUnique(_)
            | Self::NotValid(_) => false,
            Self::GeneratedColumn(_)
            | Self::UniqueOrder(_)
            | Self::NullsNotDistinct(_)
            | Self::Deferrable(_)
            | Self::Constraint { .. }
            | Self::ForeignKey { .. }
            | Self::DeferrableKey(_)
            | Self::OnUpdate { .. }
            | Self::Table(_) => true,
        }
    }
}
