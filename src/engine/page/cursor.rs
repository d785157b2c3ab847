//! Cursors: where in an order a page begins, as an opaque text.
//!
//! A cursor has the order's values of one row, so that its page is found by comparison, whatever was inserted or deleted
//! meanwhile. It is bound to its resource, order and filters by a fingerprint, and a checksum detects damage. Neither is a secret:
//! a forged cursor reaches no row that the same request without it doesn't, since its values are only compared, as bound values.
//! Clients can decode the values, including those of hidden fields in the order; long texts make long links.
//!
//! Bytes, in base64 for URLs (RFC 4648, section 5) without padding: version, flags, fingerprint (8), values as a JSON list, checksum (8).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::value::RawValue;

use super::link;
use crate::engine::hash::Hash;
use crate::engine::parse::Query;
use crate::engine::parse::order::{Sort, SortBy};
use crate::engine::statement::keyset::Edge;
use crate::error::FieldErrors;
use crate::meta::Resource;
use crate::types::Limits;

const VERSION: u8 = 1;
const BACKWARD: u8 = 1;
const INCLUSIVE: u8 = 2;
const HEAD: usize = 10;
const CHECKSUM: usize = 8;

/// A place in an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::engine) struct Cursor {
    /// Whether its page ends there instead of beginning.
    pub(in crate::engine) backward: bool,
    /// Whether the page holds the row itself.
    pub(in crate::engine) inclusive: bool,
    /// The order's values of the row, as a JSON list.
    pub(in crate::engine) values: Vec<u8>,
}

/// What a cursor is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct Fingerprint([u8; 8]);

impl Fingerprint {
    /// Of the list's name, the order and every parameter that selects rows. `limit` may change from page to page. The owner
    /// isn't part of it, since every statement has it as a condition. The viewer is, where rows are in another order for another one.
    pub(in crate::engine) fn of(
        name: &str,
        resource: &Resource,
        order: &[Sort],
        viewer: Option<&str>,
        query: &Query<'_>,
    ) -> Self {
        let mut hash = Hash::new().add_text(name);
        for sort in order {
            hash = match &sort.by {
                SortBy::Column(field) => hash.add_text(resource.fields[*field].column),
                SortBy::Value(value) => hash.add_text(&value.name).add_text(viewer.unwrap_or_default()),
            };
            hash = hash.add(&[u8::from(sort.descending)]);
        }
        for (name, value) in query.canonical(&["limit", "cursor", "direction"]) {
            hash = hash.add_text(name).add_text(value);
        }
        Self(hash.bytes())
    }
}

impl Cursor {
    /// The opaque text.
    pub(in crate::engine) fn render(&self, fingerprint: Fingerprint) -> String {
        let backward = if self.backward { BACKWARD } else { 0 };
        let inclusive = if self.inclusive { INCLUSIVE } else { 0 };
        let mut bytes = vec![VERSION, backward | inclusive];
        bytes.extend_from_slice(&fingerprint.0);
        bytes.extend_from_slice(&self.values);
        bytes.extend_from_slice(&Hash::new().add(&bytes).bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads the text; `None` if it is damaged, or of another resource, order or filter.
    pub(in crate::engine) fn parse(text: &str, fingerprint: Fingerprint) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (content, checksum) = bytes.split_at_checked(bytes.len().checked_sub(CHECKSUM)?)?;
        let (head, values) = content.split_at_checked(HEAD)?;
        let whole = Hash::new().add(content).bytes() == checksum;
        let [VERSION, flags, bound @ ..] = head else {
            return None;
        };
        (whole && bound == fingerprint.0 && *flags <= (BACKWARD | INCLUSIVE)).then(|| Self {
            backward: flags & BACKWARD != 0,
            inclusive: flags & INCLUSIVE != 0,
            values: values.to_vec(),
        })
    }

    /// The values with their columns; `None` if they aren't of the columns' types.
    pub(in crate::engine) fn edges(&self, resource: &Resource, order: &[Sort]) -> Option<Vec<Edge>> {
        let values: Vec<&RawValue> = serde_json::from_slice(&self.values).ok()?;
        if values.len() != order.len() {
            return None;
        }
        order
            .iter()
            .zip(values)
            .map(|(sort, json)| {
                let field = sort.field(resource);
                let value = if json.get() == "null" && field.schema.nullable {
                    None
                } else {
                    Some((field.codec.read)(json, &Limits::NONE, &mut FieldErrors::new())?)
                };
                Some(Edge {
                    sort: sort.clone(),
                    value,
                })
            })
            .collect()
    }

    /// The query of the page that begins here.
    pub(in crate::engine) fn link(&self, query: &str, fingerprint: Fingerprint) -> String {
        link::with(query, &[("cursor", self.render(fingerprint))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUND: Fingerprint = Fingerprint(*b"12345678");

    fn cursor(backward: bool, inclusive: bool) -> Cursor {
        Cursor {
            backward,
            inclusive,
            values: b"[1,null]".to_vec(),
        }
    }

    #[test]
    fn parses_what_it_renders() {
        for (backward, inclusive) in [(false, false), (false, true), (true, false), (true, true)] {
            let cursor = cursor(backward, inclusive);
            assert_eq!(Cursor::parse(&cursor.render(BOUND), BOUND), Some(cursor));
        }
    }

    #[test]
    fn refuses_foreign_and_damaged_cursors() {
        let text = cursor(true, false).render(BOUND);
        assert_eq!(Cursor::parse(&text, Fingerprint(*b"12345679")), None);
        for at in 0..text.len() {
            let mut damaged = text.clone().into_bytes();
            damaged[at] = if damaged[at] == b'A' { b'B' } else { b'A' };
            let damaged = String::from_utf8(damaged).unwrap();
            assert_eq!(Cursor::parse(&damaged, BOUND), None, "{damaged}");
            assert_eq!(Cursor::parse(&text[..at], BOUND), None);
        }
    }
}
