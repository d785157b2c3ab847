//! The items of a block, as the macros that join them see them.
//!
//! All of it is behind traits: a user's type has no const or function of this crate's, whose name could be one of the user's own.

use crate::meta::{self, Info, Names, Nulls};
use crate::spec::Fragment;

/// What an item declares.
pub trait Declaration {
    /// The kind of item: a resource, an op, a socket or a named type.
    type Data: 'static;
    /// The declaration as data.
    const DATA: &'static Self::Data;
}

/// An item and the API of its block.
pub trait InApi {
    /// The API's `info`; `None` in a part, which any API may join.
    fn info() -> Option<&'static Info>;
    /// What becomes of properties that are null, as the API or part says.
    const NULLS: Nulls;
    /// How names are spelled, as the API or part says.
    const NAMES: Names;
}

/// The sections of a part.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the sections are described at `api!`")]
pub struct PartSections {
    pub nulls: Nulls,
    pub names: Names,
}

impl PartSections {
    /// A part with none of them.
    pub const NONE: Self = Self {
        nulls: Nulls::Inherit,
        names: Names::Inherit,
    };
}

/// A part of an API.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a part of an API",
    label = "not a part; name one that `api_part!` declares"
)]
pub trait Part: PartFragments<()> {
    /// Its sections.
    const SECTIONS: PartSections;
    /// Its items.
    const PART: &'static meta::Part;
}

/// What the items of a part are in the documents. It has a parameter, since `cargo check` evaluates consts that have none: a lint for overflows looks
/// at the operands of each.
pub trait PartFragments<T> {
    /// The fragments.
    const FRAGMENTS: &'static [Fragment];
}

/// What `P` brings. A function, as the compiler reports a type that is no part at the argument of one.
#[must_use]
pub const fn part<P: Part>() -> &'static meta::Part {
    P::PART
}

/// What the items of `P` are in the documents.
#[must_use]
pub const fn part_fragments<P: Part>() -> &'static [Fragment] {
    <P as PartFragments<()>>::FRAGMENTS
}
