//! Places of a document that its text alone can't decide: what fills them is known later.
//!
//! The code that writes a text leaves them, each with the text that stands there meanwhile. What depends on the whole API is filled when its items are
//! joined, still in const (`spec/piece.rs`); what depends on the server's settings, when the server starts (`http/documents.rs`).

use super::Failures;
use super::setting::Setting;

/// What fills a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placeholder {
    /// The error replies of an operation, behind its other replies.
    Failures(Failures),
    /// Behind the name of a component that a request holds.
    RequestName,
    /// Behind the name of a component that a reply holds.
    ReplyName,
    /// The keyword that forbids other members, if the object is one of requests.
    Closed,
    /// Before a path: where the API's paths begin.
    BasePath,
    /// The rule of access of an operation that inherits it, in the document of sockets.
    Requirement,
    /// The value of a setting. The text has the default.
    Setting(Setting),
}

/// A placeholder and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Its first byte.
    pub at: usize,
    /// How many bytes stand there meanwhile.
    pub length: usize,
    /// What fills it.
    pub placeholder: Placeholder,
}

impl Placed {
    /// What an unused entry of a list holds.
    pub(crate) const NONE: Self = Self {
        at: 0,
        length: 0,
        placeholder: Placeholder::Closed,
    };
}

/// A document of an API.
#[derive(Debug, Clone, Copy)]
pub struct Document {
    /// Its JSON, with the default settings.
    pub text: &'static str,
    /// The places that depend on the settings, in order.
    pub placeholders: &'static [Placed],
}
