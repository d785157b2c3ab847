//! Operations of the application.

use super::check::same;
use super::{
    Access, ApiLimits, Docs, Errors, Field, Fields, Function, Method, OpEnvelope, PagingStyle, RateLimit, Resource,
};
use crate::types::{Kind, Schema};

/// One `op` item.
#[derive(Debug, Clone, Copy)]
pub struct Op {
    /// Its name, which is its handler's.
    pub name: &'static str,
    /// Its ID in the document, if that isn't its name.
    pub operation_id: Option<&'static str>,
    /// The doc comment.
    pub docs: Docs,
    /// Its method and path.
    pub route: Route,
    /// Its tag.
    pub tag: Option<&'static str>,
    /// The arguments of the handler after its `Ctx`, in order.
    pub arguments: &'static [Argument],
    /// Its reply if it succeeds.
    pub reply: Reply,
    /// The members around its body and its replies.
    pub envelope: OpEnvelope,
    /// The errors that it declares: statuses and their descriptions.
    pub errors: &'static [(u16, &'static str)],
    /// Whether those are variants of an enum, and no other status may leave.
    pub errors_closed: bool,
    /// Whether clients should stop using it.
    pub deprecated: bool,
    /// The media types that a body of bytes may have; empty: any.
    pub accepts: &'static [&'static str],
    /// The media type of its replies of bytes, if it declares one.
    pub produces: Option<&'static str>,
    /// The most bytes of its body, if that isn't the server's limit.
    pub body_limit: Option<u64>,
    /// Its rate limit.
    pub limit: Option<RateLimit>,
    /// Its access rule.
    pub access: Access,
    /// The handler.
    pub handler: Function,
}

/// A method and a path template below the API's base path.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The template: `/tasks/{id}/close`.
    pub path: &'static str,
}

impl Route {
    /// The route of an op that declares none.
    pub const NONE: Self = Self {
        method: Method::Get,
        path: "",
    };
}

/// One argument of an op's handler.
#[derive(Debug, Clone, Copy)]
pub struct Argument {
    /// Its names, docs, schema, limits and default.
    pub field: Field,
    /// Its place in the request.
    pub place: ArgumentPlace,
}

/// The place of an argument in a request.
#[derive(Debug, Clone, Copy)]
pub enum ArgumentPlace {
    /// In the path.
    Path,
    /// A row of this resource. In the path it becomes [`Path`](Self::Path), since the parameter is the row's address.
    Row(&'static Resource),
    /// In the query.
    Query,
    /// In the header of this name.
    Header(&'static str),
    /// All parameters of a resource's list.
    Listing(&'static Resource),
    /// All parameters that select rows of a resource.
    Filters(&'static Resource),
    /// The body.
    Body(Body),
}

/// The body of an op's requests.
#[derive(Debug, Clone, Copy)]
pub struct Body {
    /// Its media type.
    pub media: Media,
    /// Its schema.
    pub schema: Schema,
    /// The fields of a form.
    pub fields: &'static [Field],
    /// Whether a request must have it.
    pub required: bool,
    /// Whether it is a list of records, whose number is limited.
    pub bulk: bool,
    /// Whether its schema has checks of the whole, which never run: it is read part by part.
    pub unchecked: bool,
}

/// The media types of bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// `application/json` and `application/*+json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data` (RFC 7578).
    Multipart,
    /// Bytes as they are.
    Bytes,
}

impl Media {
    /// The media type.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Multipart => "multipart/form-data",
            Self::Bytes => "application/octet-stream",
        }
    }
}

/// The reply of an op that succeeds.
#[derive(Debug, Clone, Copy)]
pub struct Reply {
    /// The kind.
    pub kind: ReplyKind,
    /// The status, from 200 to 299 (RFC 9110, section 15.3).
    pub status: u16,
    /// The schema of the body; `None` if there is none, or it is bytes.
    pub schema: Option<Schema>,
    /// The other replies, if the handler chooses one of several.
    pub others: &'static [Reply],
}

impl Reply {
    /// Creates a reply of this kind, with its usual status.
    #[must_use]
    pub const fn new(kind: ReplyKind, schema: Option<Schema>) -> Self {
        Self {
            kind,
            status: match kind {
                ReplyKind::Done | ReplyKind::Page | ReplyKind::Bytes => 200,
                ReplyKind::Created => 201,
                ReplyKind::NoContent => 204,
            },
            schema,
            others: &[],
        }
    }

    /// The same with another status.
    #[must_use]
    pub const fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// One of its replies, of which it is the first.
    #[must_use]
    pub const fn get(&self, at: usize) -> Option<&Self> {
        if at == 0 {
            Some(self)
        } else if at <= self.others.len() {
            Some(&self.others[at - 1])
        } else {
            None
        }
    }

    /// Whether one of its replies has a status.
    #[must_use]
    pub const fn has(&self, status: u16) -> bool {
        let mut at = 0;
        while let Some(reply) = self.get(at) {
            if reply.status == status {
                return true;
            }
            at += 1;
        }
        false
    }

    /// Whether it has a body.
    #[must_use]
    pub const fn has_body(&self) -> bool {
        self.schema.is_some() || matches!(self.kind, ReplyKind::Bytes)
    }
}

/// The kinds of replies of ops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyKind {
    /// A value; 200 unless it is declared otherwise, like the others.
    Done,
    /// 201, with a `Location`.
    Created,
    /// No body; 204.
    NoContent,
    /// 200 with a page of a list, and the headers of lists.
    Page,
    /// 200 with a stream of bytes.
    Bytes,
}

impl Op {
    /// Returns its ID in the document.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self.operation_id {
            Some(id) => id,
            None => self.name,
        }
    }

    /// The op with its arguments as [`Names::arguments`](super::Names::arguments) gives them.
    #[must_use]
    pub const fn spelled(self, arguments: &'static [Argument]) -> Self {
        Self { arguments, ..self }
    }

    /// Returns its body, if it has one.
    #[must_use]
    pub const fn body(&self) -> Option<&'static Body> {
        let mut at = 0;
        while at < self.arguments.len() {
            if let ArgumentPlace::Body(body) = &self.arguments[at].place {
                return Some(body);
            }
            at += 1;
        }
        None
    }

    /// Returns the media type of its replies of bytes.
    #[must_use]
    pub const fn media_of_bytes(&self) -> &'static str {
        match self.produces {
            Some(media) => media,
            None => Media::Bytes.name(),
        }
    }

    /// Whether its path has parameters.
    #[must_use]
    pub const fn has_path_parameters(&self) -> bool {
        let mut at = 0;
        while at < self.arguments.len() {
            if matches!(self.arguments[at].place, ArgumentPlace::Path) {
                return true;
            }
            at += 1;
        }
        false
    }

    /// Whether its pages have the number of all rows. Lists by cursor don't.
    #[must_use]
    pub const fn is_counted(&self) -> bool {
        let mut at = 0;
        while at < self.arguments.len() {
            if let ArgumentPlace::Listing(resource) = self.arguments[at].place
                && matches!(resource.listing().paging.style, PagingStyle::Cursor(_))
            {
                return false;
            }
            at += 1;
        }
        true
    }

    /// The resource whose rows a page has as lists show them, if that differs from other replies.
    #[must_use]
    pub const fn listed_items(&self, reply: &Reply) -> Option<&'static Resource> {
        let (
            ReplyKind::Page,
            Some(Schema {
                kind: Kind::Ref(row), ..
            }),
        ) = (reply.kind, reply.schema)
        else {
            return None;
        };
        let mut at = 0;
        while at < self.arguments.len() {
            if let ArgumentPlace::Listing(resource) = self.arguments[at].place
                && matches!(resource.item_view(), Fields::Item)
                && same(resource.name, row)
            {
                return Some(resource);
            }
            at += 1;
        }
        None
    }

    /// Whether the document lists a status for it. `requires_auth` is set if its access rule requires credentials; `limits` are those of the API.
    #[must_use]
    pub const fn documents(&self, status: u16, requires_auth: bool, errors: &Errors, limits: ApiLimits) -> bool {
        let failures = self.failures();
        let kinds = failures.all(requires_auth, false, limits).and(errors.kinds(status));
        self.reply.has(status) || failures.declares(status) || kinds.count() > 0
    }
}

impl Argument {
    /// The place of an argument in a list that is being made.
    pub(in crate::meta) const NONE: Self = Self {
        field: Field::property::<bool>("", &[]).done(),
        place: ArgumentPlace::Query,
    };

    /// Creates an argument. Its place is `place` unless that is the query: then it is the header of its options, or the path if the template has
    /// its name. A row in the path has the schema of its address.
    #[must_use]
    pub const fn of(route: &Route, mut field: Field, place: ArgumentPlace) -> Self {
        let place = match place {
            ArgumentPlace::Row(resource) if names(route.path, field.property) => match resource.address() {
                &[at] => {
                    let address = &resource.fields[at];
                    field.schema = address.schema;
                    field.limits = address.limits;
                    if field.docs.is_empty() {
                        field.docs = address.docs;
                    }
                    ArgumentPlace::Path
                }
                _ => place,
            },
            ArgumentPlace::Query if field.header.is_some() => match field.header {
                Some(name) => ArgumentPlace::Header(name),
                None => ArgumentPlace::Query,
            },
            ArgumentPlace::Query if names(route.path, field.property) => ArgumentPlace::Path,
            place => place,
        };
        Self { field, place }
    }
}

/// Whether a template has `{name}`.
const fn names(path: &str, name: &str) -> bool {
    let (path, name) = (path.as_bytes(), name.as_bytes());
    let mut at = 0;
    while at < path.len() {
        if path[at] == b'{' {
            let mut same = 0;
            while same < name.len() && at + 1 + same < path.len() && path[at + 1 + same] == name[same] {
                same += 1;
            }
            if same == name.len() && at + 1 + same < path.len() && path[at + 1 + same] == b'}' {
                return true;
            }
        }
        at += 1;
    }
    false
}
