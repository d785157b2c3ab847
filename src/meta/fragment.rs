//! One item's pieces of the document: rendered in consts of their own, joined in the API's.

/// Where a piece goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// `components.schemas`.
    Schema,
    /// `paths`.
    Path,
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

/// The most pieces that one item makes: four views and three paths, and one to spare.
pub const PIECES: usize = 8;

/// The pieces of one item.
#[derive(Debug, Clone, Copy)]
pub struct Fragment {
    /// Their text.
    pub text: &'static [u8],
    /// Where each stands.
    pub pieces: [Piece; PIECES],
    /// How many there are.
    pub count: usize,
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
