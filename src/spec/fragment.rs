//! One item's pieces of the document, rendered in a const of its own: the whole in one const would take the interpreter too long.

use super::security::Refusals;
use super::write::Writer;

/// Where a piece goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// `components.schemas`.
    Schema,
    /// `components.schemas`, where no enum, schema or union has its name.
    Spare,
    /// The same as the one before it, as requests see it.
    Input,
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

/// The most holes that one item leaves: one for each operation of a resource, and one more for those that delete.
pub(super) const HOLES: usize = 10;

/// Where an operation would say what only the whole API knows.
#[derive(Debug, Clone, Copy)]
pub struct Hole {
    /// The byte before which it is.
    pub at: usize,
    /// What it would say.
    pub filling: Filling,
}

/// What a hole may be filled with.
#[derive(Debug, Clone, Copy)]
pub enum Filling {
    /// How an operation refuses that inherits its rule of access.
    Refusals(Refusals),
    /// That rows can't be deleted while others refer to them.
    Conflict,
}

impl Filling {
    /// Renders it.
    pub(super) const fn render(self, w: &mut Writer<'_>) {
        match self {
            Self::Refusals(refusals) => refusals.render(w),
            Self::Conflict => w.put(super::shared::CONFLICT),
        }
    }
}

const NO_HOLE: Hole = Hole {
    at: 0,
    filling: Filling::Conflict,
};

/// The pieces of one item.
#[derive(Debug, Clone, Copy)]
pub struct Fragment {
    /// Their text, and some room behind it.
    pub text: &'static [u8],
    /// Where each stands.
    pub pieces: [Piece; PIECES],
    /// How many there are.
    pub count: usize,
    /// The holes, in their order.
    pub holes: [Hole; HOLES],
    /// How many there are.
    pub hole_count: usize,
    /// A hash of the text.
    pub hash: u64,
}

impl Fragment {
    /// The text of a piece.
    #[must_use]
    pub const fn piece(&self, index: usize) -> &'static [u8] {
        let Piece { start, end, .. } = self.pieces[index];
        self.text.split_at(end).0.split_at(start).1
    }
}

/// A buffer that is somewhat larger than what is written into it.
///
/// Its size is in a type, so the compiler wants it at once, while the text is rendered only where somebody uses it: that is why
/// `cargo check` doesn't pay for the document.
#[derive(Debug)]
pub struct Scratch<const N: usize> {
    bytes: [u8; N],
    len: usize,
    pieces: [Piece; PIECES],
    count: usize,
    holes: [Hole; HOLES],
    hole_count: usize,
}

impl<const N: usize> Scratch<N> {
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
            holes: [NO_HOLE; HOLES],
            hole_count: 0,
        }
    }

    /// Leaves a hole before the byte at `at`.
    pub(super) const fn leave(&mut self, at: usize, filling: Filling) {
        self.holes[self.hole_count] = Hole { at, filling };
        self.hole_count += 1;
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

    /// Whether it leaves holes.
    pub(super) const fn has_holes(&self) -> bool {
        self.hole_count > 0
    }

    /// Counts what was written up to `end`.
    pub(super) const fn written(&mut self, end: usize) {
        self.len = end;
    }

    /// A writer behind what it holds.
    pub(super) const fn writer(&mut self) -> Writer<'_> {
        Writer::behind(&mut self.bytes, self.len)
    }

    /// What it holds.
    #[must_use]
    pub const fn text(&self) -> &[u8] {
        self.bytes.split_at(self.len).0
    }

    /// What it holds as pieces of the document.
    #[must_use]
    pub const fn fragment(&'static self) -> Fragment {
        Fragment {
            text: &self.bytes,
            pieces: self.pieces,
            count: self.count,
            holes: self.holes,
            hole_count: self.hole_count,
            hash: super::hash::hash(self.text()),
        }
    }
}
