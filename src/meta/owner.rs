//! The field that holds the ID of a row's owner.

use super::{Direction, Field, Nulls, with_nulls};

/// The fields of a resource under its rule for nulls. Its owner is read-only unless it is hidden, since clients can't set it.
#[must_use]
pub const fn owned<const N: usize>(declared: &[Field], owner: Option<usize>, nulls: Nulls) -> [Field; N] {
    let mut fields = with_nulls(declared, nulls);
    if let Some(at) = owner {
        match fields[at].direction {
            Direction::Both => fields[at].direction = Direction::ReadOnly,
            Direction::ReadOnly | Direction::Hidden => {}
            Direction::WriteOnly | Direction::CreateOnly | Direction::UpdateOnly => {
                fields[at].fault = Some(
                    " is the `owner`, which is the caller's ID and never set by requests; remove `write_only`, `create_only` or `update_only`",
                );
            }
        }
    }
    fields
}
