//! The filters of a resource as an argument of an op.

use std::fmt;
use std::marker::PhantomData;

use sea_orm::QueryFilter;

use super::{Argument, Call};
use crate::engine::{Ctx, Declared, RowFilter};
use crate::error::Error;
use crate::meta::{self, ArgumentPlace};
use crate::types::{Kind, Schema};

/// The rows of a resource that a request selects: its filters, `search` and `all`, as those of its `delete_many`.
///
/// Each resource has its own as `Filters`, `task::Filters`.
///
/// ```
/// use warp_openapi::prelude::*;
///
/// api! {
///     api Tasks { title: "Tasks", version: "1.0.0" }
///
///     resource Task {
///         key: { id: i64 [auto_increment] },
///         fields: { title: String, severity: i32, archived: bool [default(false)] },
///         filters: { severity: [eq, le] },
///     }
///
///     /// Put tasks away
///     op archive_tasks(filters: task::Filters) { route: POST "/tasks/archive" }
/// }
///
/// async fn archive_tasks(ctx: Ctx, filters: task::Filters) -> Result<NoContent, Error> {
///     let archived = task::ActiveModel { archived: Set(true), ..Default::default() };
///     let update = task::Entity::update_many().set(archived);
///     filters.choose(&ctx, update)?.exec(&ctx.db()).await?;
///     Ok(NoContent)
/// }
/// # fn main() {}
/// ```
pub struct FilterQuery<E> {
    chosen: RowFilter,
    entity: PhantomData<fn() -> E>,
}

impl<E: Declared> FilterQuery<E> {
    /// Restricts a statement to the rows that the request selects: `select`, `update_many` or `delete_many` of sea-orm. If the resource has
    /// an `owner`, they are the principal's rows only; if it is nested, those whose parents the principal may see.
    ///
    /// # Errors
    ///
    /// 422 if the request has neither a filter that excludes rows nor `all=true`; 401 if the resource has an `owner` and the request no
    /// principal.
    pub fn choose<Q: QueryFilter>(&self, ctx: &Ctx, statement: Q) -> Result<Q, Error> {
        Ok(statement.filter(self.chosen.condition_in_join(ctx)?))
    }
}

impl<E: Declared> Argument for FilterQuery<E> {
    type Base = Self;
    const SCHEMA: Schema = Schema::of(Kind::Ref(E::RESOURCE.name));
    const PLACE: ArgumentPlace = ArgumentPlace::Filters(E::RESOURCE);

    fn take(call: &mut Call<'_>, _: &'static meta::Argument) -> Option<Self> {
        let before = call.errors.len();
        let chosen = RowFilter::parse(E::RESOURCE, &call.ctx, &mut call.query, &mut call.errors);
        (call.errors.len() == before).then_some(Self {
            chosen,
            entity: PhantomData,
        })
    }
}

impl<E> fmt::Debug for FilterQuery<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilterQuery").finish_non_exhaustive()
    }
}
