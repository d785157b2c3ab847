//! How values are stored: one row of facts for each storage. What differs between databases is in `sql`.

use sea_orm::Value;
use sea_orm::sea_query::{ArrayType, ColumnType, StringLen};

/// Declares the storages and the list of them.
macro_rules! storages {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        /// How a value is stored; each database has a column type for it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Storage {
            $($(#[$doc])* $name,)+
        }

        impl Storage {
            /// All of them.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name,)+];
        }
    };
}

storages! {
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// A truth value.
    Boolean,
    /// An integer of 16 bits.
    Int16,
    /// An integer of 32 bits.
    Int32,
    /// An integer of 64 bits.
    Int64,
    /// A float of 32 bits.
    Float,
    /// A float of 64 bits.
    Double,
    /// A decimal number with exact digits.
    Decimal,
    /// A UUID.
    Uuid,
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// An instant, in microseconds.
    DateTime,
    /// JSON text.
    Json,
}

/// The facts about a storage that are the same on every database.
#[derive(Debug, Clone)]
pub(crate) struct StorageFacts {
    /// Its name in one word, for programs.
    pub(crate) name: &'static str,
    /// The function for such a column in migrations: `column::big_integer`.
    pub(crate) migration_type: &'static str,
    /// The type of fields that have it: `String`.
    pub(crate) field_type: &'static str,
    /// The typed NULL.
    pub(crate) null: Value,
    /// The type of its elements in an array of SQL.
    pub(crate) array: ArrayType,
    /// Its type in entities of sea-orm, by the length of a text and the digits of a decimal.
    pub(crate) entity_type: EntityType,
    /// The type that sea-orm casts its values to when it writes them.
    pub(crate) cast: Option<&'static str>,
    /// What kind of number it is, if it is one.
    pub(crate) number: Option<NumberKind>,
}

type EntityType = fn(Option<u32>, Option<(u8, u8)>) -> ColumnType;

/// A kind of number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberKind {
    Integer(IntegerRange),
    Float,
    Decimal,
}

/// The values of an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct IntegerRange {
    pub(crate) least: i64,
    pub(crate) greatest: i64,
    /// How many decimal digits the greatest has.
    pub(crate) digits: u8,
}

impl StorageFacts {
    fn new(
        (name, migration_type, field_type): (&'static str, &'static str, &'static str),
        null: Value,
        array: ArrayType,
        entity_type: EntityType,
    ) -> Self {
        Self {
            name,
            migration_type,
            field_type,
            null,
            array,
            entity_type,
            cast: None,
            number: None,
        }
    }

    fn cast(mut self, cast: &'static str) -> Self {
        self.cast = Some(cast);
        self
    }

    fn number(mut self, kind: NumberKind) -> Self {
        self.number = Some(kind);
        self
    }

    fn integer(self, least: impl Into<i64>, greatest: impl Into<i64>, digits: u8) -> Self {
        let (least, greatest) = (least.into(), greatest.into());
        self.number(NumberKind::Integer(IntegerRange {
            least,
            greatest,
            digits,
        }))
    }
}

impl Storage {
    /// Its facts.
    #[rustfmt::skip]
    pub(crate) fn facts(self) -> StorageFacts {
        use ColumnType as Sql;
        use StorageFacts as Row;
        match self {
            Self::Text => Row::new(("text", "text", "String"), Value::String(None), ArrayType::String, |length, _| {
                Sql::String(length.map_or(StringLen::None, StringLen::N))
            }),
            Self::Bytes => Row::new(("bytes", "blob", "Bytes"), Value::Bytes(None), ArrayType::Bytes, |_, _| Sql::Blob),
            Self::Boolean => Row::new(("boolean", "boolean", "bool"), Value::Bool(None), ArrayType::Bool, |_, _| Sql::Boolean),
            Self::Int16 => Row::new(("int16", "small_integer", "i16"), Value::SmallInt(None), ArrayType::SmallInt, |_, _| Sql::SmallInteger)
                .integer(i16::MIN, i16::MAX, 5),
            Self::Int32 => Row::new(("int32", "integer", "i32"), Value::Int(None), ArrayType::Int, |_, _| Sql::Integer)
                .integer(i32::MIN, i32::MAX, 10),
            Self::Int64 => Row::new(("int64", "big_integer", "i64"), Value::BigInt(None), ArrayType::BigInt, |_, _| Sql::BigInteger)
                .integer(i64::MIN, i64::MAX, 19),
            Self::Float => Row::new(("float", "float", "f32"), Value::Float(None), ArrayType::Float, |_, _| Sql::Float)
                .number(NumberKind::Float),
            Self::Double => Row::new(("double", "double", "f64"), Value::Double(None), ArrayType::Double, |_, _| Sql::Double)
                .number(NumberKind::Float),
            Self::Decimal => Row::new(("decimal", "decimal", "Decimal"), Value::Decimal(None), ArrayType::Decimal, |_, precision| {
                Sql::Decimal(precision.map(|(digits, scale)| (digits.into(), scale.into())))
            })
            .number(NumberKind::Decimal),
            Self::Uuid => Row::new(("uuid", "uuid", "Uuid"), Value::Uuid(None), ArrayType::Uuid, |_, _| Sql::Uuid),
            Self::Date => Row::new(("date", "date", "NaiveDate"), Value::ChronoDate(None), ArrayType::ChronoDate, |_, _| Sql::Date),
            Self::Time => Row::new(("time", "time", "NaiveTime"), Value::ChronoTime(None), ArrayType::ChronoTime, |_, _| Sql::Time),
            Self::DateTime => Row::new(
                ("datetime", "timestamp_with_time_zone", "DateTime<Utc>"),
                Value::ChronoDateTimeUtc(None),
                ArrayType::ChronoDateTimeUtc,
                |_, _| Sql::TimestampWithTimeZone,
            ),
            Self::Json => Row::new(("json", "json", "JsonValue"), Value::Json(None), ArrayType::Json, |_, _| Sql::Json).cast("json"),
        }
    }

    /// The typed NULL.
    #[must_use]
    pub fn null(self) -> Value {
        self.facts().null
    }

    /// The range of an integer; `None` for everything else.
    pub(crate) fn integer(self) -> Option<IntegerRange> {
        match self.facts().number {
            Some(NumberKind::Integer(range)) => Some(range),
            Some(NumberKind::Float | NumberKind::Decimal) | None => None,
        }
    }

    /// Whether a foreign key can compare columns of this storage with those of another on every database: those of integers of any width, and else of
    /// the same storage only.
    pub(crate) const fn compares_with(self, other: Self) -> bool {
        self.widest() as u8 == other.widest() as u8
    }

    /// The integer of the greatest width for any of them.
    const fn widest(self) -> Self {
        match self {
            Self::Int16 | Self::Int32 | Self::Int64 => Self::Int64,
            other => other,
        }
    }

    /// Whether it is an integer.
    pub(crate) fn is_integer(self) -> bool {
        self.integer().is_some()
    }

    /// Whether it is a number.
    pub(crate) fn is_number(self) -> bool {
        self.facts().number.is_some()
    }
}
