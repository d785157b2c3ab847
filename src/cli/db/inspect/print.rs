//! The model as text, as one would write it by hand.

use super::model::{Entry, Model};
use crate::cli::source::out::Out;
use crate::cli::source::text::{json_literal, line, literal};
use crate::meta::{Default, Field, ForeignKey, ForeignKeyTarget, OnDelete, Reference, Relation, Resource};
use crate::types::{Literal, Number, Storage};

/// Prints a complete program.
pub(super) fn print(model: &Model) -> String {
    let mut out = Out::default();
    let from = line(&format!("From the database `{}`.", model.title));
    out.line(0, &format!("// {from} Comments list what the block can't express."));
    for note in &model.notes {
        out.line(0, &format!("// {note}"));
    }
    out.blank();
    out.line(0, "use std::process::ExitCode;");
    out.blank();
    out.line(0, "use warp_openapi::prelude::*;");
    out.blank();
    out.line(0, "api! {");
    out.line(1, &format!("api {} {{", model.api));
    out.line(2, &format!("title: {},", literal(&model.title)));
    out.line(2, "version: \"0.1.0\",");
    out.line(1, "}");
    for item in &model.enums {
        out.blank();
        let value = |(name, literal): &(String, String)| format!("{name} = {literal}");
        let values: Vec<String> = item.values.iter().map(value).collect();
        out.list(1, &format!("enum {} {{", item.name), &values, "}", " ");
    }
    for entry in &model.entries {
        out.blank();
        resource(&mut out, model, entry);
    }
    out.line(0, "}");
    out.blank();
    out.line(0, "fn main() -> ExitCode {");
    out.line(1, &format!("{}::cli().run()", model.api));
    out.line(0, "}");
    out.text
}

fn resource(out: &mut Out, model: &Model, entry: &Entry) {
    let resource = entry.resource;
    for note in &entry.notes {
        out.line(1, &format!("// {note}"));
    }
    out.line(1, &format!("resource {} {{", resource.name));
    out.line(2, &format!("table: {},", literal(resource.table)));
    out.line(2, &format!("path: {},", literal(resource.path)));
    let (keys, others) = resource.fields.split_at(resource.key);
    let (key_types, other_types) = entry.types.split_at(resource.key.min(entry.types.len()));
    fields(out, model, "key", (keys, key_types));
    if !others.is_empty() {
        fields(out, model, "fields", (others, other_types));
    }
    if !resource.unique.is_empty() {
        let names = |set: &&[usize]| {
            let names: Vec<&str> = set.iter().map(|at| resource.fields[*at].name).collect();
            format!("[{}]", names.join(", "))
        };
        let sets: Vec<String> = resource.unique.iter().map(names).collect();
        out.list(2, "unique: [", &sets, "],", "");
    }
    if !resource.foreign_keys.is_empty() {
        let keys: Vec<String> = resource
            .foreign_keys
            .iter()
            .map(|key| foreign_key(model, resource, key))
            .collect();
        out.list(2, "foreign_keys: [", &keys, "],", "");
    }
    if !resource.relations.is_empty() {
        out.line(2, "relations: {");
        for relation in resource.relations {
            let (declared, options) = (declared(resource, relation), relation_options(relation));
            if options.is_empty() {
                out.line(3, &format!("{declared},"));
            } else {
                out.list(3, &format!("{declared} ["), &options, "],", "");
            }
        }
        out.line(2, "},");
    }
    let ops: Vec<String> = resource
        .operations
        .iter()
        .map(|operation| operation.kind.word().to_owned())
        .collect();
    out.list(2, "ops: [", &ops, "],", "");
    out.line(1, "}");
}

fn fields(out: &mut Out, model: &Model, section: &str, (fields, types): (&[Field], &[String])) {
    out.line(2, &format!("{section}: {{"));
    for (field, ty) in fields.iter().zip(types) {
        let ty = if field.schema.nullable && !field.key {
            format!("Option<{ty}>")
        } else {
            ty.clone()
        };
        let declared = format!("{}: {ty}", field.name);
        let options = options(model, field);
        if options.is_empty() {
            out.line(3, &format!("{declared},"));
        } else {
            out.list(3, &format!("{declared} ["), &options, "],", "");
        }
    }
    out.line(2, "},");
}

fn options(model: &Model, field: &Field) -> Vec<String> {
    let mut options = Vec::new();
    if field.property != field.name {
        options.push(format!("name({})", literal(field.property)));
    }
    if field.column != field.property {
        options.push(format!("column({})", literal(field.column)));
    }
    if field.auto_increment {
        options.push("auto_increment".to_owned());
    }
    limits(field, &mut options);
    match field.default {
        None => {}
        Some(Default::Literal(value)) => options.push(default(field, value)),
        Some(Default::With(_)) => {
            let make = if field.storage == Storage::Uuid {
                "Uuid::now_v7"
            } else {
                "Utc::now"
            };
            // Its result has the field's type.
            options.push(if field.schema.nullable && !field.key {
                format!("default_with(|| Some({make}()))")
            } else {
                format!("default_with({make})")
            });
        }
    }
    if let Some(reference) = field.references {
        let then = action(reference.on_delete);
        let external = if reference.external { ", external" } else { "" };
        let target = referenced(model, &reference);
        options.push(format!("references({target}, {then}{external})"));
    }
    if field.unique {
        options.push("unique".to_owned());
    }
    if field.index {
        options.push("index".to_owned());
    }
    options
}

/// What a field refers to: a table, whose key it is then, or a field of a resource.
fn referenced(model: &Model, reference: &Reference) -> String {
    let mut entries = model.entries.iter().map(|entry| entry.resource);
    match (
        reference.fields,
        entries.find(|resource| resource.table == reference.table),
    ) {
        ([field], Some(target)) => format!("{}.{}", target.name, target.fields[*field].name),
        _ => literal(reference.table),
    }
}

fn action(on_delete: OnDelete) -> &'static str {
    match on_delete {
        OnDelete::Cascade => "cascade",
        OnDelete::SetNull => "set_null",
        OnDelete::Restrict => "restrict",
    }
}

fn field_names(fields: &[Field], indices: &[usize]) -> String {
    let names: Vec<&str> = indices.iter().map(|at| fields[*at].name).collect();
    names.join(", ")
}

/// `(tenant_id, author_id) = Writer [cascade]`
fn foreign_key(model: &Model, resource: &Resource, key: &ForeignKey) -> String {
    let mut entries = model.entries.iter().map(|entry| entry.resource);
    let target = entries.find(|resource| resource.table == key.table);
    let target = match (key.target, target) {
        (ForeignKeyTarget::Columns(columns), _) => {
            let columns: Vec<String> = columns.iter().map(|column| literal(column)).collect();
            format!("{}({})", literal(key.table), columns.join(", "))
        }
        (ForeignKeyTarget::Fields(fields), Some(target)) => {
            format!("{}({})", target.name, field_names(target.fields, fields))
        }
        (ForeignKeyTarget::Key | ForeignKeyTarget::Fields(_), target) => {
            target.map_or(key.table, |target| target.name).to_owned()
        }
    };
    let own = field_names(resource.fields, key.fields);
    format!("({own}) = {target} [{}]", action(key.on_delete))
}

/// `comments: [Comment] = article_id`
fn declared(resource: &Resource, relation: &Relation) -> String {
    let linked = |fields: &[Field], indices: &[usize]| match indices {
        [only] => fields[*only].name.to_owned(),
        several => format!("({})", field_names(fields, several)),
    };
    let target = &relation.target;
    let link = match &relation.through {
        Some(through) => {
            let between = &through.resource;
            let (own, theirs) = (
                linked(between.fields, through.own),
                linked(between.fields, through.theirs),
            );
            format!("{}({own}, {theirs})", between.component)
        }
        None if relation.many => linked(target.fields, relation.theirs),
        None => linked(resource.fields, relation.own),
    };
    let component = target.component;
    let rows = if relation.many {
        format!("[{component}]")
    } else {
        component.to_owned()
    };
    format!("{}: {rows} = {link}", relation.name)
}

fn relation_options(relation: &Relation) -> Vec<String> {
    let limit = relation.limit.map(|rows| format!("limit({rows})"));
    let no_index = (!relation.indexed).then(|| "no_index".to_owned());
    limit.into_iter().chain(no_index).collect()
}

fn limits(field: &Field, options: &mut Vec<String>) {
    let limits = &field.limits;
    match (limits.min_length, limits.max_length) {
        (None, None) => {}
        (least, Some(most)) => options.push(format!("len({}..={most})", least.unwrap_or(0))),
        (Some(least), None) => options.push(format!("len({least}..=u32::MAX)")),
    }
    if let Some((digits, scale)) = limits.precision {
        options.push(format!("precision({digits}, {scale})"));
    }
    let text = |bound: Number| number(bound, field.storage);
    match (limits.minimum, limits.maximum) {
        (None, None) => {}
        (Some(least), Some(most)) => options.push(format!("range({}..={})", text(least), text(most))),
        (Some(least), None) => options.push(format!("min({})", text(least))),
        (None, Some(most)) => options.push(format!("max({})", text(most))),
    }
    if let Some(step) = limits.multiple_of {
        options.push(format!("multiple_of({})", text(step)));
    }
}

fn default(field: &Field, value: Literal) -> String {
    match value {
        Literal::Boolean(value) => format!("default({value})"),
        Literal::Number(value) => format!("default({})", number(value, field.storage)),
        Literal::Text(text) => format!("default({})", literal(text)),
        Literal::Json(json) => format!("default_json({})", json_literal(json)),
    }
}

/// A number as an option of such a field takes it.
fn number(number: Number, storage: Storage) -> String {
    let digits = number.to_string();
    let float = matches!(storage, Storage::Float | Storage::Double | Storage::Decimal);
    if float && !digits.contains('.') {
        format!("{digits}.0")
    } else {
        digits
    }
}
