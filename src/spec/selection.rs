//! The properties that requests select: the parameter `fields`, and the view of rows of which they select some.

use super::component::{OPEN, reply};
use super::relation;
use super::schema::{View, property, schema};
use super::writer::Writer;
use crate::meta::{Computed, Field, Fields, Relation, Resource, same};

/// Writes the parameter `fields` among others, if the resource has one; rows are shown in this view otherwise.
pub(super) const fn parameter(w: &mut Writer<'_>, resource: &Resource, view: Fields) {
    if !resource.select {
        return;
    }
    w.comma();
    w.put(
        "{\"name\":\"fields\",\"in\":\"query\",\"description\":\"The properties to show of each row; all others are left out\",\"style\":\"form\",\"explode\":false,\
         \"schema\":{\"type\":\"array\",\"uniqueItems\":true,\"items\":{\"type\":\"string\",\"enum\":[",
    );
    names(w, &[], resource.fields, view, resource.computed);
    let mut at = 0;
    while at < resource.shown_paths() {
        let path = resource.shown_path(at);
        let mut depth = 1;
        while depth <= path.len() {
            if is_first(resource, at, depth) {
                let path = path.split_at(depth).0;
                w.comma();
                w.put("\"");
                relation::path(w, path);
                w.put("\"");
                let relation = path[depth - 1];
                if relation.shown_as.is_none() {
                    names(
                        w,
                        path,
                        relation.target.fields,
                        relation.view(),
                        relation.target.computed,
                    );
                }
            }
            depth += 1;
        }
        at += 1;
    }
    w.put("]}}}");
}

/// Writes the names of the properties of a row, behind the relations that lead to it.
const fn names(w: &mut Writer<'_>, path: &[&Relation], fields: &[Field], view: Fields, computed: &[Computed]) {
    let mut at = 0;
    while at < fields.len() + computed.len() {
        let field = if at < fields.len() {
            &fields[at]
        } else {
            &computed[at - fields.len()].field
        };
        if at >= fields.len() || view.holds(field) {
            w.comma();
            w.put("\"");
            relation::path(w, path);
            w.put(if path.is_empty() { "" } else { "." });
            w.put(field.property);
            w.put("\"");
        }
        at += 1;
    }
}

/// Writes the properties with related rows, of which requests select some properties, too.
pub(super) const fn properties(w: &mut Writer<'_>, resource: &Resource) {
    below(w, resource, &[]);
}

/// Writes the properties of the relations that follow this path.
const fn below(w: &mut Writer<'_>, resource: &Resource, path: &[&Relation]) {
    let depth = path.len() + 1;
    let mut at = 0;
    while at < resource.shown_paths() {
        let shown = resource.shown_path(at);
        if shown.len() >= depth && begin_alike(shown, path, depth - 1) && is_first(resource, at, depth) {
            related(w, resource, shown.split_at(depth).0);
        }
        at += 1;
    }
}

/// Writes the property with the rows to which a path leads.
const fn related(w: &mut Writer<'_>, resource: &Resource, path: &[&Relation]) {
    let relation = path[path.len() - 1];
    w.comma();
    w.put3("\"", relation.property, "\":{");
    if relation.many {
        w.put("\"type\":\"array\",\"items\":");
        match relation.shown_as {
            Some(field) => {
                let field = &relation.target.fields[field];
                schema(w, field.schema, &field.limits, View::ReplyItem);
            }
            None => {
                w.put("{");
                row(w, resource, path);
                w.put("}");
            }
        }
        if let Some(rows) = relation.limit {
            w.put(",\"maxItems\":");
            w.integer(rows as i64);
        }
    } else {
        row(w, resource, path);
    }
    w.description(relation.docs);
    w.put("}");
}

/// Writes the members of the schema of a related row.
const fn row(w: &mut Writer<'_>, resource: &Resource, path: &[&Relation]) {
    let relation = path[path.len() - 1];
    let target = &relation.target;
    // What begins an object, behind the end of its name.
    w.put(OPEN.split_at(3).1);
    let mut at = 0;
    while at < target.fields.len() {
        let field = &target.fields[at];
        if relation.view().holds(field) {
            w.comma();
            property(w, field, reply(field), true);
        }
        at += 1;
    }
    relation::computed(w, target.computed);
    below(w, resource, path);
    w.put("}");
}

/// Whether no earlier path of relations has the same ones up to this depth.
const fn is_first(resource: &Resource, path: usize, depth: usize) -> bool {
    let mut at = 0;
    while at < path {
        let other = resource.shown_path(at);
        if other.len() >= depth && begin_alike(other, resource.shown_path(path), depth) {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether two paths have the same relations up to this depth.
const fn begin_alike(one: &[&Relation], other: &[&Relation], depth: usize) -> bool {
    let mut at = 0;
    while at < depth {
        if !same(one[at].property, other[at].property) {
            return false;
        }
        at += 1;
    }
    true
}
