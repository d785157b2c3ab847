//! Members around values: `{"article": {..}}`, `{"articles": [..], "articlesCount": 7}`.

use std::io::Write as _;

use serde_json::value::RawValue;

use super::{Members, write_string};
use crate::error::FieldErrors;

/// What is in the envelope of this name: the only member of an object. `None`: there is none, which is among the errors.
pub(crate) fn inside<'j>(envelope: Option<&str>, json: &'j RawValue, errors: &mut FieldErrors) -> Option<&'j RawValue> {
    let Some(name) = envelope else {
        return Some(json);
    };
    let members = Members::open(json, 1, &|member| (member == name).then_some(0), errors)?;
    let inside = members.get(0);
    if inside.is_none() {
        errors.push_at(name, "required");
    }
    inside
}

/// Appends what stands before values in an envelope of this name: `{"articles":`.
pub(crate) fn open(envelope: Option<&str>, out: &mut Vec<u8>) {
    if let Some(name) = envelope {
        out.push(b'{');
        write_string(name, out);
        out.push(b':');
    }
}

/// Appends what stands behind them.
pub(crate) fn close(envelope: Option<&str>, out: &mut Vec<u8>) {
    if envelope.is_some() {
        out.push(b'}');
    }
}

/// Appends what stands behind a page in an envelope with the number of all rows: `,"articlesCount":7}`.
pub(crate) fn close_counted(name: &str, total: u64, out: &mut Vec<u8>) {
    out.push(b',');
    write_string(name, out);
    // Writing to a Vec can't fail.
    let _ = write!(out, ":{total}}}");
}
