//! What a resource offers: its operations, and the paging of its list.

use super::{Access, Rules};

/// One operation of a resource.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// Which.
    pub kind: OperationKind,
    /// How its list is paged; only for [`OperationKind::List`].
    pub paging: Paging,
    /// Who may use it.
    pub access: Access,
}

impl Operation {
    /// An operation for which nothing else is said.
    #[must_use]
    pub const fn new(kind: OperationKind) -> Self {
        Self {
            kind,
            paging: Paging::OFFSET,
            access: Access::Inherit,
        }
    }

    /// The same operations with the rules of their resource.
    #[must_use]
    pub const fn ruled<const N: usize>(operations: &[Self], rules: Rules) -> [Self; N] {
        let mut ruled = [Self::new(OperationKind::List); N];
        let mut at = 0;
        while at < N {
            ruled[at] = operations[at];
            ruled[at].access = rules.of(operations[at].kind);
            at += 1;
        }
        ruled
    }
}

/// The operations that the engine knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperationKind {
    /// `GET path`: a page of rows.
    List,
    /// `POST path`: one new row.
    Create,
    /// `POST path/bulk`: many new rows, all or none.
    CreateMany,
    /// `GET path/{key}`: one row.
    Read,
    /// `PATCH path/{key}`: some fields of one row.
    Update,
    /// `PUT path/{key}`: one row, created or replaced.
    Put,
    /// `DELETE path/{key}`: one row less.
    Delete,
    /// `DELETE path?filters`: all rows that the filters keep, less.
    DeleteMany,
}

/// HTTP's methods, as far as operations use them (RFC 9110, section 9; PATCH: RFC 5789).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Where an operation's path ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At the resource's path.
    Collection,
    /// At `path/bulk`.
    Bulk,
    /// At `path/{key}`.
    Row,
}

impl OperationKind {
    /// Its method.
    #[must_use]
    pub const fn method(self) -> Method {
        match self {
            Self::List | Self::Read => Method::Get,
            Self::Create | Self::CreateMany => Method::Post,
            Self::Update => Method::Patch,
            Self::Put => Method::Put,
            Self::Delete | Self::DeleteMany => Method::Delete,
        }
    }

    /// Where its path ends.
    #[must_use]
    pub const fn place(self) -> Place {
        match self {
            Self::List | Self::Create | Self::DeleteMany => Place::Collection,
            Self::CreateMany => Place::Bulk,
            Self::Read | Self::Update | Self::Put | Self::Delete => Place::Row,
        }
    }

    /// Whether its requests have a body.
    #[must_use]
    pub const fn has_body(self) -> bool {
        match self {
            Self::Create | Self::CreateMany | Self::Update | Self::Put => true,
            Self::List | Self::Read | Self::Delete | Self::DeleteMany => false,
        }
    }

    /// The word of the declaration, which begins its operation id: `list_task`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Create => "create",
            Self::CreateMany => "create_many",
            Self::Read => "read",
            Self::Update => "update",
            Self::Put => "put",
            Self::Delete => "delete",
            Self::DeleteMany => "delete_many",
        }
    }
}

/// How a list is cut into pages.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    /// Offset or cursor.
    pub style: PagingStyle,
    /// Rows on a page if the request doesn't say; `None`: `DEF_PAGINATION_LIMIT`.
    pub limit: Option<u32>,
    /// The most rows that a request may ask for; `None`: `MAX_PAGINATION_LIMIT`.
    pub max: Option<u32>,
    /// The order of a list by offset where a request asks for none, in the form of [`PagingStyle::Cursor`]; empty: the key's.
    pub order: &'static [i32],
}

/// The two ways of paging.
#[derive(Debug, Clone, Copy)]
pub enum PagingStyle {
    /// `limit` and `offset`, with a count of all rows.
    Offset,
    /// `limit` and an opaque `cursor` along a declared order, without a count. Each entry is the index of a field plus one,
    /// negative for descending.
    Cursor(&'static [i32]),
}

impl Paging {
    /// Rows on a page where neither request, declaration nor operator says otherwise.
    pub const USUAL_LIMIT: u32 = 50;
    /// The most rows on a page where neither declaration nor operator says otherwise.
    pub const USUAL_MAX: u32 = 100;
    /// The most rows that a page by offset may pass over where the operator doesn't say otherwise.
    pub const USUAL_MAX_OFFSET: u32 = 1_000_000;

    /// The paging of a list that declares none.
    pub const OFFSET: Self = Self {
        style: PagingStyle::Offset,
        limit: None,
        max: None,
        order: &[],
    };

    /// Pages by offset, in `order` where a request asks for none.
    #[must_use]
    pub const fn offset(order: &'static [i32]) -> Self {
        Self { order, ..Self::OFFSET }
    }

    /// Pages along `order`.
    #[must_use]
    pub const fn cursor(order: &'static [i32]) -> Self {
        Self {
            style: PagingStyle::Cursor(order),
            ..Self::OFFSET
        }
    }

    /// `limit(50)`: rows on a page if the request doesn't say.
    #[must_use]
    pub const fn limit(mut self, rows: u32) -> Self {
        self.limit = Some(rows);
        self
    }

    /// `max(200)`: the most rows that a request may ask for.
    #[must_use]
    pub const fn max(mut self, rows: u32) -> Self {
        self.max = Some(rows);
        self
    }
}

/// One column of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderColumn {
    /// Index of the field in the resource.
    pub field: usize,
    /// Greatest first.
    pub descending: bool,
}

impl OrderColumn {
    /// Reads an entry of [`PagingStyle::Cursor`].
    #[must_use]
    pub const fn of(entry: i32) -> Self {
        Self {
            field: (entry.unsigned_abs() - 1) as usize,
            descending: entry < 0,
        }
    }
}
