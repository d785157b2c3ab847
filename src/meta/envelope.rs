//! Members around what requests and replies hold.

/// The names of the members that hold rows: `{"article": {..}}`, `{"articles": [..], "articlesCount": 7}`.
///
/// They are of what generated operations take and answer. Messages, and records and rows as arguments and replies of ops, are without them.
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

/// The names of the members around the JSON of an op: `{"user": {..}}`, `{"users": [..], "usersCount": 7}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpEnvelope {
    /// That of the body.
    pub body: Option<&'static str>,
    /// That of the reply, of each one with a body.
    pub reply: Option<&'static str>,
    /// That of how many rows there are on all pages, beside a page.
    pub total: Option<&'static str>,
}

impl OpEnvelope {
    /// No members: bodies and replies are JSON by themselves.
    pub const NONE: Self = Self {
        body: None,
        reply: None,
        total: None,
    };

    /// The members around a page.
    #[must_use]
    pub const fn of_page(&self) -> Envelope {
        Envelope {
            one: None,
            many: self.reply,
            total: self.total,
        }
    }
}
