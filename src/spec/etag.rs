//! Entity tags of documents: hashes of what they are made of.

use super::document::{Fragments, Head};
use super::hash::{hash, mix};
use super::referenced::{Referenced, table};
use super::uses;
use crate::meta::{Item, Part};

/// The document's entity tag: sixteen hexadecimal digits in quotes.
#[must_use]
pub const fn etag<const M: usize>(head: Head<'_>, parts: &[&Part], fragments: Fragments) -> [u8; 18] {
    let referenced = &Referenced::<M>::of(parts);
    let mut sum = mix(hash(head.before.text()), uses::uses(parts, referenced) as u64);
    sum = mix(sum, hash(head.schemes));
    let mut part = 0;
    while part < fragments.len() {
        let mut item = 0;
        while item < fragments[part].len() {
            sum = mix(sum, fragments[part][item].hash);
            // What foreign keys point at shows in another item's paths.
            if let Item::Resource(resource) = &parts[part].items[item]
                && referenced.has(table(resource.table))
            {
                sum = mix(sum, 1);
            }
            item += 1;
        }
        part += 1;
    }
    sum = mix(sum, VERSION);
    quoted(sum)
}

/// The entity tag of a text, as [`etag`] makes them.
#[must_use]
pub const fn text_etag(text: &[u8]) -> [u8; 18] {
    quoted(hash(text))
}

const fn quoted(mut sum: u64) -> [u8; 18] {
    let mut text = [b'"'; 18];
    let mut at = 1;
    while at < 17 {
        text[at] = b"0123456789abcdef"[(sum >> 60) as usize];
        sum <<= 4;
        at += 1;
    }
    text
}

/// The hash of this crate's version: what items share may change with it.
const VERSION: u64 = hash(env!("CARGO_PKG_VERSION").as_bytes());
