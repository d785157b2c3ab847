//! Parameters: the address in the path, and what lists and bulk deletes take from the query.

use super::relation;
use super::schema::{View, schema};
use super::selection;
use super::writer::Writer;
use crate::meta::{
    Docs, Field, Filter, Operand, Operation, OperationKind, Operator, OrderColumn, PAGE_BYTES, Paging, PagingStyle,
    Placeholder, RelatedField, Resource, Setting,
};
use crate::types::Limits;

/// The text of [`comparison`] has the number.
const _: () = assert!(Operator::MOST_VALUES == 100, "maxItems of eq and ne");

/// Writes the parameters of a path, a list, if it has any: those of the resource's own path, then these fields of an address.
pub(crate) const fn path(w: &mut Writer<'_>, resource: &Resource, address: &[usize]) {
    if resource.parents.is_empty() && address.is_empty() {
        return;
    }
    w.put("\"parameters\":[");
    let mut at = 0;
    while at < resource.parents.len() {
        let parent = &resource.parents[at];
        in_path(w, parent.name, resource.parent_field(parent));
        at += 1;
    }
    at = 0;
    while at < address.len() {
        let field = &resource.fields[address[at]];
        in_path(w, field.property, field);
        at += 1;
    }
    w.put("]");
}

/// Writes a parameter of a path with the values of a field.
const fn in_path(w: &mut Writer<'_>, name: &str, field: &Field) {
    w.comma();
    w.put3("{\"name\":\"", name, "\",\"in\":\"path\",\"required\":true");
    w.description(field.docs);
    w.put(",\"schema\":");
    schema(w, field.schema.not_null(), &field.limits, View::Parameter);
    w.put("}");
}

/// Writes the parameters of an operation, if it has any.
///
/// `place`: where an earlier operation has rendered the filters, which are then copied.
pub(crate) const fn query(w: &mut Writer<'_>, resource: &Resource, operation: &Operation, place: &mut (usize, usize)) {
    match operation.kind {
        OperationKind::List => {
            w.put(",\"parameters\":[");
            filters(w, resource, place);
            paging(w, resource, operation, true);
            relation::parameter(w, resource);
            selection::parameter(w, resource, resource.item_view());
            w.put("]");
        }
        OperationKind::DeleteMany => {
            w.put(",\"parameters\":[");
            filters(w, resource, place);
            w.comma();
            w.put(ALL);
            w.put("]");
        }
        OperationKind::Create
        | OperationKind::CreateMany
        | OperationKind::Read
        | OperationKind::Update
        | OperationKind::Put
        | OperationKind::Delete
        | OperationKind::Link
        | OperationKind::Unlink => {}
    }
}

/// Writes the parameters of a list among others.
pub(crate) const fn list(w: &mut Writer<'_>, resource: &Resource, operation: &Operation) {
    filters(w, resource, &mut (0, 0));
    paging(w, resource, operation, false);
}

/// Writes the parameters that choose rows among others.
pub(crate) const fn choice(w: &mut Writer<'_>, resource: &Resource) {
    filters(w, resource, &mut (0, 0));
    w.comma();
    w.put(ALL);
}

const ALL: &str = "{\"$ref\":\"#/components/parameters/All\"}";

const fn filters(w: &mut Writer<'_>, resource: &Resource, place: &mut (usize, usize)) {
    if place.1 > place.0 {
        return w.copy(place.0, place.1);
    }
    let start = w.len();
    let mut at = 0;
    while at < resource.filters.len() {
        match &resource.filters[at] {
            Filter::Field { field, operators, docs } => {
                let field = &resource.fields[*field];
                let mut operator = 0;
                while operator < operators.len() {
                    comparison(w, (&[], field), operators[operator], docs);
                    operator += 1;
                }
            }
            Filter::Computed {
                computed,
                operators,
                docs,
            } => {
                let field = &resource.computed[*computed].field;
                let mut operator = 0;
                while operator < operators.len() {
                    comparison(w, (&[], field), operators[operator], docs);
                    operator += 1;
                }
            }
            Filter::Related { operators, docs, .. } => {
                let mut operator = 0;
                while operator < operators.len() {
                    if let Some(related) = &resource.related_filters[at] {
                        comparison(w, (related.names, &related.field), operators[operator], docs);
                    }
                    operator += 1;
                }
            }
            Filter::Rows {
                relation,
                operators,
                docs,
            } => relation::counted(w, &resource.relations[*relation], operators, docs),
            Filter::Custom(custom) => {
                w.comma();
                w.put3("{\"name\":\"", custom.name, "\",\"in\":\"query\"");
                w.description(custom.docs);
                w.put(",\"schema\":");
                schema(w, custom.schema.not_null(), &Limits::NONE, View::Parameter);
                w.put("}");
            }
        }
        at += 1;
    }
    if resource.any {
        any(w, resource);
    }
    search(w, resource);
    *place = (start, w.len());
}

/// How an operator's parameter continues after the field's name, up to its description.
const fn meaning(operator: Operator) -> &'static str {
    match operator {
        Operator::Eq => "\",\"in\":\"query\",\"description\":\"Any of",
        Operator::Ne => ":ne\",\"in\":\"query\",\"description\":\"None of",
        Operator::Lt => ":lt\",\"in\":\"query\",\"description\":\"Less than",
        Operator::Le => ":le\",\"in\":\"query\",\"description\":\"At most",
        Operator::Gt => ":gt\",\"in\":\"query\",\"description\":\"Greater than",
        Operator::Ge => ":ge\",\"in\":\"query\",\"description\":\"At least",
        Operator::Null => ":null\",\"in\":\"query\",\"description\":\"Null or not",
        Operator::Contains => ":contains\",\"in\":\"query\",\"description\":\"Contains, ignoring case",
        Operator::Starts => ":starts\",\"in\":\"query\",\"description\":\"Starts with, ignoring case",
    }
}

/// Writes the parameter of a comparison: of a field, or of one of related rows, to which relations of these names lead.
const fn comparison(w: &mut Writer<'_>, (path, field): (&[&str], &Field), operator: Operator, docs: &Docs) {
    w.comma();
    w.put("{\"name\":\"");
    let mut at = 0;
    while at < path.len() {
        w.put(path[at]);
        w.put(".");
        at += 1;
    }
    w.put(field.property);
    w.put(meaning(operator));
    let docs = if docs.is_empty() { field.docs } else { *docs };
    if !docs.is_empty() {
        w.put(":");
        w.escaped(docs[0]);
    }
    let item = field.schema.not_null();
    match operator {
        Operator::Eq | Operator::Ne => {
            w.put("\",\"schema\":{\"type\":\"array\",\"maxItems\":100,\"items\":");
            schema(w, item, &Limits::NONE, View::Parameter);
            w.put("}}");
        }
        Operator::Null => w.put("\",\"schema\":{\"type\":\"boolean\"}}"),
        Operator::Contains | Operator::Starts => w.put("\",\"schema\":{\"type\":\"string\"}}"),
        Operator::Lt | Operator::Le | Operator::Gt | Operator::Ge => {
            w.put("\",\"schema\":");
            schema(w, item, &Limits::NONE, View::Parameter);
            w.put("}");
        }
    }
}

/// Writes the parameter with filters of which one must be met.
const fn any(w: &mut Writer<'_>, resource: &Resource) {
    w.comma();
    w.put(
        "{\"name\":\"any\",\"in\":\"query\",\"description\":\"Filters of which at least one must be met, each written `filter:operator:value`\",\
         \"schema\":{\"type\":\"array\",\"maxItems\":100,\"items\":{\"type\":\"string\",\"pattern\":\"^(",
    );
    let mut at = 0;
    while at < resource.filters.len() {
        w.put(if at > 0 { "|" } else { "" });
        match &resource.filters[at] {
            Filter::Field { field, operators, .. } => {
                w.put(resource.fields[*field].property);
                words(w, operators);
            }
            Filter::Computed {
                computed, operators, ..
            } => {
                w.put(resource.computed[*computed].field.property);
                words(w, operators);
            }
            Filter::Related { operators, .. } => {
                if let Some(related) = &resource.related_filters[at] {
                    let mut name = 0;
                    while name < related.names.len() {
                        w.put(related.names[name]);
                        w.put("\\\\.");
                        name += 1;
                    }
                    w.put(related.field.property);
                }
                words(w, operators);
            }
            Filter::Rows {
                relation, operators, ..
            } => {
                w.put(resource.relations[*relation].property);
                relation::words(w, operators);
            }
            Filter::Custom(custom) => w.put3(custom.name, ":eq", ""),
        }
        at += 1;
    }
    w.put("):\"}}}");
}

/// Writes the words of operators as a group of a pattern.
const fn words(w: &mut Writer<'_>, operators: &[Operator]) {
    let mut at = 0;
    while at < operators.len() {
        w.put(if at > 0 { "|" } else { ":(" });
        w.put(operators[at].word());
        at += 1;
    }
    w.put(")");
}

const fn search(w: &mut Writer<'_>, resource: &Resource) {
    if resource.search.is_empty() {
        return;
    }
    w.comma();
    w.put("{\"name\":\"search\",\"in\":\"query\",\"description\":\"Text that one of these contains, ignoring case: ");
    let mut at = 0;
    while at < resource.search.len() {
        if at > 0 {
            w.put(", ");
        }
        operand(w, resource, &resource.search[at], resource.related_search, at);
        at += 1;
    }
    w.put("\",\"schema\":{\"type\":\"string\"}}");
}

/// `generated`: whether the engine alone limits pages; a handler may limit its own.
const fn paging(w: &mut Writer<'_>, resource: &Resource, operation: &Operation, generated: bool) {
    let most = match operation.paging.max {
        Some(rows) => rows,
        None => Paging::USUAL_MAX,
    };
    let usual = match operation.paging.limit {
        Some(rows) => rows,
        None => Paging::USUAL_LIMIT,
    };
    w.comma();
    w.put("{\"name\":\"limit\",\"in\":\"query\",\"description\":\"At most this many rows; a page ");
    w.put(if generated { "also ends" } else { "may also end" });
    w.put(" before ");
    let start = w.len();
    w.integer(PAGE_BYTES as i64);
    w.placeholder_over(start, Placeholder::Setting(Setting::PageBytes));
    w.put(" bytes of rows, and `Link` goes on\",\"schema\":{\"default\":");
    let start = w.len();
    w.integer(if usual < most { usual } else { most } as i64);
    if operation.paging.max.is_none() || operation.paging.limit.is_none() {
        let declared = Setting::DefaultLimit {
            limit: or_zero(operation.paging.limit),
            max: or_zero(operation.paging.max),
        };
        w.placeholder_over(start, Placeholder::Setting(declared));
    }
    w.put(",\"type\":\"integer\",\"minimum\":1,\"maximum\":");
    let start = w.len();
    w.integer(most as i64);
    if operation.paging.max.is_none() {
        w.placeholder_over(start, Placeholder::Setting(Setting::MaxLimit));
    }
    w.put("}}");
    match operation.paging.style {
        PagingStyle::Offset => {
            w.put(",{\"$ref\":\"#/components/parameters/Offset\"}");
            order(w, resource, operation.paging.order);
        }
        PagingStyle::Cursor(_) => {
            w.put(",{\"$ref\":\"#/components/parameters/Cursor\"},{\"$ref\":\"#/components/parameters/Direction\"}");
        }
    }
}

const fn or_zero(rows: Option<u32>) -> u32 {
    match rows {
        Some(rows) => rows,
        None => 0,
    }
}

const fn order(w: &mut Writer<'_>, resource: &Resource, usual_order: &[OrderColumn]) {
    if resource.order.is_empty() {
        return;
    }
    w.put3(
        ",{\"name\":\"",
        resource.names.order_by(),
        "\",\"in\":\"query\",\"description\":\"Order of the rows; - is descending\",\
         \"schema\":{\"type\":\"array\",\"uniqueItems\":true,\"items\":{\"type\":\"string\",\"enum\":[",
    );
    let mut at = 0;
    while at < resource.order.len() {
        w.comma();
        w.put("\"");
        operand(w, resource, &resource.order[at], resource.related_order, at);
        w.put("\",\"-");
        operand(w, resource, &resource.order[at], resource.related_order, at);
        w.put("\"");
        at += 1;
    }
    w.put("]}");
    usual(w, resource, usual_order);
    w.put("}}");
}

/// Writes the name of a field as requests have it; `related` are the fields of related rows in its section, where it is at `at`.
const fn operand(
    w: &mut Writer<'_>,
    resource: &Resource,
    operand: &Operand,
    related: &[Option<RelatedField>],
    at: usize,
) {
    if let Operand::Related(_) = operand
        && let Some(related) = RelatedField::at(related, at)
    {
        let mut name = 0;
        while name < related.names.len() {
            w.put(related.names[name]);
            w.put(".");
            name += 1;
        }
    }
    if let Some(field) = operand.field(resource, related, at) {
        w.put(field.property);
    }
}

/// The default order, if a request could ask for it.
const fn usual(w: &mut Writer<'_>, resource: &Resource, order: &[OrderColumn]) {
    let mut at = 0;
    while at < order.len() {
        let mut field = 0;
        while field < resource.order.len() && !resource.order[field].is(&order[at].by) {
            field += 1;
        }
        if field == resource.order.len() {
            return;
        }
        at += 1;
    }
    at = 0;
    while at < order.len() {
        w.put(if at > 0 { "," } else { ",\"default\":[" });
        w.put(if order[at].descending { "\"-" } else { "\"" });
        operand(w, resource, &order[at].by, resource.related_paging, at);
        w.put("\"");
        at += 1;
    }
    if at > 0 {
        w.put("]");
    }
}
