//! Bodies: one pass over the object, each member to its field's codec, all violations collected.

use sea_orm::Value;
use serde_json::value::RawValue;

use super::{address, default};
use crate::engine::Settings;
use crate::engine::visible_fields::VisibleFields;
use crate::error::{Error, FieldErrors};
use crate::meta::{Fields, Resource};
use crate::types::envelope::inside;
use crate::types::{Members, check_document, too_long};

/// The values of a body, by the index of their field; `None` for fields that are absent.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Record {
    values: Vec<Option<Value>>,
    /// The members with related rows, by the index of their relation.
    nested: Vec<(usize, Box<RawValue>)>,
}

impl Record {
    /// These values.
    pub(in crate::engine) fn of(values: impl IntoIterator<Item = Option<Value>>) -> Self {
        Self {
            values: values.into_iter().collect(),
            nested: Vec::new(),
        }
    }

    /// All values, with `None` for those that are left out.
    pub(in crate::engine) fn into_all(self) -> impl Iterator<Item = Option<Value>> {
        self.values.into_iter()
    }

    /// Takes the members with related rows out, which statements and hooks know nothing of.
    pub(in crate::engine) fn take_nested(&mut self) -> Vec<(usize, Box<RawValue>)> {
        std::mem::take(&mut self.nested)
    }

    /// The value of a field, if it is given.
    pub(in crate::engine) fn get(&self, index: usize) -> Option<&Value> {
        self.values.get(index).and_then(Option::as_ref)
    }

    /// Whether a field is given.
    pub(in crate::engine) fn gives(&self, index: usize) -> bool {
        self.get(index).is_some()
    }

    /// Whether a field is given as NULL.
    pub(in crate::engine) fn is_null(&self, index: usize) -> bool {
        self.get(index).is_some_and(|value| *value == value.as_null())
    }

    /// The values given, with the index of their field.
    pub(in crate::engine) fn into_given(self) -> impl Iterator<Item = (usize, Value)> {
        let given = |(index, value): (usize, Option<Value>)| Some((index, value?));
        self.values.into_iter().enumerate().filter_map(given)
    }

    /// Sets the value of a field, whatever it was.
    pub(in crate::engine) fn set(&mut self, index: usize, value: Value) {
        if let Some(slot) = self.values.get_mut(index) {
            *slot = Some(value);
        }
    }

    /// Takes the value of a field out, if it is given.
    pub(in crate::engine) fn remove(&mut self, index: usize) -> Option<Value> {
        self.values.get_mut(index).and_then(Option::take)
    }

    /// Changes the value of a field, if it is given.
    pub(in crate::engine) fn change(&mut self, index: usize, change: impl FnOnce(Value) -> Value) {
        if let Some(slot) = self.values.get_mut(index) {
            *slot = slot.take().map(change);
        }
    }

    /// Takes the value of a field: what was given, else its default, else NULL.
    ///
    /// # Errors
    ///
    /// Those of [`default::value`]; [`Error::Internal`] for an owner that isn't set, since such a row would be visible to no client.
    pub(in crate::engine) fn take(&mut self, resource: &Resource, index: usize) -> Result<Value, Error> {
        match self.remove(index) {
            Some(value) => Ok(value),
            None if resource.owner == Some(index) => Err(Error::internal("a row without its owner")),
            None => default::value(&resource.fields[index]),
        }
    }
}

/// Reads the record of a request in its envelope, if the resource has one for single rows.
pub(in crate::engine) fn one(
    resource: &Resource,
    json: &RawValue,
    purpose: (Fields, &VisibleFields),
    errors: &mut FieldErrors,
) -> Option<Record> {
    let json = inside(resource.envelope.one, json, errors)?;
    errors.below(resource.envelope.one, |errors| {
        with_nested(resource, json, purpose, errors)
    })
}

/// Reads the records of a bulk request in their envelope, if the resource has one for several rows.
///
/// # Errors
///
/// [`Error::Internal`]. Violations are among `errors`.
pub(in crate::engine) fn many(
    resource: &Resource,
    json: &RawValue,
    purpose: (Fields, &VisibleFields),
    most: usize,
    errors: &mut FieldErrors,
) -> Result<Vec<Record>, Error> {
    match inside(resource.envelope.many, json, errors) {
        Some(json) => errors.below(resource.envelope.many, |errors| {
            records(resource, json, purpose, most, errors)
        }),
        None => Ok(Vec::new()),
    }
}

/// Reads the items of a list; violations have their index.
pub(in crate::engine) fn records(
    resource: &Resource,
    json: &RawValue,
    purpose: (Fields, &VisibleFields),
    most: usize,
    errors: &mut FieldErrors,
) -> Result<Vec<Record>, Error> {
    if !json.get().starts_with('[') {
        errors.push("not a list");
        return Ok(Vec::new());
    }
    let items: Vec<&RawValue> = serde_json::from_str(json.get()).map_err(Error::internal)?;
    if items.len() > most {
        errors.push(too_long(most));
        return Ok(Vec::new());
    }
    let record = |(index, item)| errors.at(index, |errors| with_nested(resource, item, purpose, errors));
    Ok(items.into_iter().enumerate().filter_map(record).collect())
}

/// Checks that a body is JSON.
///
/// # Errors
///
/// [`Error::Malformed`] if it is empty, isn't JSON or nests too deep.
pub(in crate::engine) fn document<'b>(body: &'b [u8], settings: &Settings) -> Result<&'b RawValue, Error> {
    check_document(body).map_err(|_| Error::Malformed(settings.bad_data_message.clone().into()))
}

/// The record of a body without violations.
///
/// # Errors
///
/// [`Error::Internal`] if there is none: a body that is no object is a violation.
pub(in crate::engine) fn parsed(record: Option<Record>) -> Result<Record, Error> {
    record.ok_or_else(|| Error::internal("bug: a body that is no object gave no validation error"))
}

/// Reads the values of one object; a field that the client can't see is unknown. `None`: it isn't one, which is among the errors.
pub(in crate::engine) fn record(
    resource: &Resource,
    json: &RawValue,
    (purpose, visible): (Fields, &VisibleFields),
    errors: &mut FieldErrors,
) -> Option<Record> {
    record_where(
        resource,
        json,
        &|index| purpose.holds(&resource.fields[index]) && visible.holds(index),
        &|index| purpose.requires(&resource.fields[index]) && visible.holds(index),
        errors,
    )
}

/// Reads the values of one object that may hold these fields and must hold those.
pub(in crate::engine) fn record_where(
    resource: &Resource,
    json: &RawValue,
    holds: &dyn Fn(usize) -> bool,
    requires: &dyn Fn(usize) -> bool,
    errors: &mut FieldErrors,
) -> Option<Record> {
    visit(resource, json, (holds, requires, None), errors)
}

/// Reads the values of one object, and keeps its members with related rows.
fn with_nested(
    resource: &Resource,
    json: &RawValue,
    (purpose, visible): (Fields, &VisibleFields),
    errors: &mut FieldErrors,
) -> Option<Record> {
    let holds = |index: usize| purpose.holds(&resource.fields[index]) && visible.holds(index);
    let requires = |index: usize| purpose.requires(&resource.fields[index]) && visible.holds(index);
    visit(resource, json, (&holds, &requires, Some(purpose)), errors)
}

/// What an object may hold and must hold, and the view of requests that has related rows.
type Wanted<'w> = (&'w dyn Fn(usize) -> bool, &'w dyn Fn(usize) -> bool, Option<Fields>);

fn visit(
    resource: &Resource,
    json: &RawValue,
    (holds, requires, nested): Wanted<'_>,
    errors: &mut FieldErrors,
) -> Option<Record> {
    let fields = resource.fields;
    let carried = || {
        nested
            .into_iter()
            .flat_map(|view| resource.write.iter().filter(move |at| resource.carries(**at, view)))
    };
    let related = |name: &str| {
        let at = carried().find(|at| resource.relations[**at].property == name)?;
        Some(fields.len() + at)
    };
    let index = |name: &str| {
        let field = resource.property(name).filter(|index| holds(*index));
        field.or_else(|| related(name))
    };
    let members = Members::open(json, fields.len() + resource.relations.len(), &index, errors)?;
    let values = fields
        .iter()
        .enumerate()
        .map(|(index, field)| match members.get(index) {
            Some(json) if json.get() == "null" && field.schema.nullable => Some(field.storage.null()),
            Some(json) => errors.at(field.property, |errors| (field.codec.read)(json, &field.limits, errors)),
            None => {
                if requires(index) {
                    errors.push_at(field.property, "required");
                }
                None
            }
        });
    let mut record = Record::of(values.collect::<Vec<_>>());
    let given = carried().filter_map(|at| Some((*at, members.get(fields.len() + at)?.to_owned())));
    record.nested = given.collect();
    address::check(resource, |index| record.get(index), errors);
    Some(record)
}
