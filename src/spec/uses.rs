//! What the operations of an API make use of among the components that items share, a bit for each.

use super::failures;
use super::piece::Joining;
use crate::meta::{
    ArgumentPlace, ErrorKind, ErrorKinds, Failures, Item, Op, OperationKind, PagingStyle, ReplyKind, Resource,
};

pub(super) const LIST: u32 = 1;
pub(super) const OFFSET: u32 = 1 << 1;
pub(super) const CURSOR: u32 = 1 << 2;
pub(super) const LOCATION: u32 = 1 << 3;
pub(super) const READ: u32 = 1 << 4;
pub(super) const MAY_MATCH: u32 = 1 << 5;
pub(super) const IF_MATCH: u32 = 1 << 6;
pub(super) const DELETED: u32 = 1 << 7;
pub(super) const ETAG: u32 = 1 << 8;
pub(super) const PUT: u32 = 1 << 9;
pub(super) const TOTAL: u32 = 1 << 10;
pub(super) const ALL: u32 = 1 << 11;
/// The first bit of the kinds of errors.
const KINDS: u32 = 1 << 12;

/// An error reply of this kind.
pub(super) const fn of_kind(kind: ErrorKind) -> u32 {
    KINDS << kind as u32
}

/// What an API makes use of.
#[derive(Clone, Copy)]
pub(super) struct Used {
    /// Headers and parameters.
    pub(super) shared: u32,
    /// Replies.
    pub(super) replies: ErrorKinds,
    /// Whether anything answers at all, be it with errors that it describes itself.
    pub(super) answers: bool,
}

impl Used {
    /// What the resources and ops of an API make use of.
    #[must_use]
    pub(super) const fn of(cx: Joining) -> Self {
        let mut used = Self {
            shared: 0,
            replies: ErrorKinds::NONE,
            answers: false,
        };
        let mut next = cx.index.first();
        while let Some(at) = next {
            match cx.index.item(at) {
                Item::Resource(resource) => used.resource(resource, cx),
                Item::Op(op) => {
                    used.shared |= op_uses(op);
                    used.failures(&op.failures(), cx);
                }
                Item::Component(_) | Item::Socket(_) => {}
            }
            next = cx.index.next(at);
        }
        used
    }

    const fn resource(&mut self, resource: &Resource, cx: Joining) {
        let mut at = 0;
        while at < resource.operations.len() {
            self.shared |= operation_uses(resource, at);
            self.failures(&resource.failures(&resource.operations[at]), cx);
            at += 1;
        }
    }

    const fn failures(&mut self, failures: &Failures, cx: Joining) {
        self.answers = true;
        let kinds = cx.kinds(failures);
        self.replies = self.replies.or(failures::shared(failures, kinds, &cx.info.errors));
        let mut at = 0;
        while at < ErrorKind::COUNT {
            let kind = ErrorKind::ALL[at];
            if kinds.has(kind) && !failures.declares(cx.info.errors.status(kind)) {
                self.shared |= of_kind(kind);
            }
            at += 1;
        }
    }
}

const fn op_uses(op: &Op) -> u32 {
    let (mut uses, mut at) = (0, 0);
    while let Some(reply) = op.reply.get(at) {
        uses |= match reply.kind {
            ReplyKind::Done | ReplyKind::NoContent | ReplyKind::Bytes => 0,
            ReplyKind::Created => LOCATION,
            ReplyKind::Page => LIST | if op.is_counted() { TOTAL } else { 0 },
        };
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

const fn operation_uses(resource: &Resource, at: usize) -> u32 {
    let operation = &resource.operations[at];
    let condition = if resource.if_match { IF_MATCH } else { MAY_MATCH };
    match operation.kind {
        OperationKind::List => match operation.paging.style {
            PagingStyle::Offset => LIST | OFFSET | TOTAL,
            PagingStyle::Cursor(_) => LIST | CURSOR,
        },
        OperationKind::Create if resource.has_rows_at_paths() => LOCATION | ETAG,
        OperationKind::Create => ETAG,
        OperationKind::CreateMany => 0,
        OperationKind::Read => READ | ETAG,
        OperationKind::Update => ETAG | condition,
        OperationKind::Put if !resource.put_creates() => ETAG | condition,
        OperationKind::Put => LOCATION | PUT | ETAG | MAY_MATCH,
        OperationKind::Delete => condition,
        OperationKind::DeleteMany => DELETED | ALL,
        OperationKind::Link | OperationKind::Unlink => ETAG,
    }
}
