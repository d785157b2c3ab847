//! Visits a JSON object in one pass: its members are raw text, which the parser of each property reads.

use std::borrow::Cow;
use std::fmt;

use serde::Deserializer as _;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{FieldType, Limits};
use crate::error::FieldErrors;

/// The members of an object by the index of their property.
#[derive(Debug)]
pub(crate) struct Members<'j> {
    slots: Vec<Option<&'j RawValue>>,
}

impl<'j> Members<'j> {
    /// Visits an object. `index` finds a property by its name. Unknown and duplicate members are violations.
    ///
    /// `None`, with a violation, if `json` isn't an object.
    pub(crate) fn open(
        json: &'j RawValue,
        count: usize,
        index: &dyn Fn(&str) -> Option<usize>,
        errors: &mut FieldErrors,
    ) -> Option<Self> {
        let mut slots = vec![None; count];
        visit_object(json, errors, &mut |name, member, errors| match index(name) {
            None => errors.push_at(name, "unknown field"),
            Some(at) if slots[at].is_some() => errors.push_at(name, "given more than once"),
            Some(at) => slots[at] = Some(member),
        })
        .then_some(Self { slots })
    }

    /// The raw text of a member, if the object has it.
    #[must_use]
    pub(crate) fn get(&self, index: usize) -> Option<&'j RawValue> {
        self.slots[index]
    }

    /// Reads the member of a typed property: its value, else its default, else the type's value for absence. If there is none, that is a
    /// violation.
    pub(crate) fn take<T: FieldType>(
        &self,
        index: usize,
        name: &str,
        limits: &Limits,
        default: Option<&str>,
        read: fn(&RawValue, &Limits, &mut FieldErrors) -> Option<T>,
        errors: &mut FieldErrors,
    ) -> Option<T> {
        errors.at(name, |errors| match (self.slots[index], default) {
            (Some(json), _) => read(json, limits, errors),
            (None, Some(text)) => {
                let json: &RawValue = serde_json::from_str(text).ok()?;
                T::read(json, &Limits::NONE, errors)
            }
            (None, None) => T::absent().or_else(|| {
                errors.push("required");
                None
            }),
        })
    }
}

/// Calls `member` for each member of an object. `false`, with a violation, if `json` isn't one.
pub(super) fn visit_object<'j>(
    json: &'j RawValue,
    errors: &mut FieldErrors,
    member: &mut dyn FnMut(&str, &'j RawValue, &mut FieldErrors),
) -> bool {
    if !json.get().starts_with('{') {
        errors.push("not an object");
        return false;
    }
    let mut deserializer = serde_json::Deserializer::from_str(json.get());
    let visited = deserializer.deserialize_map(ObjectVisitor { errors, member });
    // The document was checked before. This fails only for a name with a lone surrogate.
    if visited.is_err() {
        errors.push("not valid Unicode");
    }
    visited.is_ok()
}

struct ObjectVisitor<'e, 'f, 'j> {
    errors: &'e mut FieldErrors,
    member: &'f mut dyn FnMut(&str, &'j RawValue, &mut FieldErrors),
}

impl<'j> Visitor<'j> for ObjectVisitor<'_, '_, 'j> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'j>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key_seed(Name)? {
            let value: &'j RawValue = map.next_value()?;
            (self.member)(&name, value, self.errors);
        }
        Ok(())
    }
}

struct Name;

impl<'j> DeserializeSeed<'j> for Name {
    type Value = Cow<'j, str>;

    fn deserialize<D: serde::Deserializer<'j>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        struct NameVisitor;
        impl<'j> Visitor<'j> for NameVisitor {
            type Value = Cow<'j, str>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_borrowed_str<E>(self, text: &'j str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(text))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(text.to_owned()))
            }
        }
        deserializer.deserialize_str(NameVisitor)
    }
}

/// Calls `item` for each item of a list with its index. `false`, with a violation, if `json` isn't one.
pub(super) fn visit_list<'j>(
    json: &'j RawValue,
    errors: &mut FieldErrors,
    item: &mut dyn FnMut(usize, &'j RawValue, &mut FieldErrors),
) -> bool {
    if !json.get().starts_with('[') {
        errors.push("not a list");
        return false;
    }
    let mut deserializer = serde_json::Deserializer::from_str(json.get());
    deserializer.deserialize_seq(ListVisitor { errors, item }).is_ok()
}

struct ListVisitor<'e, 'f, 'j> {
    errors: &'e mut FieldErrors,
    item: &'f mut dyn FnMut(usize, &'j RawValue, &mut FieldErrors),
}

impl<'j> Visitor<'j> for ListVisitor<'_, '_, 'j> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'j>>(self, mut list: A) -> Result<(), A::Error> {
        let mut index = 0;
        while let Some(json) = list.next_element::<&'j RawValue>()? {
            self.errors.at(index, |errors| (self.item)(index, json, errors));
            index += 1;
        }
        Ok(())
    }
}

/// Tries to read one variant of a union: its value, or `None` with `errors` as before.
pub fn take_variant<T: FieldType>(
    json: &RawValue,
    read: fn(&RawValue, &Limits, &mut FieldErrors) -> Option<T>,
    errors: &mut FieldErrors,
) -> Option<T> {
    if !errors.may_try() {
        return None;
    }
    let count = errors.len();
    let value = read(json, &Limits::NONE, errors);
    if errors.len() > count {
        errors.truncate(count);
        return None;
    }
    value
}
