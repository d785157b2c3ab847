//! One item's pieces of the document, rendered in a const of its own: the whole in one const would take the interpreter too long.

use super::writer::Writer;
use super::{piece, placeholder};
use crate::meta::setting::SettingPlaces;

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

/// The most pieces that one item makes: four views and three paths.
pub const PIECES: usize = 7;

/// The pieces of one item.
#[derive(Debug, Clone, Copy)]
pub struct Fragment {
    /// Their text, some room behind it, and at its end the records of its placeholders.
    pub text: &'static [u8],
    /// Where each is.
    pub pieces: [Piece; PIECES],
    /// How many there are.
    pub count: usize,
    /// A hash of the text.
    pub hash: u64,
}

impl Fragment {
    /// A piece, before its placeholders are filled.
    pub(super) const fn piece(&self, index: usize) -> piece::Piece<'static> {
        let Piece { start, end, .. } = self.pieces[index];
        piece::Piece::of(self.text, start, end)
    }
}

/// A buffer that is somewhat larger than its content.
///
/// Its size is in a type, so the compiler wants it at once, while the text is rendered only where it is used: that is why
/// `cargo check` doesn't pay for the document.
#[derive(Debug)]
pub struct ConstBuffer<const N: usize> {
    bytes: [u8; N],
    len: usize,
    pieces: [Piece; PIECES],
    count: usize,
}

impl<const N: usize> ConstBuffer<N> {
    /// An empty buffer.
    pub(super) const fn new() -> Self {
        Self {
            bytes: [0; N],
            len: 0,
            pieces: [Piece {
                section: Section::Schema,
                start: 0,
                end: 0,
            }; PIECES],
            count: 0,
        }
    }

    /// How much it holds.
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// Adds a piece that begins at `start` and goes to `end`.
    pub(super) const fn mark(&mut self, section: Section, start: usize, end: usize) {
        self.pieces[self.count] = Piece { section, start, end };
        self.count += 1;
        self.len = end;
    }

    /// Where its first piece ends.
    pub(super) const fn first_end(&self) -> usize {
        self.pieces[0].end
    }

    /// Counts what was written up to `end`.
    pub(super) const fn written(&mut self, end: usize) {
        self.len = end;
    }

    /// A writer that appends to it.
    pub(super) const fn writer(&mut self) -> Writer<'_> {
        Writer::behind(&mut self.bytes, self.len)
    }

    /// Its content.
    #[must_use]
    pub const fn text(&self) -> &[u8] {
        self.bytes.split_at(self.len).0
    }

    /// The whole buffer: the content, unused room, and the records of the placeholders.
    pub(super) const fn buffer(&self) -> &[u8] {
        &self.bytes
    }

    /// The places of it that settings fill.
    #[must_use]
    pub const fn settings(&'static self) -> SettingPlaces {
        SettingPlaces::of(placeholder::records(&self.bytes))
    }

    /// Its content as pieces of the document.
    #[must_use]
    pub const fn fragment(&'static self) -> Fragment {
        Fragment {
            text: &self.bytes,
            pieces: self.pieces,
            count: self.count,
            hash: super::hash::hash(self.text()),
        }
    }
}
