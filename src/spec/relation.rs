//! Relations: the properties of replies with related rows and computed fields, and the parameter that asks for them.

use super::component::{CLOSED, OPEN, required};
use super::schema::{View, bulk_limit, list_limit, property, schema};
use super::writer::Writer;
use crate::meta::{Computed, Docs, Fields, Relation, Resource, RowsOperator};
use crate::types::{Kind, Limits, Schema};

/// Writes the properties of a row with its computed fields, among others. None is required: replies of ops and messages hold rows without them.
pub(super) const fn computed(w: &mut Writer<'_>, computed: &[Computed]) {
    let mut at = 0;
    while at < computed.len() {
        let field = &computed[at].field;
        let view = if field.shows_null() {
            View::ReplyItem
        } else {
            View::Reply
        };
        w.comma();
        w.put3("\"", field.property, "\":{");
        super::schema::members(w, field.schema, &field.limits, view);
        w.description(field.docs);
        w.comma();
        w.put("\"readOnly\":true}");
        at += 1;
    }
}

/// Writes the properties of a row with the rows that are related to it, among others.
pub(super) const fn properties(w: &mut Writer<'_>, resource: &Resource) {
    let mut at = 0;
    while at < resource.relations.len() {
        if resource.shows_relation(at) {
            related(w, &resource.relations[at]);
        }
        at += 1;
    }
}

/// Requests of ops can hold rows, but no related ones.
const fn related(w: &mut Writer<'_>, relation: &Relation) {
    w.comma();
    w.put3("\"", relation.property, "\":{");
    let target = Schema::of(Kind::Ref(relation.target.component));
    if relation.many {
        w.put("\"type\":\"array\",\"items\":");
        match relation.shown_as {
            Some(field) => {
                let field = &relation.target.fields[field];
                schema(w, field.schema, &field.limits, View::ReplyItem);
            }
            // Only replies have this view, so it is one component.
            None if matches!(relation.view(), Fields::Item) => {
                let (name, suffix) = (relation.target.component, relation.view().suffix());
                w.put3("{\"$ref\":\"#/components/schemas/", name, suffix);
                w.put("\"}");
            }
            None => schema(w, target, &Limits::NONE, View::ReplyItem),
        }
        if let Some(rows) = relation.limit {
            w.put(",\"maxItems\":");
            w.integer(rows as i64);
        }
    } else {
        super::schema::members(w, target, &Limits::NONE, View::ReplyItem);
    }
    w.description(relation.docs);
    w.put(",\"readOnly\":true}");
}

/// Writes the properties of a request with related rows, among others: values that name them, or new rows without the fields that relate them.
pub(super) const fn written(w: &mut Writer<'_>, resource: &Resource, view: Fields) {
    let mut at = 0;
    while at < resource.write.len() {
        let relation = &resource.relations[resource.write[at]];
        if resource.carries(resource.write[at], view) {
            w.comma();
            w.put3("\"", relation.property, "\":{\"type\":\"array\",\"items\":");
            match (&relation.through, relation.named_by()) {
                (Some(_), Some(field)) => {
                    let field = &relation.target.fields[field];
                    schema(w, field.schema, &field.limits, View::Request);
                    list_limit(w, relation.most_named());
                }
                _ => {
                    new_row(w, relation);
                    bulk_limit(w);
                }
            }
            w.description(relation.docs);
            w.put("}");
        }
        at += 1;
    }
}

/// Writes the schema of a new row that is created with the one to which it belongs.
const fn new_row(w: &mut Writer<'_>, relation: &Relation) {
    // What begins an object, behind the end of its name.
    w.put(OPEN.split_at(2).1);
    let fields = relation.target.fields;
    let mut at = 0;
    while at < fields.len() {
        if relation.gives(at) {
            w.comma();
            property(w, &fields[at], View::Request, true);
        }
        at += 1;
    }
    w.put("}");
    let mut names = false;
    at = 0;
    while at < fields.len() {
        if relation.gives(at) && Fields::Create.requires(&fields[at]) {
            names = required(w, &fields[at], names);
        }
        at += 1;
    }
    if names {
        w.put("]");
    }
    w.put(CLOSED);
    w.put("}");
}

/// Writes the parameters on how many related rows there are.
pub(super) const fn counted(w: &mut Writer<'_>, relation: &Relation, operators: &[RowsOperator], docs: &Docs) {
    let docs = if docs.is_empty() { relation.docs } else { *docs };
    let mut at = 0;
    while at < operators.len() {
        let (description, schema) = match operators[at] {
            RowsOperator::Any => ("Whether there are any", "{\"type\":\"boolean\"}}"),
            RowsOperator::None => ("Whether there are none", "{\"type\":\"boolean\"}}"),
            RowsOperator::CountGe => ("At least so many", COUNT),
            RowsOperator::CountLe => ("At most so many", COUNT),
        };
        w.comma();
        w.put3("{\"name\":\"", relation.property, ":");
        w.put3(
            operators[at].word(),
            "\",\"in\":\"query\",\"description\":\"",
            description,
        );
        if !docs.is_empty() {
            w.put(":");
            w.escaped(docs[0]);
        }
        w.put("\",\"schema\":");
        w.put(schema);
        at += 1;
    }
}

/// Writes the words of operators as a group of a pattern.
pub(super) const fn words(w: &mut Writer<'_>, operators: &[RowsOperator]) {
    let mut at = 0;
    while at < operators.len() {
        w.put(if at > 0 { "|" } else { ":(" });
        w.put(operators[at].word());
        at += 1;
    }
    w.put(")");
}

const COUNT: &str = "{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":0}}";

/// Writes the names of relations with dots between them.
pub(super) const fn path(w: &mut Writer<'_>, path: &[&Relation]) {
    let mut at = 0;
    while at < path.len() {
        if at > 0 {
            w.put(".");
        }
        w.put(path[at].property);
        at += 1;
    }
}

/// Writes the parameter `include` among others, if the resource has one.
pub(super) const fn parameter(w: &mut Writer<'_>, resource: &Resource) {
    if resource.include.is_empty() {
        return;
    }
    w.comma();
    w.put(
        "{\"name\":\"include\",\"in\":\"query\",\"description\":\"Related rows to show with each row\",\"style\":\"form\",\"explode\":false,\
         \"schema\":{\"type\":\"array\",\"uniqueItems\":true,\"items\":{\"type\":\"string\",\"enum\":[",
    );
    let mut at = 0;
    while at < resource.include_paths.len() {
        w.put(if at > 0 { ",\"" } else { "\"" });
        path(w, resource.include_paths[at]);
        w.put("\"");
        at += 1;
    }
    w.put("]}}}");
}
