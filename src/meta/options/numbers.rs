//! The options of integers, floats and decimals.

use std::ops::RangeInclusive;

use rust_decimal::Decimal;

use super::{Build, InSchema, InTable};
use crate::types::{JsonForm, Literal, Number};

macro_rules! integer_options {
    ($($type:ty),*) => {$(
        impl<Place> Build<$type, Place> {
            /// `range(0..=10)`: the least and the greatest value.
            #[must_use]
            pub const fn range(self, range: RangeInclusive<$type>) -> Self {
                self.numbers(Number::int(*range.start() as i64), Number::int(*range.end() as i64))
            }

            /// `min(0)`: the least value.
            #[must_use]
            pub const fn min(mut self, value: $type) -> Self {
                self.field.limits.minimum = Some(Number::int(value as i64));
                self
            }

            /// `max(10)`: the greatest value.
            #[must_use]
            pub const fn max(mut self, value: $type) -> Self {
                self.field.limits.maximum = Some(Number::int(value as i64));
                self
            }

            /// `multiple_of(5)`: what the value must be a multiple of.
            #[must_use]
            pub const fn multiple_of(mut self, value: $type) -> Self {
                self.field.limits.multiple_of = Some(Number::int(value as i64));
                self
            }

            /// `default(0)`: the value of a field left out.
            #[must_use]
            pub const fn default(self, value: $type) -> Self {
                self.literal(Literal::Number(Number::int(value as i64)))
            }

            /// `example(3)`: a value to show in the document.
            #[must_use]
            pub const fn example(self, value: $type) -> Self {
                self.shown(Literal::Number(Number::int(value as i64)))
            }
        }

        impl Build<$type> {
            /// `auto_increment`: the database counts it up; for a key of one column.
            #[must_use]
            pub const fn auto_increment(mut self) -> Self {
                self.field.auto_increment = true;
                self
            }
        }
    )*};
}

integer_options!(i16, i32, i64);

macro_rules! float_options {
    ($($type:ty),*) => {$(
        impl<Place> Build<$type, Place> {
            /// `range(0.0..=1.0)`: the least and the greatest value.
            #[must_use]
            #[track_caller]
            pub const fn range(self, range: RangeInclusive<f64>) -> Self {
                self.numbers(Number::float(*range.start()), Number::float(*range.end()))
            }

            /// `min(0.0)`: the least value.
            #[must_use]
            #[track_caller]
            pub const fn min(mut self, value: f64) -> Self {
                self.field.limits.minimum = Some(Number::float(value));
                self
            }

            /// `max(1.0)`: the greatest value.
            #[must_use]
            #[track_caller]
            pub const fn max(mut self, value: f64) -> Self {
                self.field.limits.maximum = Some(Number::float(value));
                self
            }

            /// `multiple_of(0.5)`: what the value must be a multiple of.
            #[must_use]
            #[track_caller]
            pub const fn multiple_of(mut self, value: f64) -> Self {
                self.field.limits.multiple_of = Some(Number::float(value));
                self
            }

            /// `default(0.5)`: the value of a field left out.
            #[must_use]
            #[track_caller]
            pub const fn default(self, value: f64) -> Self {
                self.literal(Literal::Number(Number::float(value)))
            }

            /// `example(0.5)`: a value to show in the document.
            #[must_use]
            #[track_caller]
            pub const fn example(self, value: f64) -> Self {
                self.shown(Literal::Number(Number::float(value)))
            }
        }
    )*};
}

float_options!(f32, f64, Decimal);

macro_rules! json_strings {
    ($($type:ty),*) => {$(
        impl Build<$type, InTable> {
            /// `json_string`: in JSON it is a string of its digits, which a client whose numbers are doubles reads exactly.
            #[must_use]
            pub const fn json_string(mut self) -> Self {
                self.field.limits.form = JsonForm::Text;
                self
            }
        }

        impl Build<$type, InSchema> {
            /// `json_string`: in JSON it is a string of its digits, which a client whose numbers are doubles reads exactly.
            #[must_use]
            pub const fn json_string(mut self) -> Self {
                self.field.limits.form = JsonForm::Text;
                self
            }
        }
    )*};
}

json_strings!(i16, i32, i64, Decimal);

impl<Place> Build<Decimal, Place> {
    /// `precision(10, 2)`: ten digits, two of them after the point.
    #[must_use]
    pub const fn precision(mut self, digits: u8, scale: u8) -> Self {
        if digits == 0 || digits > 28 || scale > digits {
            self.field.fault =
                Some(": `precision(digits, scale)` takes 1 to 28 digits and at most as many of them after the point");
            return self;
        }
        self.field.limits.precision = Some((digits, scale));
        self
    }
}
