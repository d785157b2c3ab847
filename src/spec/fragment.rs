//! One item's pieces of the document, rendered in a const of its own: the whole in one const would take the interpreter too long.

use core::marker::PhantomData;

use super::room::{self, Render, Room, Source, Text};
use super::writer::Writer;
use super::{asyncapi, component, op, path, piece};
use crate::meta::{Item, Placed};

/// Where a piece goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// `components.schemas`.
    Schema,
    /// `paths`.
    Path,
    /// `channels`, of the document of sockets.
    Channel,
    /// `operations`, there.
    Operation,
}

/// A member of the document, `"name":{...}`, as a range of its fragment's text.
#[derive(Debug, Clone, Copy)]
pub struct Piece {
    /// Where it goes.
    pub section: Section,
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

impl Piece {
    pub(super) const NONE: Self = Self {
        section: Section::Schema,
        start: 0,
        end: 0,
    };
}

/// The most pieces that one item makes: five views, three paths, and those of links.
pub const PIECES: usize = 9;

/// The pieces of one item.
#[derive(Debug, Clone, Copy)]
pub struct Fragment {
    /// Their text.
    pub text: &'static [u8],
    /// Its placeholders, in order.
    pub placeholders: &'static [Placed],
    /// Where each piece is.
    pub pieces: [Piece; PIECES],
    /// How many there are.
    pub count: usize,
}

impl Fragment {
    /// A piece, before its placeholders are filled.
    pub(super) const fn piece(&self, index: usize) -> piece::Piece {
        let Piece { start, end, .. } = self.pieces[index];
        piece::Piece::of(self, start, end)
    }
}

/// An item of a declaration: the macros implement it for the item's type.
pub trait DeclaredItem {
    /// The item as data.
    const ITEM: Item;
}

/// Renders the pieces of an item, once for all who call it.
#[must_use]
pub const fn fragment<I: DeclaredItem>() -> Fragment {
    let Text {
        bytes,
        placeholders,
        extent,
        ..
    } = room::text::<ItemOf<I>>();
    Fragment {
        text: bytes,
        placeholders,
        pieces: extent.pieces,
        count: extent.count,
    }
}

struct ItemOf<I>(PhantomData<I>);

impl<I: DeclaredItem> Source for ItemOf<I> {
    const LEAST: usize = 0;
}

impl<I: DeclaredItem, const N: usize, const P: usize> Render<N, P> for ItemOf<I> {
    const ROOM: &'static Room<N, P> = &{
        let mut room = Room::new();
        let mut w = room.writer();
        item(&mut w, &I::ITEM);
        let extent = w.extent();
        room.close(extent);
        room
    };
}

/// Renders all pieces of an item.
const fn item(w: &mut Writer<'_>, item: &Item) {
    match item {
        Item::Component(component) => component::component(w, component),
        Item::Resource(resource) => {
            component::views(w, resource);
            path::paths(w, resource);
        }
        Item::Op(op) => op::op(w, op),
        // OpenAPI has no place for it, the document of `asyncapi` has.
        Item::Socket(socket) => asyncapi::socket(w, socket),
    }
}
