//! The target of a change: the owner's rows of a resource, and the columns to return.

use sea_orm::Value;

use super::stored::Stored;
use crate::db::Rows;
use crate::engine::parse::body::Record;
use crate::engine::related;
use crate::engine::scope::RequestScope;
use crate::engine::statement::Selection;
use crate::error::Error;
use crate::meta::{Field, Resource};
use crate::types::Storage;

/// A change of a resource's rows, by a request or by a function of the application.
pub(in crate::engine) struct Change<'c> {
    pub(in crate::engine) scope: &'c RequestScope<'c>,
    /// Whether all columns come back, not only those of replies.
    returns_all: bool,
    /// The columns whose values have `read_only` members. A request can't set those, so a new value takes them over from the stored one.
    merged: Vec<usize>,
}

impl<'c> Change<'c> {
    /// A change by a request.
    pub(in crate::engine) fn from_request(scope: &'c RequestScope<'c>) -> Self {
        let merged = merged(scope.resource);
        Self {
            scope,
            returns_all: scope.hooks.is_some() || !merged.is_empty(),
            merged,
        }
    }

    /// A change by a function of the application, which may set every value and gets whole rows back.
    pub(in crate::engine) fn from_app(scope: &'c RequestScope<'c>) -> Self {
        Self {
            scope,
            returns_all: true,
            merged: Vec::new(),
        }
    }

    /// The resource.
    pub(in crate::engine) fn resource(&self) -> &'static Resource {
        self.scope.resource
    }

    /// Whether the resource has hooks.
    pub(super) fn has_hooks(&self) -> bool {
        self.scope.hooks.is_some()
    }

    /// Whether the row must be read before it is changed by this record: hooks get to see it, or members of it must be kept.
    pub(super) fn needs_row(&self, record: &Record) -> bool {
        self.has_hooks() || self.merges(record)
    }

    fn merges(&self, record: &Record) -> bool {
        self.merged.iter().any(|index| record.gives(*index))
    }

    /// The record with the members that a request can't set, from the row that it changes.
    ///
    /// # Errors
    ///
    /// Those of [`Stored::values`].
    pub(super) fn merge(&self, mut record: Record, found: &Stored) -> Result<Record, Error> {
        if !self.merges(&record) {
            return Ok(record);
        }
        let mut stored = found.values(0)?;
        for index in &self.merged {
            let merge = self.scope.resource.fields[*index].codec.keep_read_only;
            if let Some(replaced) = stored.get_mut(*index) {
                let null = replaced.as_null();
                let replaced = std::mem::replace(replaced, null);
                record.change(*index, |value| merge(value, replaced));
            }
        }
        Ok(record)
    }

    /// The columns that statements return.
    pub(in crate::engine) fn selection(&self) -> Selection {
        let mut selection = Selection::with_address(self.scope.resource).and(related::columns(&self.scope.includes));
        if !self.scope.computed.is_empty() || self.scope.has_related_owner() {
            selection = selection.and(0..self.scope.resource.key);
        }
        for relation in self.scope.resource.write {
            // By the key a row is read again.
            selection = selection.and(0..self.scope.resource.key);
            let own = self.scope.resource.relations[*relation].own;
            selection = selection.and(own.iter().copied());
        }
        if self.returns_all {
            selection.and_all(self.scope.resource)
        } else {
            selection
        }
    }

    /// The rows that a statement returned with these columns.
    pub(in crate::engine) fn stored(&self, selection: Selection, rows: Box<dyn Rows>) -> Stored {
        Stored::new(self.scope.resource, selection, rows)
    }
}

/// The columns whose values have `read_only` members.
fn merged(resource: &Resource) -> Vec<usize> {
    let is_merged = |field: &Field| field.storage == Storage::Json && (field.codec.one_way)().read_only;
    let fields = resource.fields.iter().enumerate();
    fields
        .filter(|(_, field)| is_merged(field))
        .map(|(index, _)| index)
        .collect()
}

/// Takes the key out of the changes of a row. It must be the row's, or not be set. `found` is the row, if it has been read.
///
/// # Errors
///
/// [`Error::Internal`] if a function of the application has set another key; bodies of requests are checked before.
pub(super) fn without_key(
    resource: &Resource,
    lookup: &[Value],
    found: Option<&Stored>,
    mut changes: Record,
) -> Result<Record, Error> {
    for index in 0..resource.key {
        let Some(value) = changes.remove(index) else { continue };
        let is_kept = match (position(resource, index), found) {
            (Some(position), _) => lookup.get(position) == Some(&value),
            (None, Some(found)) => found.values(0)?.get(index) == Some(&value),
            (None, None) => false,
        };
        if !is_kept {
            return Err(sets_another(resource, index));
        }
    }
    Ok(changes)
}

/// Whether these changes set a part of the key that only the row itself has, so that it must be read to compare them.
pub(super) fn gives_unknown_key(resource: &Resource, changes: &Record) -> bool {
    (0..resource.key).any(|index| changes.gives(index) && position(resource, index).is_none())
}

/// Takes the address out of the record of a put. It must be the row's, or not be set.
///
/// # Errors
///
/// [`Error::Internal`] if a function of the application has set another one; bodies of requests are checked before.
pub(super) fn without_address(resource: &Resource, address: &[Value], mut record: Record) -> Result<Record, Error> {
    for (index, kept) in resource.address().iter().zip(address) {
        if record.remove(*index).is_some_and(|value| value != *kept) {
            return Err(sets_another(resource, *index));
        }
    }
    Ok(record)
}

/// The position of a field in the address.
fn position(resource: &Resource, index: usize) -> Option<usize> {
    resource.address().iter().position(|field| *field == index)
}

fn sets_another(resource: &Resource, index: usize) -> Error {
    let (name, field) = (resource.name, resource.fields[index].name);
    let what = if resource.fields[index].key {
        "is in the row's key; a row keeps its key, so delete it and create another"
    } else {
        "is in the address of the row that is put; leave it out, or put to the other address"
    };
    Error::internal(format!(
        "resource `{name}`: a hook or handler sets `{field}`, which {what}"
    ))
}
