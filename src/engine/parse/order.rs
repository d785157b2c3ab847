//! Orders of rows. Each ends with the key, so that the order is total and pages never overlap.

use sea_orm::sea_query::Expr;

use super::Query;
use super::filter::is_visible;
use crate::engine::RequestContext;
use crate::engine::related::{computed_value, related_value};
use crate::engine::visible_fields::VisibleFields;
use crate::error::FieldErrors;
use crate::meta::{Field, Operand, OrderColumn, RelatedField, Resource};

/// One column of an order, as statements compare it.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Sort {
    /// What is compared.
    pub(in crate::engine) by: SortBy,
    /// Whether the greatest value comes first.
    pub(in crate::engine) descending: bool,
}

/// What rows are compared by.
#[derive(Debug, Clone)]
pub(in crate::engine) enum SortBy {
    /// The column of a field, by index.
    Column(usize),
    /// A value that no column of the row holds.
    Value(Box<SortValue>),
}

/// A value of a row that no column of it holds.
#[derive(Debug, Clone)]
pub(in crate::engine) struct SortValue {
    /// The field with its type.
    pub(in crate::engine) field: Field,
    /// What requests call it.
    pub(in crate::engine) name: String,
    /// Which of the computed fields it is, if it is one.
    pub(in crate::engine) computed: Option<usize>,
    /// The value, of columns of the resource's table.
    pub(in crate::engine) expression: Expr,
}

impl Sort {
    /// By the column of a field.
    pub(in crate::engine) const fn column(field: usize, descending: bool) -> Self {
        Self {
            by: SortBy::Column(field),
            descending,
        }
    }

    /// The field with the type of its values.
    pub(in crate::engine) fn field<'s>(&'s self, resource: &'s Resource) -> &'s Field {
        match &self.by {
            SortBy::Column(field) => &resource.fields[*field],
            SortBy::Value(value) => &value.field,
        }
    }

    /// The index of its field, if it is by a column.
    pub(in crate::engine) fn as_column(&self) -> Option<usize> {
        match &self.by {
            SortBy::Column(field) => Some(*field),
            SortBy::Value(_) => None,
        }
    }

    /// Its value, if it is by none of the columns.
    pub(in crate::engine) fn as_value(&self) -> Option<&SortValue> {
        match &self.by {
            SortBy::Column(_) => None,
            SortBy::Value(value) => Some(value),
        }
    }
}

/// The values of an order that no columns hold.
pub(in crate::engine) fn values(order: &[Sort]) -> impl Iterator<Item = &SortValue> {
    order.iter().filter_map(Sort::as_value)
}

/// Takes `order_by`: declared fields that the client may see, `-` for descending; without it `default`.
pub(in crate::engine) fn parse(
    resource: &'static Resource,
    context: &dyn RequestContext,
    visible: &VisibleFields,
    default: &[OrderColumn],
    query: &mut Query<'_>,
    errors: &mut FieldErrors,
) -> Vec<Sort> {
    let mut order: Vec<OrderColumn> = Vec::new();
    let offered: Vec<(String, Operand)> = resource
        .order
        .iter()
        .enumerate()
        .filter(|(_, operand)| match operand {
            Operand::Field(field) => visible.holds(*field),
            Operand::Computed(_) => true,
            Operand::Related(path) => is_visible(resource, context, path.relations, path.field),
        })
        .map(|(at, operand)| (name(resource, operand, resource.related_order, at), *operand))
        .collect();
    if !offered.is_empty() {
        let parameter = resource.names.order_by();
        let values = query.take_all(parameter);
        errors.at(parameter, |errors| {
            for text in values {
                match column(&offered, &text) {
                    None => errors.push(choices(&offered)),
                    Some(column) if order.iter().any(|earlier| earlier.by == column.by) => {
                        errors.push("given more than once");
                    }
                    Some(column) => order.push(column),
                }
            }
        });
    }
    if order.is_empty() {
        return declared(resource, context, default, false);
    }
    let sorts = order.iter().flat_map(|column| {
        let at = resource.order.iter().position(|operand| *operand == column.by);
        sort(resource, context, column, (resource.related_order, at.unwrap_or(0)))
    });
    with_key(resource, sorts.collect())
}

/// An order of the declaration, or its reverse.
pub(in crate::engine) fn declared(
    resource: &'static Resource,
    context: &dyn RequestContext,
    entries: &[OrderColumn],
    reversed: bool,
) -> Vec<Sort> {
    let sorts = entries
        .iter()
        .enumerate()
        .flat_map(|(at, column)| sort(resource, context, column, (resource.related_paging, at)));
    let order = with_key(resource, sorts.collect());
    if reversed { reverse(&order) } else { order }
}

/// A column of an order for the client; none if it sees no value there, so that all rows are equal.
fn sort(
    resource: &'static Resource,
    context: &dyn RequestContext,
    column: &OrderColumn,
    (related, at): (&[Option<RelatedField>], usize),
) -> Option<Sort> {
    let value = |field: Field, computed, expression| {
        SortBy::Value(Box::new(SortValue {
            field,
            name: name(resource, &column.by, related, at),
            computed,
            expression,
        }))
    };
    let by = match &column.by {
        Operand::Field(field) => SortBy::Column(*field),
        Operand::Computed(computed) => {
            let field = resource.computed[*computed].field;
            value(field, Some(*computed), computed_value(resource, *computed, context))
        }
        Operand::Related(path) => {
            let (mut field, expression) = related_value(resource, path, context)?;
            // There may be no row.
            field.schema.nullable = true;
            value(field, None, expression)
        }
    };
    Some(Sort {
        by,
        descending: column.descending,
    })
}

/// The reverse order.
pub(in crate::engine) fn reverse(order: &[Sort]) -> Vec<Sort> {
    order
        .iter()
        .map(|sort| Sort {
            by: sort.by.clone(),
            descending: !sort.descending,
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

fn with_key(resource: &Resource, mut order: Vec<Sort>) -> Vec<Sort> {
    for field in 0..resource.key {
        if order.iter().all(|sort| sort.as_column() != Some(field)) {
            order.push(Sort::column(field, false));
        }
    }
    order
}

fn column(offered: &[(String, Operand)], text: &str) -> Option<OrderColumn> {
    let (name, descending) = match text.strip_prefix('-') {
        Some(name) => (name, true),
        None => (text, false),
    };
    let (_, by) = offered.iter().find(|(offered, _)| offered == name)?;
    Some(OrderColumn { by: *by, descending })
}

fn choices(offered: &[(String, Operand)]) -> String {
    let names: Vec<String> = offered.iter().map(|(name, _)| format!("{name}, -{name}")).collect();
    format!("not one of {}", names.join(", "))
}

/// What requests call a field that a section names.
fn name(resource: &Resource, operand: &Operand, related: &[Option<RelatedField>], at: usize) -> String {
    let property = operand.field(resource, related, at).map(|field| field.property);
    let relations = match operand {
        Operand::Related(_) => RelatedField::at(related, at).map_or(&[][..], |related| related.names),
        Operand::Field(_) | Operand::Computed(_) => &[],
    };
    relations.iter().copied().chain(property).collect::<Vec<_>>().join(".")
}
