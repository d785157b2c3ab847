//! Checks of `envelope`: names of members, each another, and a count where rows are counted.

use super::names::{misfit, same};
use crate::meta::const_error::const_error;
use crate::meta::{OperationKind, PagingStyle, Resource};

/// Checks the members around the rows of a resource.
#[track_caller]
pub(super) const fn check_envelope(resource: &Resource) {
    let envelope = &resource.envelope;
    let members = [
        ("one", envelope.one),
        ("many", envelope.many),
        ("total", envelope.total),
    ];
    if envelope.one.is_none() && envelope.many.is_none() && envelope.total.is_none() {
        const_error(&[
            "resource `",
            resource.name,
            "`: its `envelope` has no member; write `envelope: { one: \"",
            resource.snake,
            "\" }`, or leave it out",
        ]);
    }
    let mut at = 0;
    while at < members.len() {
        if let (word, Some(name)) = members[at] {
            if name.is_empty() || misfit(name.as_bytes()).is_some() {
                const_error(&[
                    "resource `",
                    resource.name,
                    "`: `",
                    word,
                    ": \"",
                    name,
                    "\"` of its `envelope` is no name of a member; take ASCII letters, digits, `_` and `-`",
                ]);
            }
            let mut before = 0;
            while before < at {
                if let (other, Some(earlier)) = members[before]
                    && same(name, earlier)
                {
                    const_error(&[
                        "resource `",
                        resource.name,
                        "`: `",
                        other,
                        "` and `",
                        word,
                        "` of its `envelope` have the same name; rename one",
                    ]);
                }
                before += 1;
            }
        }
        at += 1;
    }
    if envelope.total.is_some() {
        check_total(resource);
    }
}

/// Checks that the list has an envelope and is counted.
#[track_caller]
const fn check_total(resource: &Resource) {
    if resource.envelope.many.is_none() {
        const_error(&[
            "resource `",
            resource.name,
            "`: `total` of its `envelope` stands beside the rows of a list, which have no envelope; add `many: \"",
            resource.snake,
            "s\"`, or remove `total`",
        ]);
    }
    if resource.offers(OperationKind::List) && matches!(resource.listing().paging.style, PagingStyle::Cursor(_)) {
        const_error(&[
            "resource `",
            resource.name,
            "`: a list by cursor isn't counted, so its `envelope` can have no `total`; remove it, or page by offset",
        ]);
    }
}
