//! Which errors an operation replies with. The document lists them, and replies of ops are compared with them.

use super::{
    Access, ApiLimits, Conflicts, ErrorKind, ErrorKinds, Method, Op, Operation, OperationKind, Place, Resource,
};

/// The error replies of an operation, as far as it knows them without its API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failures {
    /// Kinds that it always has.
    pub kinds: ErrorKinds,
    /// Those that it has besides if the API's own access rule authenticates.
    pub if_authenticated: ErrorKinds,
    /// A table: there may be conflicts if rows of others refer to its rows.
    pub if_referenced: Option<&'static str>,
    /// Those that it declares itself, by their statuses.
    pub declared: &'static [(u16, &'static str)],
    /// The most bytes of its body, if that isn't the server's limit.
    pub body_limit: Option<u64>,
}

const ALWAYS: ErrorKinds = ErrorKinds::of(&[
    ErrorKind::Malformed,
    ErrorKind::Invalid,
    ErrorKind::Internal,
    ErrorKind::Unavailable,
]);
const OF_BODY: ErrorKinds = ErrorKinds::of(&[ErrorKind::Timeout, ErrorKind::TooLarge, ErrorKind::UnsupportedMediaType]);
const OF_ACCESS: ErrorKinds = ErrorKinds::of(&[ErrorKind::Unauthorized, ErrorKind::Forbidden]);
const CONFLICT: ErrorKinds = ErrorKinds::of(&[ErrorKind::Conflict]);
const FORBIDDEN: ErrorKinds = ErrorKinds::of(&[ErrorKind::Forbidden]);
const LIMITED: ErrorKinds = ErrorKinds::of(&[ErrorKind::TooManyRequests]);
const NOT_FOUND: ErrorKinds = ErrorKinds::of(&[ErrorKind::NotFound]);

impl Failures {
    /// Those of any operation under this rule.
    const fn of(access: &Access) -> Self {
        let (of_rule, if_authenticated) = match access {
            Access::Inherit => (ErrorKinds::NONE, OF_ACCESS),
            Access::Public => (ErrorKinds::NONE, ErrorKinds::NONE),
            Access::AnyOf(_) | Access::Optional(_) => (OF_ACCESS, ErrorKinds::NONE),
        };
        Self {
            kinds: ALWAYS.or(of_rule),
            if_authenticated,
            if_referenced: None,
            declared: &[],
            body_limit: None,
        }
    }

    const fn and(mut self, kinds: ErrorKinds, condition: bool) -> Self {
        if condition {
            self.kinds = self.kinds.or(kinds);
        }
        self
    }

    /// All kinds that it has. `authenticated`: whether the API's own access rule authenticates; `referenced`: whether rows of others may refer to
    /// its rows; `limits`: those of the API.
    #[must_use]
    pub const fn all(&self, authenticated: bool, referenced: bool, limits: ApiLimits) -> ErrorKinds {
        let mut kinds = self.kinds;
        if authenticated {
            kinds = kinds.or(self.if_authenticated);
        }
        if referenced {
            kinds = kinds.or(CONFLICT);
        }
        let may_fail = kinds.has(ErrorKind::Unauthorized) && limits.failed_credentials.is_some();
        if may_fail || limits.every.is_some() {
            kinds = kinds.or(LIMITED);
        }
        kinds
    }

    /// Whether it declares a status itself.
    #[must_use]
    pub const fn declares(&self, status: u16) -> bool {
        self.first_of(status).is_some()
    }

    /// The first of its own that have a status. Variants of an enum may share one.
    #[must_use]
    pub const fn first_of(&self, status: u16) -> Option<usize> {
        let mut at = 0;
        while at < self.declared.len() {
            if self.declared[at].0 == status {
                return Some(at);
            }
            at += 1;
        }
        None
    }
}

impl Op {
    /// Its error replies: those that it declares, and those that follow from its method, arguments and access rule.
    #[must_use]
    pub const fn failures(&self) -> Failures {
        let has_body = self.body().is_some();
        Failures {
            declared: self.errors,
            body_limit: if has_body { self.body_limit } else { None },
            ..Failures::of(&self.access)
                .and(NOT_FOUND, self.has_path_parameters())
                .and(OF_BODY, has_body)
                .and(LIMITED, self.limit.is_some())
                // A write may violate a constraint.
                .and(CONFLICT, !matches!(self.route.method, Method::Get))
        }
    }
}

impl Resource {
    /// Whether related rows that requests write are under access rules of their own.
    const fn writes_under_rules(&self) -> bool {
        let mut at = 0;
        while at < self.write.len() {
            let relation = &self.relations[self.write[at]];
            let between = match &relation.through {
                Some(through) => through.resource.access.authenticates() || through.resource.owner.is_some(),
                None => false,
            };
            if between || relation.target.access.authenticates() || relation.target.owner.is_some() {
                return true;
            }
            at += 1;
        }
        false
    }

    /// The error replies of one of its operations.
    #[must_use]
    pub const fn failures(&self, operation: &Operation) -> Failures {
        let kind = operation.kind;
        let conflicts = self.conflicts(operation);
        let changes_row = matches!(kind, OperationKind::Update | OperationKind::Put | OperationKind::Delete);
        Failures {
            if_referenced: match conflicts {
                Conflicts::IfReferenced => Some(match self.viewers_row(operation) {
                    Some(row) => row.table.table,
                    None => self.table,
                }),
                Conflicts::Never | Conflicts::Perhaps => None,
            },
            ..Failures::of(&operation.access)
                .and(
                    NOT_FOUND,
                    matches!(operation.place(), Place::Row | Place::Linked(_)) || !self.parents.is_empty(),
                )
                .and(OF_BODY, kind.has_body())
                .and(FORBIDDEN, kind.has_body() && self.writes_under_rules())
                .and(LIMITED, self.limit.is_some() || operation.limit.is_some())
                .and(CONFLICT, matches!(conflicts, Conflicts::Perhaps))
                .and(ErrorKinds::of(&[ErrorKind::PreconditionFailed]), changes_row)
                .and(
                    ErrorKinds::of(&[ErrorKind::PreconditionRequired]),
                    changes_row && self.if_match,
                )
        }
    }
}
