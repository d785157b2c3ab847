//! Orders of rows. Each ends with the key, so that the order is total and pages never overlap.

use super::Query;
use crate::engine::visible_fields::VisibleFields;
use crate::error::FieldErrors;
use crate::meta::{OrderColumn, Resource};

/// Takes `order_by`: declared fields that the client may see, `-` for descending; without it `default`.
pub(in crate::engine) fn parse(
    resource: &Resource,
    visible: &VisibleFields,
    default: &[i32],
    query: &mut Query<'_>,
    errors: &mut FieldErrors,
) -> Vec<OrderColumn> {
    let mut order: Vec<OrderColumn> = Vec::new();
    let fields: Vec<usize> = resource
        .order
        .iter()
        .copied()
        .filter(|field| visible.holds(*field))
        .collect();
    if !fields.is_empty() {
        let parameter = resource.names.order_by();
        let values = query.take_all(parameter);
        errors.at(parameter, |errors| {
            for text in values {
                match column(resource, &fields, &text) {
                    None => errors.push(choices(resource, &fields)),
                    Some(column) if order.iter().any(|earlier| earlier.field == column.field) => {
                        errors.push("given more than once");
                    }
                    Some(column) => order.push(column),
                }
            }
        });
    }
    if order.is_empty() {
        order.extend(default.iter().copied().map(OrderColumn::of));
    }
    with_key(resource, order)
}

/// The declared order of a cursor list, or its reverse.
pub(in crate::engine) fn declared(resource: &Resource, entries: &[i32], reversed: bool) -> Vec<OrderColumn> {
    let order = entries.iter().copied().map(OrderColumn::of).collect();
    let order = with_key(resource, order);
    if reversed { reverse(&order) } else { order }
}

/// The reverse order.
pub(in crate::engine) fn reverse(order: &[OrderColumn]) -> Vec<OrderColumn> {
    order
        .iter()
        .map(|column| OrderColumn {
            descending: !column.descending,
            ..*column
        })
        .collect()
}

/// Takes `direction`: `true` for `desc`, the reverse of the declared order.
pub(in crate::engine) fn direction(query: &mut Query<'_>, errors: &mut FieldErrors) -> bool {
    match query.take("direction", errors).as_deref() {
        None | Some("asc") => false,
        Some("desc") => true,
        Some(_) => {
            errors.push_at("direction", "not one of asc, desc");
            false
        }
    }
}

/// An order, and the key after it.
pub(in crate::engine) fn with_key(resource: &Resource, mut order: Vec<OrderColumn>) -> Vec<OrderColumn> {
    for field in 0..resource.key {
        if order.iter().all(|column| column.field != field) {
            order.push(OrderColumn {
                field,
                descending: false,
            });
        }
    }
    order
}

fn column(resource: &Resource, fields: &[usize], text: &str) -> Option<OrderColumn> {
    let (property, descending) = match text.strip_prefix('-') {
        Some(property) => (property, true),
        None => (text, false),
    };
    let field = *fields
        .iter()
        .find(|field| resource.fields[**field].property == property)?;
    Some(OrderColumn { field, descending })
}

fn choices(resource: &Resource, fields: &[usize]) -> String {
    let names: Vec<String> = fields
        .iter()
        .map(|field| resource.fields[*field].property)
        .map(|name| format!("{name}, -{name}"))
        .collect();
    format!("not one of {}", names.join(", "))
}
