//! Checks of `publish`: which changes of a resource's rows may be published.

use crate::meta::const_error::const_error;
use crate::meta::owner::left_out;
use crate::meta::{Direction, OperationKind, Published, Resource};

/// Checks the changes that a resource publishes, each once.
#[track_caller]
pub(super) const fn check_publish(resource: &Resource) {
    if resource.publish.is_empty() {
        return;
    }
    if resource.is_owned() && !resource.is_listed_by_others() {
        let owner = match (resource.owner, resource.owner_relation()) {
            (Some(owner), _) => resource.fields[owner].name,
            (None, Some(relation)) => relation.name,
            (None, None) => "",
        };
        const_error(&[
            "resource `",
            resource.name,
            "` has an `owner`, `",
            owner,
            "`, but `publish` would show its rows to all subscribers of the channel; remove `publish`, and publish with `ctx.publish` what they may see",
        ]);
    }
    if resource.is_listed_by_others()
        && resource.is_owned_in(OperationKind::Read)
        && let Some(field) = left_out(resource.fields)
    {
        const_error(&[
            "resource `",
            resource.name,
            "`: `publish` would show `",
            field.name,
            "` to all subscribers of the channel, but `others` lets them list rows alone, and lists leave it out; add `read` to `others`, or remove `publish`",
        ]);
    }
    // Other fields of an address are in replies.
    let mut at = 0;
    while at < resource.key {
        let field = &resource.fields[at];
        if resource.publishes(Published::Delete) && field.in_path && matches!(field.direction, Direction::Hidden) {
            const_error(&[
                "resource `",
                resource.name,
                "`: `",
                field.name,
                "` is hidden, but part of the key, which is all that `publish` sends when a row is deleted; remove `hidden`, or `delete` from `publish`",
            ]);
        }
        at += 1;
    }
}
