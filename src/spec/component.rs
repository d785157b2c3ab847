//! The components of a declaration: enums, schemas, unions, and the views of a resource.

use super::fragment::Section;
use super::relation;
use super::schema::{View, property, repeated, schema};
use super::selection;
use super::union::is_exclusive;
use super::writer::Writer;
use crate::meta::{Component, Default, Docs, Field, Fields, OperationKind, Placeholder, Resource, Shape, plain};
use crate::types::{Choices, JsonForm, Limits};

/// From which side a view is seen.
const fn side(fields: Fields) -> View {
    match fields {
        Fields::Reply | Fields::Item | Fields::Selection => View::Reply,
        Fields::Create | Fields::Update | Fields::Put => View::Request,
    }
}

/// How a property of a reply is seen: a null is there only where the declaration shows it.
pub(super) const fn reply(field: &Field) -> View {
    if field.shows_null() {
        View::ReplyItem
    } else {
        View::Reply
    }
}

/// Renders the views of a resource; those that its operations don't use are for ops.
///
/// A field mostly reads the same in several views: each text is rendered once, and copied to the others in runs.
pub(crate) const fn views(w: &mut Writer<'_>, resource: &Resource) {
    let replies = view(w, resource, Fields::Reply, &NOWHERE, &NOWHERE);
    let creates = view(w, resource, Fields::Create, &replies, &NOWHERE);
    view(w, resource, Fields::Update, &replies, &creates);
    if has_put_view(resource) {
        view(w, resource, Fields::Put, &replies, &creates);
    }
    if matches!(resource.item_view(), Fields::Item) {
        view(w, resource, Fields::Item, &replies, &NOWHERE);
    }
    if resource.select {
        view(w, resource, Fields::Selection, &replies, &NOWHERE);
    }
}

/// Which of the views that is.
pub(super) const fn place_of_view(resource: &Resource, view: Fields) -> usize {
    let more = 3 + has_put_view(resource) as usize;
    match view {
        Fields::Reply => 0,
        Fields::Create => 1,
        Fields::Update => 2,
        Fields::Put => 3,
        Fields::Item => more,
        Fields::Selection => more + matches!(resource.item_view(), Fields::Item) as usize,
    }
}

const fn has_put_view(resource: &Resource) -> bool {
    resource.offers(OperationKind::Put) && matches!(resource.put_view(), Fields::Put)
}

/// Where the property of each field is in the buffer; `(0, 0)`: nowhere. Fields past the end are rendered each time.
type Places = [(usize, usize); 64];

const NOWHERE: Places = [(0, 0); 64];

/// The text of a field's property for `fields`, if an earlier view has it.
const fn copy_of(field: &Field, index: usize, fields: Fields, replies: &Places, creates: &Places) -> (usize, usize) {
    // Each view has another description of key and address.
    if index >= NOWHERE.len() || field.key || field.in_path {
        return (0, 0);
    }
    let has_default = matches!(field.default, Some(Default::Literal(_)));
    match fields {
        Fields::Reply => (0, 0),
        Fields::Item | Fields::Selection => replies[index],
        Fields::Update if has_default => (0, 0),
        Fields::Create | Fields::Put | Fields::Update => {
            if creates[index].1 > 0 {
                creates[index]
            } else if same_in_requests(field) && !has_default {
                replies[index]
            } else {
                (0, 0)
            }
        }
    }
}

/// Whether requests and replies have the same schema for it.
const fn same_in_requests(field: &Field) -> bool {
    !field.schema.nullable
        && field.schema.is_same_in_requests()
        && !matches!(field.limits.form, JsonForm::SecondDigits(_))
}

const fn view(w: &mut Writer<'_>, resource: &Resource, fields: Fields, replies: &Places, creates: &Places) -> Places {
    let mut places = NOWHERE;
    let start = w.len();
    w.put("\"");
    w.put(resource.name);
    w.put(fields.suffix());
    w.put(OPEN);
    let mut names = false;
    let mut at = 0;
    while at < resource.fields.len() {
        let field = &resource.fields[at];
        if fields.holds(field) {
            w.comma();
            let (from, mut to) = copy_of(field, at, fields, replies, creates);
            let begin = w.len();
            if to > 0 {
                // A run: the next fields, too, if they are wanted and stand right behind.
                while at + 1 < resource.fields.len() && fields.holds(&resource.fields[at + 1]) {
                    let next = copy_of(&resource.fields[at + 1], at + 1, fields, replies, creates);
                    if next.0 != to + 1 {
                        break;
                    }
                    to = next.1;
                    at += 1;
                }
                w.copy(from, to);
            } else {
                match fields {
                    Fields::Update | Fields::Put if fields.repeats(field) => repeated(w, field),
                    Fields::Create | Fields::Update if field.in_path && resource.has_rows_in_paths() => {
                        property(w, &in_paths(field), View::Request, matches!(fields, Fields::Create));
                    }
                    Fields::Reply | Fields::Item | Fields::Selection => property(w, field, reply(field), true),
                    Fields::Create | Fields::Update | Fields::Put => {
                        property(w, field, side(fields), !matches!(fields, Fields::Update));
                    }
                }
                if at < NOWHERE.len() {
                    places[at] = (begin, w.len());
                }
            }
        }
        at += 1;
    }
    if fields.is_of_replies() {
        relation::computed(w, resource.computed);
        match fields {
            Fields::Selection => selection::properties(w, resource),
            _ => relation::properties(w, resource),
        }
    }
    relation::written(w, resource, fields);
    w.put("}");
    at = 0;
    while at < resource.fields.len() {
        let field = &resource.fields[at];
        if fields.requires(field) {
            names = required(w, field, names);
        }
        at += 1;
    }
    end(w, names, resource.docs, &[], side(fields));
    w.mark(Section::Schema, start);
    places
}

/// The field of an address that clients choose, with what makes it a part of a path.
const fn in_paths(field: &Field) -> Field {
    let mut field = *field;
    field.limits.in_path = true;
    field
}

/// Renders an enum, a schema or a union: its one view, or the view of replies and that of requests. The document gives them their names.
pub(crate) const fn component(w: &mut Writer<'_>, component: &Component) {
    component_view(w, component, View::ReplyItem);
    if component.has_two_views() {
        component_view(w, component, View::Request);
    }
}

const fn component_view(w: &mut Writer<'_>, component: &Component, view: View) {
    let start = w.len();
    w.put("\"");
    w.put(component.name);
    match component.shape {
        Shape::Enum(values) => {
            w.put("\":{");
            choices(w, values);
            deprecated(w, component.deprecated);
            w.description(component.docs);
            w.put("}");
        }
        Shape::Union(variants) => {
            w.put(if is_exclusive(variants) {
                "\":{\"oneOf\":["
            } else {
                "\":{\"anyOf\":["
            });
            let mut at = 0;
            while at < variants.len() {
                w.comma();
                schema(w, variants[at], &Limits::NONE, view);
                at += 1;
            }
            w.put("]");
            deprecated(w, component.deprecated);
            w.description(component.docs);
            w.put("}");
        }
        Shape::Object(fields) => object(w, fields, component, view),
    }
    w.mark(Section::Schema, start);
}

/// Writes the type and the values of an enum. Nothing in JSON Schema names numbers, but generators of clients know `x-enum-varnames`.
const fn choices(w: &mut Writer<'_>, choices: Choices) {
    match choices {
        Choices::None => {}
        Choices::Texts(texts) => {
            w.put("\"type\":\"string\",\"enum\":");
            strings(w, texts);
        }
        Choices::Numbers(numbers, names) => {
            w.put("\"type\":\"integer\"");
            if !fit_into_32_bits(numbers) {
                w.put(",\"format\":\"int64\"");
            }
            w.put(",\"enum\":[");
            let mut at = 0;
            while at < numbers.len() {
                w.comma();
                w.integer(numbers[at]);
                at += 1;
            }
            w.put("],\"x-enum-varnames\":[");
            at = 0;
            while at < names.len() {
                w.comma();
                w.string(plain(names[at]));
                at += 1;
            }
            w.put("]");
        }
    }
}

const fn strings(w: &mut Writer<'_>, strings: &[&str]) {
    w.put("[");
    let mut at = 0;
    while at < strings.len() {
        w.comma();
        w.string(strings[at]);
        at += 1;
    }
    w.put("]");
}

const fn fit_into_32_bits(numbers: &[i64]) -> bool {
    let mut at = 0;
    while at < numbers.len() {
        if numbers[at] < i32::MIN as i64 || numbers[at] > i32::MAX as i64 {
            return false;
        }
        at += 1;
    }
    true
}

const fn object(w: &mut Writer<'_>, fields: &[Field], component: &Component, view: View) {
    w.put(OPEN);
    let mut at = 0;
    while at < fields.len() {
        let field = &fields[at];
        if in_view(field, view) {
            w.comma();
            match view {
                View::Request | View::Parameter => property(w, field, view, true),
                View::Reply | View::ReplyItem => property(w, field, reply(field), true),
            }
            if !field.in_requests() || !field.in_replies() {
                w.rewind(w.len() - 1);
                w.put(if field.in_replies() {
                    ",\"readOnly\":true}"
                } else {
                    ",\"writeOnly\":true}"
                });
            }
        }
        at += 1;
    }
    w.put("}");
    let mut names = false;
    at = 0;
    while at < fields.len() {
        if in_view(&fields[at], view) && is_required(&fields[at], view) {
            names = required(w, &fields[at], names);
        }
        at += 1;
    }
    if names {
        w.put("]");
    }
    deprecated(w, component.deprecated);
    end(w, false, component.docs, component.checks, view);
}

/// Appends `,"deprecated":true` where that is so.
const fn deprecated(w: &mut Writer<'_>, deprecated: bool) {
    if deprecated {
        w.put(",\"deprecated\":true");
    }
}

/// Whether what goes this way holds a property.
const fn in_view(field: &Field, view: View) -> bool {
    match view {
        View::Request | View::Parameter => field.in_requests(),
        View::Reply | View::ReplyItem => field.in_replies(),
    }
}

/// Whether what goes this way always holds a property.
const fn is_required(field: &Field, view: View) -> bool {
    match view {
        View::Request | View::Parameter => !field.optional(),
        View::Reply | View::ReplyItem => field.is_always_shown(),
    }
}

pub(super) const OPEN: &str = "\":{\"type\":\"object\",\"properties\":{";

/// Adds a name to `required`; `begun`: whether the list is open.
pub(super) const fn required(w: &mut Writer<'_>, field: &Field, begun: bool) -> bool {
    w.put(if begun { "," } else { ",\"required\":[" });
    w.string(field.property);
    true
}

/// The keyword of objects that forbids other members.
pub(super) const CLOSED: &str = ",\"additionalProperties\":false";

/// Ends an object: its required members, whether requests may have others, and its description, which in requests has the checks of the whole. Replies
/// may break those: rows may be older than a check.
const fn end(w: &mut Writer<'_>, names: bool, docs: Docs, checks: &[&str], view: View) {
    if names {
        w.put("]");
    }
    match view {
        View::Request | View::Parameter => {
            w.put(CLOSED);
            w.description_and_checks(docs, checks);
        }
        View::Reply => {
            w.placeholder(Placeholder::Closed);
            w.description(docs);
        }
        View::ReplyItem => w.description(docs),
    }
    w.put("}");
}

#[cfg(test)]
mod tests {
    use super::{Writer, component};
    use crate::meta::{Component, Shape};
    use crate::types::{Kind, Schema};

    /// Checks under which word a union of these variants is published.
    #[track_caller]
    fn case(variants: &[Schema], word: &str) {
        let mut buffer = [0; 4096];
        let union = Component {
            name: "Either",
            docs: &[],
            deprecated: false,
            checks: &[],
            shape: Shape::Union(variants.to_vec().leak()),
        };
        let mut w = Writer::new(&mut buffer, &mut []);
        component(&mut w, &union);
        let length = w.len();
        let text = std::str::from_utf8(&buffer[..length]).unwrap();
        assert!(text.starts_with(&format!("\"Either\":{{\"{word}\":[{{")), "{text}");
    }

    #[test]
    fn variants_of_different_json_types_exclude_each_other() {
        const TEXT: Schema = Schema::of(Kind::String);
        const NUMBER: Schema = Schema::of(Kind::Int64);
        case(&[NUMBER, TEXT], "oneOf");
        case(
            &[
                TEXT,
                NUMBER,
                Schema::of(Kind::Boolean),
                Schema::of(Kind::List(&TEXT)),
                Schema::of(Kind::Map(&TEXT)),
            ],
            "oneOf",
        );
        case(&[NUMBER.nullable(), TEXT], "oneOf");
    }

    #[test]
    fn variants_that_share_a_json_type_may_both_fit() {
        const TEXT: Schema = Schema::of(Kind::String);
        const NUMBER: Schema = Schema::of(Kind::Int64);
        case(&[NUMBER, Schema::of(Kind::Double)], "anyOf");
        case(&[Schema::of(Kind::Uuid), TEXT], "anyOf");
        case(&[Schema::of(Kind::Decimal), TEXT], "anyOf");
        case(
            &[Schema::of(Kind::List(&TEXT)), Schema::of(Kind::List(&NUMBER))],
            "anyOf",
        );
        case(&[NUMBER.nullable(), TEXT.nullable()], "anyOf");
        case(&[Schema::of(Kind::Ref("Place")), TEXT], "anyOf");
        case(&[Schema::of(Kind::Any), NUMBER], "anyOf");
    }
}
