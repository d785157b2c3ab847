//! What the operations of an API make use of among the components that items share, a bit for each.

use super::shared::OP_RESPONSES;
use crate::meta::{Access, ArgumentPlace, Conflicts, Index, Item, Op, OperationKind, PagingStyle, ReplyKind, Resource};

pub(super) const MALFORMED: u32 = 1;
pub(super) const LIST: u32 = 1 << 1;
pub(super) const OFFSET: u32 = 1 << 2;
pub(super) const CURSOR: u32 = 1 << 3;
pub(super) const LOCATION: u32 = 1 << 4;
pub(super) const READ: u32 = 1 << 5;
pub(super) const NOT_FOUND: u32 = 1 << 6;
pub(super) const TIMEOUT: u32 = 1 << 7;
pub(super) const CONFLICTS: u32 = 1 << 8;
pub(super) const CHANGE: u32 = 1 << 9;
pub(super) const MAY_MATCH: u32 = 1 << 10;
pub(super) const IF_MATCH: u32 = 1 << 11;
pub(super) const DELETED: u32 = 1 << 12;
pub(super) const ETAG: u32 = 1 << 13;
pub(super) const PUT: u32 = 1 << 14;
pub(super) const REQUIRED: u32 = 1 << 15;
pub(super) const TOTAL: u32 = 1 << 16;
pub(super) const UNAUTHORIZED: u32 = 1 << 17;
pub(super) const FORBIDDEN: u32 = 1 << 18;
/// 401 and 403 of operations whose rule is the API's own.
pub(super) const MAYBE_UNAUTHORIZED: u32 = 1 << 19;
pub(super) const MAYBE_FORBIDDEN: u32 = 1 << 20;
pub(super) const ALL: u32 = 1 << 21;
pub(super) const TOO_LARGE: u32 = 1 << 22;
pub(super) const UNSUPPORTED: u32 = 1 << 23;
pub(super) const INVALID: u32 = 1 << 24;
pub(super) const INTERNAL: u32 = 1 << 25;
pub(super) const UNAVAILABLE: u32 = 1 << 26;
/// Something answers at all, be it with problems that it describes itself.
pub(super) const ANSWERS: u32 = 1 << 27;

/// What every operation of a resource answers.
pub(super) const ANY: u32 = ANSWERS | MALFORMED | INVALID | INTERNAL | UNAVAILABLE;
/// Its replies to a body.
pub(super) const BODY: u32 = TIMEOUT | TOO_LARGE | UNSUPPORTED;

/// How an operation refuses that doesn't declare it itself.
const fn rule_uses(access: &Access, unauthorized: bool, forbidden: bool) -> u32 {
    let (first, second) = match access {
        Access::Inherit => (MAYBE_UNAUTHORIZED, MAYBE_FORBIDDEN),
        Access::Public => (0, 0),
        Access::AnyOf(_) | Access::Optional(_) => (UNAUTHORIZED, FORBIDDEN),
    };
    (if unauthorized { first } else { 0 }) | (if forbidden { second } else { 0 })
}

/// What is used where the API's own rule requires credentials.
pub(crate) const fn guarded(mut uses: u32) -> u32 {
    if uses & MAYBE_UNAUTHORIZED != 0 {
        uses |= UNAUTHORIZED;
    }
    if uses & MAYBE_FORBIDDEN != 0 {
        uses |= FORBIDDEN;
    }
    uses
}

const fn op_uses(op: &Op) -> u32 {
    let mut uses = ANSWERS
        | rule_uses(&op.access, op.error(401).is_none(), op.error(403).is_none())
        | match op.reply.kind {
            ReplyKind::Done | ReplyKind::NoContent | ReplyKind::Bytes => 0,
            ReplyKind::Created => LOCATION,
            ReplyKind::Page => LIST | if op.is_counted() { TOTAL } else { 0 },
        };
    let mut at = 0;
    while at < OP_RESPONSES.len() {
        let status = OP_RESPONSES[at].0;
        if op.implies(status) && op.error(status).is_none() {
            uses |= match status {
                400 => MALFORMED,
                404 => NOT_FOUND,
                408 => TIMEOUT,
                409 => CONFLICTS,
                413 => TOO_LARGE,
                415 => UNSUPPORTED,
                422 => INVALID,
                500 => INTERNAL,
                _ => UNAVAILABLE,
            };
        }
        at += 1;
    }
    at = 0;
    while at < op.arguments.len() {
        if let ArgumentPlace::Listing(resource) = op.arguments[at].place {
            uses |= match resource.listing().paging.style {
                PagingStyle::Offset => OFFSET,
                PagingStyle::Cursor(_) => CURSOR,
            };
        }
        if let ArgumentPlace::Filters(_) = op.arguments[at].place {
            uses |= ALL;
        }
        at += 1;
    }
    uses
}

/// What the resources and ops of an API make use of.
#[must_use]
pub(super) const fn uses(index: &Index) -> u32 {
    let mut uses = 0;
    let mut next = index.first();
    while let Some(at) = next {
        uses |= match index.item(at) {
            Item::Resource(resource) => resource_uses(resource, index.is_referenced(resource.table)),
            Item::Op(op) => op_uses(op),
            Item::Component(_) | Item::Socket(_) => 0,
        };
        next = index.next(at);
    }
    uses
}

const fn resource_uses(resource: &Resource, referenced: bool) -> u32 {
    let change = NOT_FOUND
        | CHANGE
        | if resource.if_match {
            IF_MATCH | REQUIRED
        } else {
            MAY_MATCH
        };
    let mut uses = 0;
    let mut at = 0;
    while at < resource.operations.len() {
        let operation = &resource.operations[at];
        uses |= ANY
            | rule_uses(&operation.access, true, true)
            | match resource.conflicts(operation.kind) {
                Conflicts::Never => 0,
                Conflicts::Perhaps => CONFLICTS,
                Conflicts::IfReferenced => {
                    if referenced {
                        CONFLICTS
                    } else {
                        0
                    }
                }
            }
            | match operation.kind {
                OperationKind::List => match operation.paging.style {
                    PagingStyle::Offset => LIST | OFFSET | TOTAL,
                    PagingStyle::Cursor(_) => LIST | CURSOR,
                },
                OperationKind::Create => {
                    let location = if resource.has_rows_at_paths() { LOCATION } else { 0 };
                    location | BODY | ETAG
                }
                OperationKind::CreateMany => BODY,
                OperationKind::Read => READ | NOT_FOUND | ETAG,
                OperationKind::Update => BODY | ETAG | change,
                OperationKind::Put if !resource.put_creates() => BODY | ETAG | change,
                OperationKind::Put => {
                    LOCATION
                        | PUT
                        | BODY
                        | ETAG
                        | MAY_MATCH
                        | NOT_FOUND
                        | CHANGE
                        | if resource.if_match { REQUIRED } else { 0 }
                }
                OperationKind::Delete => change,
                OperationKind::DeleteMany => DELETED | ALL,
            };
        at += 1;
    }
    uses
}
