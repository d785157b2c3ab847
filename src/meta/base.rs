//! What schemas are made of: the properties of a resource, of one of its views, or of another schema.

use super::check::same;
use super::const_error::const_error;
use super::{Default, Direction, Field, Fields, Resource, plain};
use crate::types::Storage;

/// Properties of which a schema takes some.
#[derive(Debug, Clone, Copy)]
pub struct Base {
    /// The fields; those that the view lacks can't be taken.
    pub fields: &'static [Field],
    /// The view of a resource; `None` for a schema, which has all of its properties.
    pub view: Option<Fields>,
    /// Whether rows have paths of their own, so that a new address must be able to stand in one.
    pub addressed: bool,
    /// Whether all properties can be left out.
    pub partial: bool,
}

impl Base {
    /// The properties of a schema.
    #[must_use]
    pub const fn schema(fields: &'static [Field]) -> Self {
        Self {
            fields,
            view: None,
            addressed: false,
            partial: false,
        }
    }

    /// The properties of a view.
    #[must_use]
    pub const fn view(resource: &'static Resource, view: Fields) -> Self {
        Self {
            fields: resource.fields,
            view: Some(view),
            addressed: resource.has_rows_in_paths(),
            partial: matches!(view, Fields::Update),
        }
    }

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
            // What a request sets may become the row's path.
            if field.in_path && self.addressed && !matches!(self.view, Some(Fields::Reply)) {
                field.limits.in_path = true;
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

    /// Whether it has a field, for a schema to take.
    const fn has(&self, field: &Field) -> bool {
        match self.view {
            Some(view) => view.holds(field) && !view.repeats(field),
            None => true,
        }
    }

    /// Why it doesn't have a field.
    const fn lack(&self, field: &Field) -> &'static str {
        match self.view {
            Some(view) if view.repeats(field) => "` has it only to be compared with the path",
            _ => match field.direction {
                Direction::Hidden => "` doesn't have it: it is `hidden`",
                Direction::ReadOnly => "` doesn't have it: it is `read_only`",
                Direction::WriteOnly => "` doesn't have it: it is `write_only`",
                Direction::CreateOnly => "` doesn't have it: it is `create_only`",
                Direction::UpdateOnly => "` doesn't have it: it is `update_only`",
                Direction::Both => "` doesn't have it: requests don't set it",
            },
        }
    }

    /// Why no schema can have a field as it is here.
    const fn fault(&self, field: &Field) -> Option<Fault> {
        match field.default {
            _ if field.access.is_some() => Some(Fault::ForSomeClients),
            Some(Default::With(_)) if matches!(self.view, Some(Fields::Create)) && !self.partial => {
                Some(Fault::DefaultOfAFunction)
            }
            _ => None,
        }
    }
}

/// Why no schema can have a field.
enum Fault {
    ForSomeClients,
    DefaultOfAFunction,
}

/// Checks that a schema can take the field at `index` of what it is made of; `name` is how that is written.
#[track_caller]
pub const fn check_pick(base: &Base, index: usize, schema: &str, name: &str) {
    let field = &base.fields[index];
    let fault = if base.has(field) {
        match base.fault(field) {
            Some(Fault::ForSomeClients) => {
                "` has it for some clients only, `access(..)`, which no schema has; declare it among the schema's own properties"
            }
            Some(Fault::DefaultOfAFunction) => {
                "` has a function for its default, which no schema has; add `.partial()`, or declare it among the schema's own properties"
            }
            None => return,
        }
    } else {
        base.lack(field)
    };
    const_error(&["schema `", schema, "` takes `", field.name, "`, but `", name, fault]);
}

/// Checks that what a schema is made of has the field that it omits.
#[track_caller]
pub const fn check_omitted(base: &Base, omitted: &str, schema: &str, name: &str) {
    let omitted = plain(omitted);
    let mut at = 0;
    while at < base.fields.len() {
        let field = &base.fields[at];
        if same(field.name, omitted) {
            if base.has(field) {
                return;
            }
            const_error(&[
                "schema `",
                schema,
                "` omits `",
                omitted,
                "`, but `",
                name,
                base.lack(field),
                "; remove it from `omit`",
            ]);
        }
        at += 1;
    }
    const_error(&[
        "schema `",
        schema,
        "` omits `",
        omitted,
        "`, but `",
        name,
        "` has no such property",
    ]);
}

/// Checks that a schema can take all that is left of what it is made of, and that the macro has found just that among the declaration's words.
#[track_caller]
pub const fn check_left(base: &Base, left: &[usize], omitted: &[&str], schema: &str, name: &str) {
    let mut at = 0;
    while at < base.fields.len() {
        let field = &base.fields[at];
        let is_left = base.has(field) && !names(omitted, field.name);
        if is_left != holds(left, at) {
            const_error(&[
                "bug in warp-openapi: schema `",
                schema,
                "` and `",
                name,
                "` disagree about `",
                field.name,
                "`; take the properties by `.pick(..)`",
            ]);
        }
        if is_left && let Some(fault) = base.fault(field) {
            let fault = match fault {
                Fault::ForSomeClients => {
                    "` has it for some clients only, `access(..)`, which no schema has; omit it, too"
                }
                Fault::DefaultOfAFunction => {
                    "` has a function for its default, which no schema has; omit it, too, or add `.partial()`"
                }
            };
            const_error(&["schema `", schema, "` takes `", field.name, "`, but `", name, fault]);
        }
        at += 1;
    }
}

const fn holds(indices: &[usize], index: usize) -> bool {
    let mut at = 0;
    while at < indices.len() {
        if indices[at] == index {
            return true;
        }
        at += 1;
    }
    false
}

const fn names(list: &[&str], name: &str) -> bool {
    let mut at = 0;
    while at < list.len() {
        if same(plain(list[at]), name) {
            return true;
        }
        at += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{Base, Field, check_left};
    use crate::meta::{Fields, Resource};

    const RESOURCE: &Resource = &Resource::new(
        "Task",
        "task",
        &[],
        &[
            Field::key::<i64>("id", &[]).auto_increment().done(),
            Field::column::<String>("title", &[]).done(),
            Field::column::<String>("note", &[]).hidden().done(),
        ],
    );

    #[track_caller]
    fn case(left: &'static [usize], view: Fields, fault: Option<&str>) {
        let found =
            std::panic::catch_unwind(|| check_left(&Base::view(RESOURCE, view), left, &[], "New", "task::Create"));
        let message = found.err().and_then(|panic| panic.downcast::<String>().ok());
        match (message, fault) {
            (None, None) => {}
            (Some(message), Some(fault)) => assert!(message.contains(fault), "{message}"),
            (message, fault) => panic!("{message:?} instead of {fault:?}"),
        }
    }

    /// Else a word that the macro misreads would publish what is hidden.
    #[test]
    fn what_the_macro_finds_left_must_be_what_the_view_has() {
        case(&[0, 1], Fields::Reply, None);
        case(&[1], Fields::Create, None);
        case(&[1], Fields::Update, None);
        case(&[0, 1, 2], Fields::Reply, Some("disagree about `note`"));
        case(&[0], Fields::Reply, Some("disagree about `title`"));
        case(&[0, 1], Fields::Create, Some("disagree about `id`"));
        case(&[], Fields::Update, Some("disagree about `title`"));
    }
}
