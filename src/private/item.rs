//! The items of a block, as the macros that join them see them.
//!
//! All of it is behind traits: a user's type has no const or function of this crate's, whose name could be one of the user's own.

use crate::meta::{self, Info};
use crate::spec::Fragment;

/// What an item declares.
pub trait Declaration {
    /// The kind of item: a resource, an op, a socket or a named type.
    type Data: 'static;
    /// The declaration as data.
    const DATA: &'static Self::Data;
}

/// An item among those of its part.
pub trait Item {
    /// Its declaration.
    const ITEM: meta::Item;
    /// How many bytes its piece of the document takes at most.
    const SIZE: usize;
}

/// An item's piece of the document. The type parameter makes the compiler render it only where it is used.
pub trait Rendered<T> {
    /// The piece.
    const FRAGMENT: &'static Fragment;
}

/// An item and the API of its block.
pub trait InApi {
    /// The API's `info`; `None` in a part, which any API may join.
    fn info() -> Option<&'static Info>;
}

/// A part of an API.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a part of an API",
    label = "not a part; name one that `api_part!` declares"
)]
pub trait Part {
    /// Its items.
    const PART: &'static meta::Part;
    /// How many bytes their pieces of the document take at most.
    const SIZE: usize;
}

/// What a part brings: its items, and how many bytes their pieces of the document take at most.
#[derive(Debug)]
#[allow(missing_docs, reason = "described above")]
pub struct Joined {
    pub items: &'static meta::Part,
    pub size: usize,
}

/// What `P` brings. A function, as the compiler reports a type that is no part at the argument of one.
#[must_use]
pub const fn part<P: Part>() -> Joined {
    Joined {
        items: P::PART,
        size: P::SIZE,
    }
}

/// The pieces of the document that `P` brings.
#[must_use]
pub const fn rendered_part<P: RenderedPart<T>, T>() -> &'static [&'static Fragment] {
    P::FRAGMENTS
}

/// The pieces of the document that a part brings, rendered like those of [`Rendered`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a part of an API",
    label = "not a part; name one that `api_part!` declares"
)]
pub trait RenderedPart<T> {
    /// The pieces.
    const FRAGMENTS: &'static [&'static Fragment];
}
