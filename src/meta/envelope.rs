//! Members around the rows of a resource in its requests and replies.

/// The names of the members that hold rows: `{"article": {..}}`, `{"articles": [..], "articlesCount": 7}`.
///
/// They are of what generated operations take and answer. Messages, records and rows as arguments and replies of ops are bare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Envelope {
    /// That of one row: in bodies of create, update and put, in their replies and that of read.
    pub one: Option<&'static str>,
    /// That of several rows: in bodies and replies of `create_many`, in replies of list.
    pub many: Option<&'static str>,
    /// That of how many rows a list has after filters, beside `many`.
    pub total: Option<&'static str>,
}

impl Envelope {
    /// No members: rows are objects and lists by themselves.
    pub const NONE: Self = Self {
        one: None,
        many: None,
        total: None,
    };
}
