//! Checks of `envelope`: names of members, each another, what has them, and a count where rows are counted.

use super::item_error;
use super::names::{misfit, same};
use crate::meta::{Media, Op, OperationKind, PagingStyle, ReplyKind, Resource};

/// Checks the members around the rows of a resource.
#[track_caller]
pub(super) const fn check_envelope(resource: &Resource) {
    let envelope = &resource.envelope;
    if envelope.one.is_none() && envelope.many.is_none() && envelope.total.is_none() {
        resource_error(
            resource,
            &[
                ": its `envelope` has no member; write `envelope: { one: \"",
                resource.snake,
                "\" }`, or leave it out",
            ],
        );
    }
    check_names(
        "resource",
        resource.name,
        &[
            ("one", envelope.one),
            ("many", envelope.many),
            ("total", envelope.total),
        ],
    );
    if envelope.total.is_some() {
        check_total(resource);
    }
}

/// Stops with ``resource `Article`..``.
#[track_caller]
const fn resource_error(resource: &Resource, what: &[&str]) -> ! {
    item_error("resource", resource.name, what)
}

/// What is wrong with `total` beside a list by cursor.
const UNCOUNTED: &str =
    ": a list by cursor isn't counted, so its `envelope` can have no `total`; remove it, or page by offset";

/// Checks that the list has an envelope and is counted.
#[track_caller]
const fn check_total(resource: &Resource) {
    if resource.envelope.many.is_none() {
        resource_error(
            resource,
            &[
                ": `total` of its `envelope` stands beside the rows of a list, which have no envelope; add `many: \"",
                resource.snake,
                "s\"`, or remove `total`",
            ],
        );
    }
    if resource.offers(OperationKind::List) && matches!(resource.listing().paging.style, PagingStyle::Cursor(_)) {
        resource_error(resource, &[UNCOUNTED]);
    }
}

/// Checks the members around the JSON of an op.
#[track_caller]
pub(super) const fn check_op_envelope(op: &Op) {
    let envelope = &op.envelope;
    if envelope.body.is_none() && envelope.reply.is_none() && envelope.total.is_none() {
        op_error(
            op,
            ": its `envelope` has no member; write `envelope: { body: \"user\", reply: \"user\" }`, or leave it out",
        );
    }
    // A body and a reply may have one name: they are objects of their own.
    check_names("op", op.name, &[("body", envelope.body)]);
    check_names("op", op.name, &[("reply", envelope.reply), ("total", envelope.total)]);
    if envelope.body.is_some() {
        check_op_body(op);
    }
    if envelope.reply.is_some() {
        check_op_reply(op);
    }
    if envelope.total.is_some() {
        check_op_total(op);
    }
}

/// Stops with ``op `login`..``.
#[track_caller]
const fn op_error(op: &Op, what: &str) -> ! {
    item_error("op", op.name, &[what])
}

/// Checks that there is a body, and that it is JSON.
#[track_caller]
const fn check_op_body(op: &Op) {
    match op.body() {
        None => op_error(
            op,
            ": `body` of its `envelope` stands around a body, and it takes none; add a parameter `body`, or remove `body` from the `envelope`",
        ),
        Some(body) if matches!(body.media, Media::Json) => {}
        Some(body) => item_error(
            "op",
            op.name,
            &[
                ": `body` of its `envelope` stands around JSON, and its body is `",
                body.media.name(),
                "`; remove `body` from the `envelope`",
            ],
        ),
    }
}

/// Checks that a reply has a body, and that none is bytes.
#[track_caller]
const fn check_op_reply(op: &Op) {
    let mut has_json = false;
    let mut at = 0;
    while let Some(reply) = op.reply.get(at) {
        if matches!(reply.kind, ReplyKind::Bytes) {
            op_error(
                op,
                ": `reply` of its `envelope` stands around JSON, and its reply is bytes; remove `reply` from the `envelope`",
            );
        }
        has_json |= reply.schema.is_some();
        at += 1;
    }
    if !has_json {
        op_error(
            op,
            ": `reply` of its `envelope` stands around JSON, and its reply has no body; remove `reply` from the `envelope`",
        );
    }
}

/// Checks that a page has an envelope and is counted.
#[track_caller]
const fn check_op_total(op: &Op) {
    let mut has_page = false;
    let mut at = 0;
    while let Some(reply) = op.reply.get(at) {
        has_page |= matches!(reply.kind, ReplyKind::Page);
        at += 1;
    }
    if !has_page {
        op_error(
            op,
            ": `total` of its `envelope` is the number of rows on all pages, and its reply is no `Page`; answer with one, or remove `total`",
        );
    }
    if op.envelope.reply.is_none() {
        op_error(
            op,
            ": `total` of its `envelope` stands beside the rows of its page, which has no envelope; add `reply: \"users\"`, or remove `total`",
        );
    }
    if !op.is_counted() {
        op_error(op, UNCOUNTED);
    }
}

/// Checks that the members of one object have names, each another.
#[track_caller]
const fn check_names(keyword: &str, owner: &str, members: &[(&str, Option<&str>)]) {
    let mut at = 0;
    while at < members.len() {
        if let (word, Some(name)) = members[at] {
            if name.is_empty() || misfit(name.as_bytes()).is_some() {
                item_error(
                    keyword,
                    owner,
                    &[
                        ": `",
                        word,
                        ": \"",
                        name,
                        "\"` of its `envelope` is no name of a member; take ASCII letters, digits, `_` and `-`",
                    ],
                );
            }
            let mut before = 0;
            while before < at {
                if let (other, Some(earlier)) = members[before]
                    && same(name, earlier)
                {
                    item_error(
                        keyword,
                        owner,
                        &[
                            ": `",
                            other,
                            "` and `",
                            word,
                            "` of its `envelope` have the same name; rename one",
                        ],
                    );
                }
                before += 1;
            }
        }
        at += 1;
    }
}
