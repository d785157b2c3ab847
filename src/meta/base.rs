//! What schemas are made of: the properties of a resource, of one of its views, or of another schema.

use super::const_error::const_error;
use super::{Default, Direction, Field, Fields};
use crate::types::Storage;

/// Properties of which a schema takes some.
#[derive(Debug, Clone, Copy)]
pub struct Base {
    /// The fields; those that the view lacks can't be taken.
    pub fields: &'static [Field],
    /// The view of a resource; `None` for a schema, which has all of its properties.
    pub view: Option<Fields>,
    /// Whether all properties can be left out.
    pub partial: bool,
}

impl Base {
    /// The same properties, all of which can be left out.
    #[must_use]
    pub const fn partial(mut self) -> Self {
        self.partial = true;
        self
    }

    /// The field at `index` as a property of a schema: with its name in JSON, its docs, limits, example and default, and without what concerns
    /// columns. The view says who sends it, so that only `write_only` is kept of its direction: no reply must hold it.
    #[must_use]
    pub const fn property(&self, index: usize) -> Field {
        let mut field = self.fields[index];
        // Its name is spelled already.
        field.named = true;
        field.column = field.name;
        if self.view.is_some() {
            if !matches!(field.direction, Direction::WriteOnly) {
                field.direction = Direction::Both;
            }
            field.key = false;
            field.in_path = false;
            field.unique = false;
            field.index = false;
            field.auto_increment = false;
            field.references = None;
            field.was = None;
            field.storage = Storage::Json;
        }
        if self.partial {
            field.schema.omissible = true;
            field.default = None;
        }
        if matches!(field.default, Some(Default::With(_))) {
            field.default = None;
        }
        field
    }

    /// Checks that a schema can take the field at `index`.
    #[track_caller]
    const fn check(&self, index: usize, schema: &str, base: &str) {
        let field = &self.fields[index];
        let fault = match self.view {
            Some(view) if !view.holds(field) => match field.direction {
                Direction::Hidden => "` doesn't have it: it is `hidden`",
                Direction::ReadOnly => "` doesn't have it: it is `read_only`",
                Direction::WriteOnly => "` doesn't have it: it is `write_only`",
                Direction::CreateOnly => "` doesn't have it: it is `create_only`",
                Direction::UpdateOnly => "` doesn't have it: it is `update_only`",
                Direction::Both => "` doesn't have it: requests don't set it",
            },
            Some(view) if view.repeats(field) => "` has it only to be compared with the path",
            Some(Fields::Create) if !self.partial && matches!(field.default, Some(Default::With(_))) => {
                "` has a function for its default, which no schema has; add `.partial()`, or declare it among the schema's own properties"
            }
            _ if field.access.is_some() => {
                "` has it for some clients only, `access(..)`, which no schema has; declare it among the schema's own properties"
            }
            _ => return,
        };
        const_error(&["schema `", schema, "` takes `", field.name, "`, but `", base, fault]);
    }
}

/// Checks that a schema can take the field at `index` of what it is made of.
#[track_caller]
pub const fn check_pick(base: &Base, index: usize, schema: &str, name: &str) {
    base.check(index, schema, name);
}
