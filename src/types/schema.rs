//! The JSON Schema of a type, and the limits of a field.

use serde_json::value::RawValue;

use super::JsonForm;

/// The kind of a type, which the document publishes and the parser enforces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any JSON value.
    Any,
    /// A string.
    String,
    /// Bytes, in JSON a base64 string (RFC 4648, section 4).
    Bytes,
    /// `true` or `false`.
    Boolean,
    /// An integer of 16 bits.
    Int16,
    /// An integer of 32 bits.
    Int32,
    /// An integer of 64 bits.
    Int64,
    /// A number of single precision.
    Float,
    /// A number of double precision.
    Double,
    /// A decimal number with exact digits.
    Decimal,
    /// A UUID (RFC 9562).
    Uuid,
    /// A date, `YYYY-MM-DD` (RFC 3339 `full-date`).
    Date,
    /// A time of day, `HH:MM:SS[.ffffff]`.
    Time,
    /// An instant, RFC 3339 in UTC.
    DateTime,
    /// A file, which only a form can have.
    File,
    /// A named component of the document: an enum, a schema or a union.
    Ref(&'static str),
    /// A list.
    List(&'static Schema),
    /// An object with any property names.
    Map(&'static Schema),
}

/// The schema of a type: its kind, and whether null is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schema {
    /// The kind.
    pub kind: Kind,
    /// Whether null is allowed.
    pub nullable: bool,
    /// Whether an object may leave it out, even if null isn't allowed.
    pub omissible: bool,
    /// The limits of the type itself, which its parser enforces.
    pub limits: Option<&'static Limits>,
}

impl Schema {
    /// Creates a schema that doesn't allow null.
    #[must_use]
    pub const fn of(kind: Kind) -> Self {
        Self {
            kind,
            nullable: false,
            omissible: false,
            limits: None,
        }
    }

    /// Sets limits of the type itself. The document publishes them, and the type's parser must enforce them.
    #[must_use]
    pub const fn within(mut self, limits: &'static Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// The same schema without null, which an object can't leave out.
    #[must_use]
    pub(crate) const fn not_null(mut self) -> Self {
        self.nullable = false;
        self.omissible = false;
        self
    }

    /// Allows objects to leave it out.
    #[must_use]
    pub const fn omissible(mut self) -> Self {
        self.omissible = true;
        self
    }

    /// Allows null.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// Whether it reads the same in requests and replies.
    #[must_use]
    pub(crate) const fn is_same_in_requests(&self) -> bool {
        match self.kind {
            Kind::Decimal | Kind::Ref(_) => false,
            Kind::List(inner) | Kind::Map(inner) => inner.is_same_in_requests(),
            Kind::Any
            | Kind::String
            | Kind::Bytes
            | Kind::Boolean
            | Kind::Int16
            | Kind::Int32
            | Kind::Int64
            | Kind::Float
            | Kind::Double
            | Kind::Uuid
            | Kind::Date
            | Kind::Time
            | Kind::DateTime
            | Kind::File => true,
        }
    }
}

/// Whether a value has properties that are in requests only, or in replies only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OneWay {
    /// Some are in replies only.
    pub read_only: bool,
    /// Some are in requests only.
    pub write_only: bool,
}

impl OneWay {
    /// The union of both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self {
            read_only: self.read_only || other.read_only,
            write_only: self.write_only || other.write_only,
        }
    }
}

/// A number of the declaration, exact: `mantissa / 10^scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// All digits, with the sign.
    pub mantissa: i64,
    /// How many of them are after the point.
    pub scale: u8,
}

impl Number {
    /// An integer.
    #[must_use]
    pub const fn int(value: i64) -> Self {
        Self {
            mantissa: value,
            scale: 0,
        }
    }

    /// A float of at most 15 digits.
    ///
    /// # Panics
    ///
    /// If `value` has more digits. In a const, that is a compile error.
    #[must_use]
    #[track_caller]
    pub const fn float(value: f64) -> Self {
        let mut scale = 0;
        let mut power = 1.0;
        while scale <= 15 {
            let scaled = value * power;
            let near = if scaled < 0.0 { scaled - 0.5 } else { scaled + 0.5 } as i64;
            if near < 9_007_199_254_740_992 && near > -9_007_199_254_740_992 && near as f64 / power == value {
                return Self { mantissa: near, scale };
            }
            power *= 10.0;
            scale += 1;
        }
        panic!("a number in the declaration has more than 15 digits; write it with fewer")
    }

    /// Returns whether `self` is greater than `other`.
    #[must_use]
    pub const fn greater(self, other: Self) -> bool {
        self.aligned(other) > other.aligned(self)
    }

    /// Returns whether `self` is a multiple of `step`.
    #[must_use]
    pub const fn is_multiple_of(self, step: Self) -> bool {
        let parts = step.aligned(self);
        parts != 0 && self.aligned(step) % parts == 0
    }

    const fn aligned(self, other: Self) -> i128 {
        let mut mantissa = self.mantissa as i128;
        let mut step = self.scale;
        while step < other.scale {
            mantissa *= 10;
            step += 1;
        }
        mantissa
    }

    /// Returns the nearest float.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.mantissa as f64 / 10f64.powi(i32::from(self.scale))
    }

    /// Returns the exact decimal.
    #[must_use]
    pub fn to_decimal(self) -> rust_decimal::Decimal {
        rust_decimal::Decimal::new(self.mantissa, u32::from(self.scale))
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.to_decimal())
    }
}

/// A format of strings that is checked (JSON Schema 2020-12 validation, section 7.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// An email address.
    Email,
    /// An absolute URL; published as `uri`.
    Url,
    /// An IPv4 address, dotted.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// A host name (RFC 1123).
    Hostname,
}

impl Format {
    /// Returns its name in JSON Schema.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Url => "uri",
            Self::Ipv4 => "ipv4",
            Self::Ipv6 => "ipv6",
            Self::Hostname => "hostname",
        }
    }
}

/// The limits of a field's values. Lengths count Unicode scalar values, bytes or items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The least length.
    pub min_length: Option<u32>,
    /// The greatest length.
    pub max_length: Option<u32>,
    /// The least value.
    pub minimum: Option<Number>,
    /// The greatest value.
    pub maximum: Option<Number>,
    /// The number of which values must be a multiple.
    pub multiple_of: Option<Number>,
    /// A regular expression that some part of the string must match.
    pub pattern: Option<&'static str>,
    /// The format of the string.
    pub format: Option<Format>,
    /// The number of digits of a decimal, and of those after the point.
    pub precision: Option<(u8, u8)>,
    /// The limits of each item of a list.
    pub items: Option<&'static Limits>,
    /// The most bytes in a file.
    pub max_bytes: Option<u64>,
    /// The media types that a file may have, such as `image/png` or `image/*`; empty: any.
    pub media: &'static [&'static str],
    /// How JSON holds the value.
    pub form: JsonForm,
    /// Whether an empty text of a query or a form is null.
    pub empty_is_null: bool,
    /// Whether a text must be able to stand in a path.
    pub in_path: bool,
}

impl Limits {
    /// No limits.
    pub const NONE: Self = Self {
        min_length: None,
        max_length: None,
        minimum: None,
        maximum: None,
        multiple_of: None,
        pattern: None,
        format: None,
        precision: None,
        items: None,
        max_bytes: None,
        media: &[],
        form: JsonForm::OfType,
        empty_is_null: false,
        in_path: false,
    };

    /// The limits of a stored value. It is as its type writes it, unless a client has sent it and a hook has completed it.
    pub(crate) fn as_stored(&self, json: &RawValue) -> Self {
        let form = if json.get().starts_with('"') {
            self.form
        } else {
            JsonForm::OfType
        };
        Self { form, ..*self }
    }

    /// These limits; those that aren't set are taken from `other`.
    pub(crate) const fn or(&self, other: &Self) -> Self {
        const fn first<T: Copy>(one: Option<T>, other: Option<T>) -> Option<T> {
            if one.is_some() { one } else { other }
        }
        Self {
            min_length: first(self.min_length, other.min_length),
            max_length: first(self.max_length, other.max_length),
            minimum: first(self.minimum, other.minimum),
            maximum: first(self.maximum, other.maximum),
            multiple_of: first(self.multiple_of, other.multiple_of),
            pattern: first(self.pattern, other.pattern),
            format: first(self.format, other.format),
            precision: first(self.precision, other.precision),
            items: first(self.items, other.items),
            max_bytes: first(self.max_bytes, other.max_bytes),
            media: if self.media.is_empty() { other.media } else { self.media },
            form: match self.form {
                JsonForm::OfType => other.form,
                form => form,
            },
            empty_is_null: self.empty_is_null || other.empty_is_null,
            in_path: self.in_path || other.in_path,
        }
    }

    /// The most digits of a decimal before the point, after it, and in total.
    pub(crate) const fn digits(&self) -> (u8, u8, u8) {
        match self.precision {
            Some((digits, scale)) => (digits.saturating_sub(scale), scale, digits),
            None => (Self::DIGITS, Self::DIGITS, Self::DIGITS),
        }
    }

    /// The most digits of a decimal.
    pub(crate) const DIGITS: u8 = 28;

    /// Whether decimals may be negative.
    pub(crate) const fn allows_negative(&self) -> bool {
        match self.minimum {
            Some(least) => least.mantissa < 0,
            None => true,
        }
    }
}

/// A default or an example, as written in the declaration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Literal {
    /// `true` or `false`.
    Boolean(bool),
    /// A number.
    Number(Number),
    /// Text, in JSON a string.
    Text(&'static str),
    /// JSON, given as text.
    Json(&'static str),
}

impl Literal {
    /// Returns its JSON text.
    #[must_use]
    pub fn to_json(self) -> String {
        match self {
            Self::Boolean(value) => value.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Json(json) => json.to_owned(),
            Self::Text(text) => {
                let mut out = Vec::new();
                super::write_string(text, &mut out);
                String::from_utf8_lossy(&out).into_owned()
            }
        }
    }
}
