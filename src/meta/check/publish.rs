//! What a resource may tell of its changes.

use crate::meta::const_error::const_error;
use crate::meta::{Direction, Published, Resource};

/// Checks the changes that a resource tells of, each once.
#[track_caller]
pub(super) const fn check_publish(resource: &Resource) {
    if resource.publish.is_empty() {
        return;
    }
    if let Some(owner) = resource.owner {
        const_error(&[
            "resource `",
            resource.name,
            "` has an `owner`, `",
            resource.fields[owner].name,
            "`, but `publish` would show its rows to all who follow the channel; leave `publish` out, and publish with `ctx.publish` what may be seen",
        ]);
    }
    let mut at = 0;
    while at < resource.key {
        let field = &resource.fields[at];
        if resource.publishes(Published::Delete) && matches!(field.direction, Direction::Hidden) {
            const_error(&[
                "resource `",
                resource.name,
                "`: `",
                field.name,
                "` is hidden, but in the key, which is all that `publish` has to tell of a row that is deleted; take `hidden` off, or `delete` out of `publish`",
            ]);
        }
        at += 1;
    }
}
