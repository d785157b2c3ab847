//! Which types a column can be converted to with its values: `diff` plans them as an altered column, and each database has an
//! expression for. Each conversion is reversible, so that a migration's `down` can undo it; other columns are dropped and added again.

use crate::types::Storage;

/// What becomes of the values of a column whose type changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Conversion {
    /// Each has its like.
    Always,
    /// Some have none: then nothing is changed.
    MayFail,
    /// Some are rounded or cut.
    Loses,
}

/// How values of one storage become those of another; `None` if they can't. It ignores lengths and digits.
#[must_use]
pub(crate) fn conversion(from: Storage, to: Storage) -> Option<Conversion> {
    use Conversion::{Always, Loses, MayFail};
    use Storage::{
        Boolean, Bytes, Date, DateTime, Decimal, Double, Float, Int16, Int32, Int64, Json, Text, Time, Uuid,
    };
    if from == to {
        return Some(Always);
    }
    Some(match (from, to) {
        (Int16, Int32 | Int64) | (Int32, Int64) => Always,
        (Int32, Int16) | (Int64, Int16 | Int32) => MayFail,
        // A mantissa of 24 bits holds an integer of 16, one of 53 bits an integer of 32.
        (Int16, Float | Double) | (Int32, Double) | (Float, Double) => Always,
        (Int32, Float) | (Int64, Float | Double) | (Double, Float) => Loses,
        (Int16 | Int32 | Int64, Decimal) => Always,
        (Float | Double, Int16 | Int32 | Int64 | Decimal) => Loses,
        (Decimal, Int16 | Int32 | Int64 | Float | Double) => Loses,
        (Boolean, Int16 | Int32 | Int64) => Always,
        // All but 0 are true.
        (Int16 | Int32 | Int64, Boolean) => Loses,
        (Date, DateTime) => Always,
        (DateTime, Date) => Loses,
        // Very great and small ones get 15 digits.
        (Float | Double, Text) => Loses,
        (Boolean | Int16 | Int32 | Int64 | Decimal | Uuid | Date | Time | DateTime | Json, Text) => Always,
        (Text, Boolean | Int16 | Int32 | Int64 | Float | Double | Decimal | Uuid | Date | Time | DateTime | Json) => {
            MayFail
        }
        (
            Text | Bytes | Boolean | Int16 | Int32 | Int64 | Float | Double | Decimal | Uuid | Date | Time | DateTime
            | Json,
            _,
        ) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Storage::{
        Boolean, Bytes, Date, DateTime, Decimal, Double, Float, Int16, Int32, Int64, Json, Text, Time, Uuid,
    };

    const ALL: [Storage; 14] = [
        Text, Bytes, Boolean, Int16, Int32, Int64, Float, Double, Decimal, Uuid, Date, Time, DateTime, Json,
    ];

    #[test]
    fn what_can_be_converted_can_be_converted_back() {
        for from in ALL {
            for to in ALL {
                assert_eq!(
                    conversion(from, to).is_some(),
                    conversion(to, from).is_some(),
                    "{from:?} and {to:?}"
                );
            }
        }
    }

    #[test]
    fn values_of_one_kind_stay_and_others_are_converted() {
        assert_eq!(conversion(Int32, Int64), Some(Conversion::Always));
        assert_eq!(conversion(Int64, Int32), Some(Conversion::MayFail));
        assert_eq!(conversion(Decimal, Double), Some(Conversion::Loses));
        assert_eq!(conversion(Text, Uuid), Some(Conversion::MayFail));
        assert_eq!(conversion(Json, Int32), None);
        assert_eq!(conversion(Bytes, Uuid), None);
        assert_eq!(conversion(Boolean, Double), None);
    }
}
