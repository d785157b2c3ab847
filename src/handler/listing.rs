//! The query of a list as an argument of an op.

use std::fmt;
use std::marker::PhantomData;

use sea_orm::{QueryTrait as _, Select};

use super::{Argument, Call, Page};
use crate::engine::{Ctx, Declared, Listing};
use crate::error::Error;
use crate::meta::{self, ArgumentPlace};
use crate::types::{FieldType, Kind, Schema};

/// The query of a list of a resource: its filters, `search`, order and paging. They are parameters of the op that takes it.
///
/// Each resource has its own as `Query`, `task::Query`. Parameters, their checks and the pages are those of the resource's `list`; without
/// one, pages are by `limit` and `offset`. The op may have other parameters, of other names.
///
/// ```
/// use warp_openapi::prelude::*;
///
/// api! {
///     api Tasks { title: "Tasks", version: "1.0.0" }
///
///     resource Task {
///         path: "/tasks",
///         key: { id: i64 [auto_increment] },
///         fields: { title: String, severity: i32, archived: bool [default(false)] },
///         filters: { severity: [eq, ge] },
///         order: [title],
///         ops: [create],
///     }
///
///     /// The tasks that aren't archived
///     op open_tasks(query: task::Query) -> Page<Task> { route: GET "/tasks/open" }
/// }
///
/// async fn open_tasks(ctx: Ctx, query: task::Query) -> Result<Page<Task>, Error> {
///     let open = task::Entity::find().filter(task::Column::Archived.eq(false));
///     query.page(&ctx, open).await
/// }
/// # fn main() {}
/// ```
pub struct ListQuery<E> {
    listing: Listing,
    entity: PhantomData<fn() -> E>,
}

impl<E: Declared> ListQuery<E> {
    /// Answers with the requested page of the rows that `select` finds and that match the client's filters and search, in the client's order,
    /// with the count and the links of a list, computed fields and the relations of `default_include`. Each row comes once, whatever `select` joins. The order of `select` counts only if it has a
    /// limit.
    ///
    /// If the resource has an `owner`, they are the principal's rows only; if it is nested, those whose parents the principal may see.
    ///
    /// # Errors
    ///
    /// Those of the database; [`Error::Unauthorized`] if the resource has an `owner` and the request no principal.
    pub async fn page(&self, ctx: &Ctx, select: Select<E>) -> Result<Page<E::Model>, Error>
    where
        E::Model: FieldType,
    {
        let reply = self.listing.clone().page_of(ctx, select.into_query());
        Ok(Page::of(reply.await?, self.listing.envelope()))
    }

    /// Adds the client's filters, search and order to `select`, after its own, if you want rows as structs. You cut the page yourself, by
    /// [`limit`](ListQuery::limit) and [`offset`](ListQuery::offset), and make the reply with [`answer`](ListQuery::answer).
    ///
    /// If the resource has an `owner`, they are the principal's rows only; if it is nested, those whose parents the principal may see.
    ///
    /// # Errors
    ///
    /// [`Error::Unauthorized`] if the resource has an `owner` and the request no principal.
    pub fn select(&self, ctx: &Ctx, mut select: Select<E>) -> Result<Select<E>, Error> {
        self.listing.apply(ctx, select.query())?;
        Ok(select)
    }

    /// Creates a page of rows that you have read, with links by the client's `limit` and `offset`. `total` is the number of all rows. A list
    /// by cursor gets no links.
    #[must_use]
    pub fn answer<T: FieldType>(&self, rows: &Vec<T>, total: u64) -> Page<T> {
        Page::within(self.listing.envelope(), rows, total).linked(self.listing.links(total))
    }

    /// Returns the most rows of the page.
    #[must_use]
    pub fn limit(&self) -> u64 {
        self.listing.limit()
    }

    /// Returns how many rows come before the page; 0 on a list by cursor.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.listing.offset()
    }
}

impl<E: Declared> Argument for ListQuery<E> {
    type Base = E::Names;
    const SCHEMA: Schema = Schema::of(Kind::Ref(E::RESOURCE.name));
    const PLACE: ArgumentPlace = ArgumentPlace::Listing(E::RESOURCE);

    fn take(call: &mut Call<'_>, argument: &'static meta::Argument) -> Option<Self> {
        // The resource of the parameter, since the op may have another paging.
        let resource = match argument.place {
            ArgumentPlace::Listing(resource) => resource,
            _ => E::RESOURCE,
        };
        let before = call.errors.len();
        let paging = resource.listing().paging;
        let (query, errors) = (&mut call.query, &mut call.errors);
        let listing = Listing::parse(resource, &call.ctx, &paging, query, errors);
        let mut listing = listing.within(call.op.envelope.of_page());
        // A cursor is bound to the other parameters. If they have violations, its own is a second message about the same mistake.
        if errors.len() == before {
            listing.begin(call.op.name, query, errors);
        }
        (errors.len() == before).then_some(Self {
            listing,
            entity: PhantomData,
        })
    }
}

impl<E> fmt::Debug for ListQuery<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListQuery").finish_non_exhaustive()
    }
}
