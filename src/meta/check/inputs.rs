//! The components of requests beside the names of items.

use crate::meta::message::refuse;
use crate::meta::{Inputs, Item, Part};

/// Checks that no item has the name of what requests see of a schema.
#[track_caller]
pub(super) const fn check_inputs(parts: &[&Part]) {
    let inputs = Inputs::of(parts);
    if inputs.is_empty() {
        return;
    }
    let mut part = 0;
    while part < parts.len() {
        let items = parts[part].items;
        let mut item = 0;
        while item < items.len() {
            let name = match items[item] {
                Item::Component(component) => component.name,
                Item::Resource(resource) => resource.name,
                Item::Op(_) | Item::Socket(_) => "",
            };
            if let [.., b'I', b'n', b'p', b'u', b't'] = name.as_bytes() {
                let stem = name.split_at(name.len() - Inputs::SUFFIX.len()).0;
                if inputs.has(stem.as_bytes()) {
                    refuse(&[
                        "item `",
                        name,
                        "` has the name under which the document publishes what requests hold of `",
                        stem,
                        "`, which has `read_only` or `write_only` fields, or holds a schema that has; rename it",
                    ]);
                }
            }
            item += 1;
        }
        part += 1;
    }
}
