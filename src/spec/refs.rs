//! Texts of a document with the references of requests put right: where requests see a schema otherwise than replies, they refer to a
//! component of its own. A fragment doesn't know which schemas those are, so it refers to all by their names.

use super::write::Writer;
use crate::meta::Inputs;

const COMPONENT: &[u8] = b"#/components/schemas/";

/// Copies texts; between `begin` and `end` is what requests hold.
pub(super) struct Refs<'i> {
    inputs: &'i Inputs,
    begin: &'static str,
    end: &'static str,
    /// Whether the text is about requests by now.
    requests: bool,
}

impl<'i> Refs<'i> {
    /// For texts of which parts are about requests.
    pub(super) const fn between(inputs: &'i Inputs, begin: &'static str, end: &'static str) -> Self {
        Self {
            inputs,
            begin,
            end,
            requests: false,
        }
    }

    /// For texts that are all about requests, or not at all.
    pub(super) const fn all(inputs: &'i Inputs, requests: bool) -> Self {
        Self {
            inputs,
            begin: "",
            end: "",
            requests,
        }
    }

    /// Goes on with a text.
    pub(super) const fn write(&mut self, w: &mut Writer<'_>, text: &[u8]) {
        if self.inputs.is_empty() || (self.begin.is_empty() && !self.requests) {
            return w.bytes(text);
        }
        let (mut from, mut at) = (0, 0);
        while at < text.len() {
            match text[at] {
                b'#' if self.requests && begins(text, at, COMPONENT) => {
                    let start = at + COMPONENT.len();
                    at = start;
                    while at < text.len() && text[at] != b'"' {
                        at += 1;
                    }
                    if self.inputs.has(text.split_at(at).0.split_at(start).1) {
                        w.bytes(text.split_at(at).0.split_at(from).1);
                        w.put(Inputs::SUFFIX);
                        from = at;
                    }
                }
                b'"' | b',' if !self.begin.is_empty() => {
                    if begins(text, at, self.begin.as_bytes()) {
                        self.requests = true;
                    } else if begins(text, at, self.end.as_bytes()) {
                        self.requests = false;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        w.bytes(text.split_at(from).1);
    }
}

const fn begins(text: &[u8], at: usize, with: &[u8]) -> bool {
    if text.len() - at < with.len() {
        return false;
    }
    let mut step = 0;
    while step < with.len() {
        if text[at + step] != with[step] {
            return false;
        }
        step += 1;
    }
    true
}
