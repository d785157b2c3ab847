//! Rows to JSON: each cell goes from the driver through its codec directly into the bytes of the reply.

use std::borrow::Cow;
use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::hash::entity_tag_with;
use super::statement::Selection;
use super::visible_fields::{Visibility, VisibleFields};
use crate::db::Rows;
use crate::error::Error;
use crate::meta::Resource;
use crate::types::envelope::{close, open};
use crate::types::{Codec, JsonForm, Row, write_string};

/// What a path segment must not hold as it is: all but RFC 3986's unreserved characters.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Renders rows of one selection.
pub(super) struct Renderer {
    /// `,"name":` of each cell, one after the other: a list writes them once for each row.
    names: Vec<u8>,
    cells: Vec<Cell>,
    /// The member that holds a row that is a reply by itself.
    envelope: Option<&'static str>,
    /// Whose rows are the client's own, if cells depend on it.
    own_rows: Option<OwnRows>,
}

/// What tells whether a row is the client's own.
struct OwnRows {
    visible: VisibleFields,
    resource: &'static Resource,
    selection: Selection,
}

struct Cell {
    /// Where it is in the row.
    position: usize,
    /// Where its name ends in `names`.
    name_end: usize,
    codec: Codec,
    form: JsonForm,
    /// Whether a null is there, too.
    shows_null: bool,
    /// Whether it is there in the client's own rows only.
    is_own: bool,
}

impl Renderer {
    /// Renders the columns of a selection that replies show, but only those that the client may see.
    pub(super) fn new(resource: &'static Resource, selection: &Selection, visible: &VisibleFields) -> Self {
        let mut names = Vec::with_capacity(selection.shown().len() * 16);
        let cells = selection
            .shown()
            .iter()
            .enumerate()
            .filter(|(_, index)| visible.get(**index) != Visibility::Never)
            .map(|(position, index)| {
                let field = &resource.fields[*index];
                names.push(b',');
                write_string(field.property, &mut names);
                names.push(b':');
                Cell {
                    position,
                    name_end: names.len(),
                    codec: field.codec,
                    form: field.limits.form,
                    shows_null: field.shows_null(),
                    is_own: visible.get(*index) == Visibility::InOwnRows,
                }
            })
            .collect::<Vec<_>>();
        let own_rows = cells.iter().any(|cell| cell.is_own).then(|| OwnRows {
            visible: visible.clone(),
            resource,
            selection: selection.clone(),
        });
        Self {
            names,
            cells,
            envelope: resource.envelope.one,
            own_rows,
        }
    }

    /// Appends a row as a compact object in declared order. Null fields are left out unless the declaration shows them.
    pub(super) fn row(&self, row: &dyn Row, out: &mut Vec<u8>) -> Result<(), Error> {
        let start = out.len();
        let mut name_start = 0;
        let is_own = self.is_own(row)?;
        for cell in &self.cells {
            let name = &self.names[name_start..cell.name_end];
            name_start = cell.name_end;
            if cell.is_own && !is_own {
                continue;
            }
            let before = out.len();
            out.extend_from_slice(name);
            if !(cell.codec.render)(row, cell.position, out).map_err(Error::Internal)? {
                if cell.shows_null {
                    out.extend_from_slice(b"null");
                } else {
                    out.truncate(before);
                }
            } else {
                cell.form.apply(out, before + name.len());
            }
        }
        // The first name's comma becomes the object's brace.
        match out.get_mut(start) {
            Some(comma) => *comma = b'{',
            None => out.push(b'{'),
        }
        out.push(b'}');
        Ok(())
    }

    /// Whether a row is the client's own; `false` where that doesn't matter.
    fn is_own(&self, row: &dyn Row) -> Result<bool, Error> {
        let Some(own) = &self.own_rows else {
            return Ok(false);
        };
        own.visible
            .is_own(own.resource, row, |field| own.selection.position(field))
    }

    /// The reply with one row, and the entity tag of the row.
    pub(super) fn one(&self, row: &dyn Row) -> Result<(Vec<u8>, String), Error> {
        self.one_with(row, &[])
    }

    /// The same with the members that hold its related rows, each with a comma before it.
    pub(super) fn one_with(&self, row: &dyn Row, members: &[u8]) -> Result<(Vec<u8>, String), Error> {
        let mut json = Vec::with_capacity(self.names.len() * 2);
        open(self.envelope, &mut json);
        let start = json.len();
        self.row(row, &mut json)?;
        let tag = entity_tag_with(&json[start..], members);
        if !members.is_empty() {
            let object = json.split_off(start);
            extend(&object, members, &mut json);
        }
        close(self.envelope, &mut json);
        Ok((json, tag))
    }

    /// Appends rows as the items of a list, whose brackets are the caller's. `members` hold the related rows of each row, if any are shown.
    pub(super) fn items<'r>(
        &self,
        rows: impl Iterator<Item = &'r dyn Row>,
        members: &[Vec<u8>],
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        for (index, row) in rows.enumerate() {
            if out.last().is_some_and(|last| *last != b'[') {
                out.push(b',');
            }
            let start = out.len();
            self.row(row, out)?;
            if let Some(members) = members.get(index).filter(|members| !members.is_empty()) {
                let object = out.split_off(start);
                extend(&object, members, out);
            }
        }
        Ok(())
    }

    /// An estimate of how many bytes `rows` rows take.
    pub(super) fn estimate(&self, rows: usize) -> usize {
        (self.names.len() * 2 + 2) * rows + 2
    }
}

/// Writes an object with more members, each with a comma before it.
pub(super) fn extend(object: &[u8], members: &[u8], out: &mut Vec<u8>) {
    // The first member of all has no comma before it.
    let members = if object == b"{}" {
        members.get(1..).unwrap_or_default()
    } else {
        members
    };
    out.extend_from_slice(object.split_last().map_or(object, |(_, open)| open));
    out.extend_from_slice(members);
    out.push(b'}');
}

/// All rows of a result.
pub(super) fn all(rows: &dyn Rows) -> impl DoubleEndedIterator<Item = &dyn Row> {
    (0..rows.len()).filter_map(|index| rows.get(index))
}

/// The one row of a result.
///
/// # Errors
///
/// [`Error::NotFound`] if there is none.
pub(super) fn first(rows: &dyn Rows) -> Result<&dyn Row, Error> {
    rows.get(0).ok_or(Error::NotFound)
}

/// The one row of a statement that always returns one.
///
/// # Errors
///
/// [`Error::Internal`] if it didn't.
pub(super) fn only(rows: &dyn Rows) -> Result<&dyn Row, Error> {
    rows.get(0).ok_or_else(|| Error::internal("no row returned"))
}

/// Cells of these types at these positions as a JSON list, nulls included.
pub(super) fn cells(cells: impl Iterator<Item = (Codec, usize)>, row: &dyn Row) -> Result<Vec<u8>, Error> {
    let mut out = vec![b'['];
    for (codec, position) in cells {
        if out.len() > 1 {
            out.push(b',');
        }
        if !(codec.render)(row, position, &mut out).map_err(Error::Internal)? {
            out.extend_from_slice(b"null");
        }
    }
    out.push(b']');
    Ok(out)
}

/// The path of a row: the resource's and the address's values, percent-encoded.
pub(super) fn location(resource: &Resource, selection: &Selection, row: &dyn Row) -> Result<String, Error> {
    let segments = resource.address().iter().map(|index| {
        let mut json = Vec::new();
        let render = resource.fields[*index].codec.render;
        render(row, selection.position(*index)?, &mut json).map_err(Error::Internal)?;
        Ok(json)
    });
    path(resource, segments)
}

/// The path of a row: the resource's own, and below it the address, whose values are given as JSON.
pub(super) fn path(
    resource: &Resource,
    address: impl Iterator<Item = Result<impl AsRef<[u8]>, Error>>,
) -> Result<String, Error> {
    let mut path = resource.path.to_owned();
    for json in address {
        let json = json?;
        let json = str::from_utf8(json.as_ref()).map_err(Error::internal)?;
        let text: Cow<'_, str> = if json.starts_with('"') {
            serde_json::from_str(json).map_err(Error::internal)?
        } else {
            json.into()
        };
        write!(path, "/{}", utf8_percent_encode(&text, SEGMENT)).map_err(Error::internal)?;
    }
    Ok(path)
}
