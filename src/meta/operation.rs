//! Operations of resources, and the paging of lists.

use super::{Access, Operand, RateLimit, Rules};

/// One operation of a resource.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// Its kind.
    pub kind: OperationKind,
    /// The paging of [`OperationKind::List`].
    pub paging: Paging,
    /// Its access rule.
    pub access: Access,
    /// Its method: that of its kind, or PUT for a partial update.
    pub method: Method,
    /// Its ID in the document, if that isn't the one of its kind and resource, `read_task`.
    pub id: Option<&'static str>,
    /// Its tag, if that isn't the resource's.
    pub tag: Option<&'static str>,
    /// The status of its success, if that isn't the usual one.
    pub success: Option<u16>,
    /// Its rate limit.
    pub limit: Option<RateLimit>,
    /// What [`OperationKind::Link`] and [`OperationKind::Unlink`] are for.
    pub linked: Option<Linked>,
}

/// The relation to which an operation adds the caller's row, or from which it removes it.
#[derive(Debug, Clone, Copy)]
pub struct Linked {
    /// The relation, by index.
    pub relation: usize,
    /// Its name in Rust.
    pub name: &'static str,
    /// What its path has behind that of the row, if that isn't its name: `/favorite`.
    pub path: Option<&'static str>,
}

impl Operation {
    /// Creates an operation with the default paging and access rule.
    #[must_use]
    pub const fn new(kind: OperationKind) -> Self {
        Self {
            kind,
            paging: Paging::OFFSET,
            access: Access::Inherit,
            method: kind.method(),
            id: None,
            tag: None,
            success: None,
            limit: None,
            linked: None,
        }
    }

    /// `link(favorites)` or `unlink(favorites)`: the relation, by its index and its name.
    #[must_use]
    pub const fn of_relation(mut self, relation: usize, name: &'static str) -> Self {
        self.linked = Some(Linked {
            relation,
            name: super::plain(name),
            path: None,
        });
        self
    }

    /// `path("/favorite")`: what its path has behind that of the row.
    #[must_use]
    pub const fn path(mut self, path: &'static str) -> Self {
        if let Some(linked) = &mut self.linked {
            linked.path = Some(path);
        }
        self
    }

    /// `operation_id("GetTask")`: its ID in the document.
    #[must_use]
    pub const fn operation_id(mut self, id: &'static str) -> Self {
        self.id = Some(id);
        self
    }

    /// `tag(Task)`: its tag.
    #[must_use]
    pub const fn tag(mut self, tag: &'static str) -> Self {
        self.tag = Some(tag);
        self
    }

    /// `method(PUT)`: its method.
    #[must_use]
    pub const fn method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// `success(200)`: the status of its success.
    #[must_use]
    pub const fn success(mut self, status: u16) -> Self {
        self.success = Some(status);
        self
    }

    /// `limit(per_minute(60))`: its rate limit.
    #[must_use]
    pub const fn limit(mut self, limit: Option<RateLimit>) -> Self {
        self.limit = limit;
        self
    }

    /// Whether this is the other operation: of the same kind and, where these have one, of the same relation.
    #[must_use]
    pub const fn is(&self, other: &Self) -> bool {
        let relation = match (&self.linked, &other.linked) {
            (Some(own), Some(other)) => own.relation == other.relation,
            (None, None) => true,
            _ => false,
        };
        self.kind as u8 == other.kind as u8 && relation
    }

    /// The end of its path.
    #[must_use]
    pub const fn place(&self) -> Place {
        match &self.linked {
            Some(linked) => Place::Linked(linked.segments()),
            None => self.kind.place(),
        }
    }

    /// Sets the access rules of a resource's operations.
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

impl Linked {
    /// What its path has behind that of the row, in two pieces.
    #[must_use]
    pub const fn segments(&self) -> [&'static str; 2] {
        match self.path {
            Some(path) => [path, ""],
            None => ["/", self.name],
        }
    }
}

/// The kinds of operations of resources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperationKind {
    /// `GET path`: a page of rows.
    List,
    /// `POST path`: one new row.
    Create,
    /// `POST path/bulk`: many new rows, all or none.
    CreateMany,
    /// `GET path/{key}`: one row. Instead of the key, this and the next three may have an address, or nothing for a singleton.
    Read,
    /// `PATCH path/{key}`, or PUT: some fields of one row.
    Update,
    /// `PUT path/{key}`: one row, created or replaced.
    Put,
    /// `DELETE path/{key}`: deletes one row.
    Delete,
    /// `DELETE path?filters`: deletes all rows that match.
    DeleteMany,
    /// `POST path/{key}/relation`: the caller's row of a relation is there.
    Link,
    /// `DELETE path/{key}/relation`: it isn't there.
    Unlink,
}

/// The methods of operations (RFC 9110, section 9; PATCH: RFC 5789).
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
    /// Returns its name in HTTP.
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

/// The end of an operation's path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At the resource's path.
    Collection,
    /// At `path/bulk`.
    Bulk,
    /// At `path/{key}`, or the address that the resource has instead of the key. For a singleton it is the path itself.
    Row,
    /// Below the row, at these [segments](Linked::segments).
    Linked([&'static str; 2]),
}

impl OperationKind {
    /// Returns its method, unless the declaration sets another.
    #[must_use]
    pub const fn method(self) -> Method {
        match self {
            Self::List | Self::Read => Method::Get,
            Self::Create | Self::CreateMany | Self::Link => Method::Post,
            Self::Update => Method::Patch,
            Self::Put => Method::Put,
            Self::Delete | Self::DeleteMany | Self::Unlink => Method::Delete,
        }
    }

    /// Returns the end of its path; [`Operation::place`] has what follows the row's.
    const fn place(self) -> Place {
        match self {
            Self::List | Self::Create | Self::DeleteMany => Place::Collection,
            Self::CreateMany => Place::Bulk,
            Self::Read | Self::Update | Self::Put | Self::Delete | Self::Link | Self::Unlink => Place::Row,
        }
    }

    /// Whether it shows rows and changes none.
    pub(in crate::meta) const fn shows_rows_alone(self) -> bool {
        matches!(self, Self::List | Self::Read)
    }

    /// Whether its requests have a body.
    #[must_use]
    pub const fn has_body(self) -> bool {
        match self {
            Self::Create | Self::CreateMany | Self::Update | Self::Put => true,
            Self::List | Self::Read | Self::Delete | Self::DeleteMany | Self::Link | Self::Unlink => false,
        }
    }

    /// Whether it adds the caller's row to a relation, or removes it.
    #[must_use]
    pub const fn links(self) -> bool {
        matches!(self, Self::Link | Self::Unlink)
    }

    /// The kind whose rows it may use: links are of rows that the client may read.
    #[must_use]
    pub const fn of_rows(self) -> Self {
        if self.links() { Self::Read } else { self }
    }

    /// Returns its name in the declaration, with which its operation ID starts: `list_task`.
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
            Self::Link => "link",
            Self::Unlink => "unlink",
        }
    }
}

/// The paging of a list.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    /// Offset or cursor.
    pub style: PagingStyle,
    /// The number of rows of a page if the request has no limit; `None`: `DEF_PAGINATION_LIMIT`.
    pub limit: Option<u32>,
    /// The greatest limit of a request; `None`: `MAX_PAGINATION_LIMIT`.
    pub max: Option<u32>,
    /// The default order of a list by offset; empty: that of the key.
    pub order: &'static [OrderColumn],
}

/// The two ways of paging.
#[derive(Debug, Clone, Copy)]
pub enum PagingStyle {
    /// `limit` and `offset`, with a count of all rows.
    Offset,
    /// `limit` and an opaque `cursor` along a declared order, without a count.
    Cursor(&'static [OrderColumn]),
}

impl Paging {
    /// The default of `DEF_PAGINATION_LIMIT`.
    pub const USUAL_LIMIT: u32 = 50;
    /// The default of `MAX_PAGINATION_LIMIT`.
    pub const USUAL_MAX: u32 = 100;
    /// The default of the greatest offset.
    pub const USUAL_MAX_OFFSET: u32 = 1_000_000;

    /// The default paging: by offset.
    pub const OFFSET: Self = Self {
        style: PagingStyle::Offset,
        limit: None,
        max: None,
        order: &[],
    };

    /// Pages by offset with this default order.
    #[must_use]
    pub const fn offset(order: &'static [OrderColumn]) -> Self {
        Self { order, ..Self::OFFSET }
    }

    /// Pages by cursor along `order`.
    #[must_use]
    pub const fn cursor(order: &'static [OrderColumn]) -> Self {
        Self {
            style: PagingStyle::Cursor(order),
            ..Self::OFFSET
        }
    }

    /// `limit(50)`: the number of rows of a page if the request has no limit.
    #[must_use]
    pub const fn limit(mut self, rows: u32) -> Self {
        self.limit = Some(rows);
        self
    }

    /// `max(200)`: the greatest limit of a request.
    #[must_use]
    pub const fn max(mut self, rows: u32) -> Self {
        self.max = Some(rows);
        self
    }
}

/// One column of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderColumn {
    /// What is compared.
    pub by: Operand,
    /// Whether the greatest value comes first.
    pub descending: bool,
}

impl OrderColumn {
    /// `title`: the least value comes first.
    #[must_use]
    pub const fn ascending(by: Operand) -> Self {
        Self { by, descending: false }
    }

    /// `-title`: the greatest value comes first.
    #[must_use]
    pub const fn descending(by: Operand) -> Self {
        Self { by, descending: true }
    }
}
