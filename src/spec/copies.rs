//! Components that requests hold beside replies, under names of their own: that nothing else has their names.

use super::piece::REQUEST_SUFFIX;
use super::reach::Reach;
use crate::meta::{Fields, Item, Part, const_error};

/// Stops the compilation where two components would have one name.
#[track_caller]
pub const fn check_copies<const M: usize>(parts: &[&Part]) {
    let reach = Reach::<M>::of(parts);
    let mut at = 0;
    while at < reach.count() {
        let entry = reach.get(at);
        match &parts[entry.part].items[entry.item] {
            Item::Resource(resource) if matches!(entry.view, Fields::Reply) => {
                check_request_name(&reach, resource.name, entry.is_split());
            }
            Item::Component(component) => {
                check_request_name(&reach, component.name, entry.is_split());
            }
            _ => {}
        }
        at += 1;
    }
}

#[track_caller]
const fn check_request_name<const M: usize>(reach: &Reach<M>, name: &str, split: bool) {
    if split && reach.has(name.as_bytes(), REQUEST_SUFFIX.as_bytes()) {
        const_error(&[
            "two components of the document are named `",
            name,
            REQUEST_SUFFIX,
            "`: requests and replies hold `",
            name,
            "`, which is `",
            name,
            REQUEST_SUFFIX,
            "` in requests; rename one of the items",
        ]);
    }
}
