//! Computed fields: expressions in the statement that reads rows, so that they take no statement of their own.
//!
//! They are computed around that statement, for the rows that it finds: a database may compute what a statement selects before it sorts rows and
//! skips those of earlier pages.

use std::collections::HashMap;

use sea_orm::sea_query::{Asterisk, Expr, ExprTrait as _, Func, Query, SelectStatement, SubQueryStatement};
use sea_orm::{ColumnTrait, DbBackend, Value};

use super::statement::among;
use super::{Hop, Link, LinkKey};
use crate::db::Executor;
use crate::engine::parse::order::{self, Sort};
use crate::engine::rows;
use crate::engine::statement::related::{rows as from, visible};
use crate::engine::statement::{Selection, Shape, condition, select};
use crate::engine::visible_fields::own;
use crate::engine::{Principal, RequestContext};
use crate::error::Error;
use crate::meta::{Computed, ComputedBy, Field, Relation, Resource, most_keys};
use crate::sql::Dialect;
use crate::types::{Row, write_string};

/// What the rows are called whose fields are computed: no table, so that related rows may be of the same one.
pub(super) const ROW: &str = "computed row";

/// Who sees the rows for which a function of the application computes a field, and how it names their columns.
///
/// ```
/// use warp_openapi::prelude::*;
/// use warp_openapi::sea_orm::sea_query::{Expr, ExprTrait};
///
/// api! {
///     /// What is sold, and what it costs.
///     api Shop { title: "Shop", version: "1" }
///
///     /// What is sold
///     resource Product {
///         path: "/products",
///         key: { id: i64 [auto_increment] },
///         fields: { price: i64, pieces: i64 },
///         computed: {
///             /// What all pieces cost
///             total: i64 = total,
///         },
///         ops: [list, read],
///     }
/// }
///
/// fn total(viewer: Viewer<'_>) -> Expr {
///     viewer.column(product::Column::Price).mul(viewer.column(product::Column::Pieces))
/// }
/// # fn main() { assert!(Shop::openapi().contains("What all pieces cost")); }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Viewer<'v> {
    principal: Option<&'v Principal>,
    backend: DbBackend,
}

impl<'v> Viewer<'v> {
    /// Returns who sends the request; `None` without credentials.
    #[must_use]
    pub const fn principal(&self) -> Option<&'v Principal> {
        self.principal
    }

    /// Returns a column of the row, for an expression.
    #[must_use]
    pub fn column(&self, column: impl ColumnTrait) -> Expr {
        Expr::col((ROW, column.as_str().to_owned()))
    }

    /// Returns which database computes the expression: their functions differ.
    #[must_use]
    pub const fn backend(&self) -> DbBackend {
        self.backend
    }
}

/// A function of the application that makes the expression of a computed field.
#[derive(Debug, Clone, Copy)]
pub struct ComputedFn(pub fn(Viewer<'_>) -> Expr);

/// The computed fields of a resource as a client sees them.
#[derive(Debug, Clone, Default)]
pub(in crate::engine) struct ComputedFields(Vec<ComputedField>);

/// A computed field as a client sees it.
#[derive(Debug, Clone)]
struct ComputedField {
    /// Which of the resource it is.
    index: usize,
    field: &'static Field,
    formula: Formula,
}

/// What a field is computed of, as a client sees it. Relations are `None` if it may not see any of their rows.
#[derive(Debug, Clone)]
pub(super) enum Formula {
    Count(&'static Relation, Option<Hop>),
    Exists(&'static Relation, Option<Hop>),
    /// Whether the client is among the related rows: whose field has that value.
    ExistsByViewer(&'static Relation, Option<(Hop, usize, Value)>),
    /// Of a function of the application.
    Function(Expr),
}

impl ComputedFields {
    /// Those of a resource for the client of a request.
    pub(in crate::engine) fn of(resource: &'static Resource, context: &dyn RequestContext) -> Self {
        let computed = |(index, Computed { field, by }): (usize, &'static Computed)| {
            let formula = Formula::of(resource, *by, context);
            ComputedField { index, field, formula }
        };
        Self(resource.computed.iter().enumerate().map(computed).collect())
    }

    /// Those of these indices.
    pub(in crate::engine) fn only(&self, indices: &[usize]) -> Self {
        let computed = self.0.iter().filter(|computed| indices.contains(&computed.index));
        Self(computed.cloned().collect())
    }

    pub(in crate::engine) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many columns they take behind those of the selection.
    pub(in crate::engine) fn width(&self) -> usize {
        self.0.len()
    }

    /// The columns that the statement [within](Self::around) selects.
    pub(in crate::engine) fn inner(&self, resource: &Resource, selection: &Selection, order: &[Sort]) -> Selection {
        if self.is_empty() {
            return selection.clone();
        }
        selection
            .clone()
            .and(order.iter().filter_map(Sort::as_column))
            .and(self.0.iter().flat_map(|computed| computed.formula.columns(resource)))
    }

    /// Adds what decides the expressions of these; `None` if that is more than which of them there are.
    pub(in crate::engine) fn shape(&self, shape: &mut Shape) -> Option<()> {
        let is_same_for_all = |computed: &ComputedField| match &computed.formula {
            Formula::Count(_, Some(hop)) | Formula::Exists(_, Some(hop)) => hop.is_open(),
            Formula::Count(_, None) | Formula::Exists(_, None) | Formula::ExistsByViewer(..) | Formula::Function(_) => {
                false
            }
        };
        shape.list(self.0.iter().map(|computed| computed.index));
        self.0.iter().all(is_same_for_all).then_some(())
    }

    /// A statement that selects the [inner](Self::inner) columns, more of these names and the [values](select::value_name) of the order, and around it
    /// one with the columns of `selection`, these, then the computed fields and the values of the order. The rows keep their order.
    pub(in crate::engine) fn around(
        &self,
        dialect: Dialect,
        resource: &Resource,
        selection: &Selection,
        rows: SelectStatement,
        more: impl Iterator<Item = String>,
        order: &[Sort],
    ) -> SelectStatement {
        if self.is_empty() {
            return rows;
        }
        let value = |index| Expr::col((ROW, select::value_name(index)));
        // What the rows are ordered by is computed already.
        let expression = |computed: &ComputedField| {
            let sorted = order::values(order).position(|sorted| sorted.computed == Some(computed.index));
            sorted.map_or_else(|| computed.formula.expression(dialect, resource), value)
        };
        let mut around = around_with(resource, selection, rows, more, self.0.iter().map(expression));
        around.exprs((0..order::values(order).count()).map(value));
        select::order(&shown(resource), dialect, &mut around, order, |index, sorted| {
            dialect.comparable(value(index), sorted.field.storage)
        });
        around
    }

    /// The same in no order, even without computed fields.
    pub(super) fn around_unordered(
        &self,
        dialect: Dialect,
        resource: &Resource,
        selection: &Selection,
        rows: SelectStatement,
        more: impl Iterator<Item = String>,
    ) -> SelectStatement {
        let computed = self
            .0
            .iter()
            .map(|computed| computed.formula.expression(dialect, resource));
        around_with(resource, selection, rows, more, computed)
    }

    /// Appends the members of a row whose computed fields begin at this column, `,"favorites_count":3`.
    pub(in crate::engine) fn members(&self, row: &dyn Row, first: usize, out: &mut Vec<u8>) -> Result<(), Error> {
        for (index, ComputedField { field, .. }) in self.0.iter().enumerate() {
            let begin = out.len();
            out.push(b',');
            write_string(field.property, out);
            out.push(b':');
            let value = out.len();
            if (field.codec.render)(row, first + index, out).map_err(Error::Internal)? {
                field.limits.form.apply(out, value);
            } else if field.shows_null() {
                out.extend_from_slice(b"null");
            } else {
                out.truncate(begin);
            }
        }
        Ok(())
    }

    /// Adds the members of a row to the object of its fields, with which `out` ends; it begins at `start`.
    pub(in crate::engine) fn extend(
        &self,
        row: &dyn Row,
        first: usize,
        start: usize,
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        if self.is_empty() {
            return Ok(());
        }
        let is_bare = out.get(start..) == Some(b"{}");
        // The brace goes behind the members.
        out.pop();
        let begin = out.len();
        self.members(row, first, out)?;
        if is_bare && out.len() > begin {
            // The first member of all has no comma before it.
            out.remove(begin);
        }
        out.push(b'}');
        Ok(())
    }

    /// The members of stored rows with these keys, read by themselves: the statement of a change sees the rows of others as they were before it.
    ///
    /// # Errors
    ///
    /// Those of the [`Executor`].
    pub(in crate::engine) async fn read(
        &self,
        database: &dyn Executor,
        resource: &Resource,
        keys: &[Option<Link>],
    ) -> Result<Vec<Vec<u8>>, Error> {
        let dialect = database.dialect();
        let fields: Vec<usize> = (0..resource.key).collect();
        let selection = Selection::key(resource);
        let wanted: Vec<&Link> = keys.iter().flatten().collect();
        let mut found: HashMap<LinkKey, Vec<u8>> = HashMap::with_capacity(wanted.len());
        for wanted in wanted.chunks(most_keys(fields.len()).into()) {
            let mut stored = Query::select();
            stored
                .columns(self.inner(resource, &selection, &[]).columns(resource))
                .from(resource.table)
                .cond_where(among(dialect, resource, &fields, wanted));
            let statement = self.around(dialect, resource, &selection, stored, std::iter::empty(), &[]);
            let result = database.query(dialect.build(&statement)).await?;
            for row in rows::all(&*result) {
                if let Some(key) = LinkKey::at(resource, &fields, &fields, row)? {
                    let mut members = Vec::new();
                    self.members(row, selection.width(), &mut members)?;
                    found.insert(key, members);
                }
            }
        }
        let members = |key: &Option<Link>| key.as_ref().and_then(|key| found.get(key.key()).cloned());
        Ok(keys.iter().map(|key| members(key).unwrap_or_default()).collect())
    }
}

/// The key of a row.
///
/// # Errors
///
/// [`Error::Internal`] if it isn't selected or can't be read.
pub(in crate::engine) fn key(resource: &Resource, selection: &Selection, row: &dyn Row) -> Result<Option<Link>, Error> {
    let fields: Vec<usize> = (0..resource.key).collect();
    Link::of(resource, selection, &fields, row)
}

/// The resource, as a statement around its rows names them.
pub(super) fn shown(resource: &Resource) -> Resource {
    Resource {
        table: ROW,
        ..*resource
    }
}

/// A statement around `rows` with the columns of `selection`, more of these names, and computed expressions.
fn around_with(
    resource: &Resource,
    selection: &Selection,
    rows: SelectStatement,
    more: impl Iterator<Item = String>,
    computed: impl Iterator<Item = Expr>,
) -> SelectStatement {
    let mut around = Query::select();
    around
        .columns(selection.columns(&shown(resource)))
        .columns(more.map(|name| (ROW, name)))
        .exprs(computed)
        .from_subquery(rows, ROW);
    around
}

impl Formula {
    /// That of a field of a resource, for the client of a request.
    pub(super) fn of(resource: &'static Resource, by: ComputedBy, context: &dyn RequestContext) -> Self {
        match by {
            ComputedBy::Count(relation) => {
                let relation = &resource.relations[relation];
                Self::Count(relation, Hop::of(relation, context))
            }
            ComputedBy::Exists(relation) => {
                let relation = &resource.relations[relation];
                Self::Exists(relation, Hop::of(relation, context))
            }
            ComputedBy::ExistsByViewer(relation) => {
                let relation = &resource.relations[relation];
                let viewers = Hop::of(relation, context).and_then(|hop| {
                    let (field, value) = own(viewers_table(&hop), context.principal())?;
                    Some((hop, field, value))
                });
                Self::ExistsByViewer(relation, viewers)
            }
            ComputedBy::Function(function) => {
                let viewer = Viewer {
                    principal: context.principal(),
                    backend: context.services().database.dialect().backend(),
                };
                // The macro knows no other functions.
                let expression = function.get::<ComputedFn>().map(|function| (function.0)(viewer));
                Self::Function(expression.unwrap_or_else(|| Expr::cust("NULL")))
            }
        }
    }

    /// The columns of the row that the expression takes.
    pub(super) fn columns(&self, resource: &Resource) -> Vec<usize> {
        match self {
            Self::Count(relation, _) | Self::Exists(relation, _) | Self::ExistsByViewer(relation, _) => {
                relation.own.to_vec()
            }
            // It may name any column.
            Self::Function(_) => (0..resource.fields.len()).collect(),
        }
    }

    /// The expression, of columns of the row named [`ROW`].
    pub(super) fn expression(&self, dialect: Dialect, resource: &Resource) -> Expr {
        match self {
            Self::Count(_, None) => Expr::val(0_i64),
            Self::Count(_, Some(hop)) => {
                let mut rows = related_rows(resource, dialect, hop);
                rows.expr(Func::count(Expr::col(Asterisk)));
                Expr::SubQuery(None, Box::new(SubQueryStatement::SelectStatement(rows)))
            }
            Self::Exists(_, hop) => any(hop.as_ref().map(|hop| related_rows(resource, dialect, hop))),
            Self::ExistsByViewer(_, viewers) => any(viewers.as_ref().map(|(hop, field, value)| {
                let owned = viewers_table(hop);
                let value = dialect.bind(value.clone(), owned.fields[*field].storage);
                let mut rows = related_rows(resource, dialect, hop);
                rows.and_where(condition::column(owned, *field).eq(value));
                rows
            })),
            Self::Function(expression) => expression.clone(),
        }
    }
}

/// The table whose rows tell which client they are of.
fn viewers_table(hop: &Hop) -> &'static Resource {
    match &hop.relation.through {
        Some(through) => through.resource.resource(),
        None => hop.target,
    }
}

/// The rows that are related to the row, as far as the client may see them; nothing is selected yet.
fn related_rows(resource: &Resource, dialect: Dialect, hop: &Hop) -> SelectStatement {
    let (between, fields) = hop.parent();
    let mut rows = from(hop);
    for (theirs, own) in fields.iter().zip(hop.relation.own) {
        let own = condition::column(&shown(resource), *own);
        rows.and_where(condition::column(between, *theirs).eq(own));
    }
    rows.cond_where(visible(dialect, hop));
    rows
}

/// Whether there are such rows; `None` has none.
fn any(rows: Option<SelectStatement>) -> Expr {
    match rows {
        None => Expr::val(false),
        Some(mut rows) => {
            rows.expr(Expr::Constant(1.into()));
            Expr::exists(rows)
        }
    }
}
