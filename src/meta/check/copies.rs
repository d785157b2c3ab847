//! Components that requests hold beside replies, under names of their own: nothing else has their names.

use crate::meta::const_error::const_error;
use crate::meta::index::{Index, RECEIVED, REPLY, REQUEST_SUFFIX};
use crate::meta::{Fields, Item};

/// Stops the compilation where replies or messages would hold a body of requests, which lacks what replies have and has what they must not.
#[track_caller]
pub(super) const fn check_request_views(index: &Index) {
    let reach = &index.reach;
    let mut at = 0;
    while at < reach.count() {
        let entry = reach.get(at);
        if let Item::Resource(resource) = index.item(entry.at)
            && !entry.view.is_of_replies()
            && entry.uses & (REPLY | RECEIVED) != 0
        {
            const_error(&[
                "replies or messages hold `",
                resource.name,
                entry.view.suffix(),
                "`, which is for requests; take `",
                resource.name,
                "` there, or a schema with the properties that they have",
            ]);
        }
        at += 1;
    }
}

/// Stops the compilation where two components would have one name.
#[track_caller]
pub(super) const fn check_request_names(index: &Index) {
    let reach = &index.reach;
    let mut at = 0;
    while at < reach.count() {
        let entry = reach.get(at);
        let name = match index.item(entry.at) {
            Item::Resource(resource) if matches!(entry.view, Fields::Reply) => resource.name,
            Item::Component(component) => component.name,
            Item::Resource(_) | Item::Op(_) | Item::Socket(_) => "",
        };
        if !name.is_empty() && entry.is_split() && reach.has(name.as_bytes(), REQUEST_SUFFIX.as_bytes()) {
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
        at += 1;
    }
}
