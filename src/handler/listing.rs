//! What a list is asked, as the argument of an op.

use std::fmt;
use std::marker::PhantomData;

use sea_orm::{QueryTrait as _, Select};

use super::{Argument, Call, Page};
use crate::engine::{Ctx, Declared, Listing};
use crate::error::Error;
use crate::meta::{self, ArgumentPlace};
use crate::types::{FieldType, Kind, Schema};

/// What a list of a resource is asked: its filters, `search`, order and paging, all of them parameters of the op that takes one.
///
/// Each resource has its own as `Query`, `task::Query`. Parameters, their checks and the pages are those of the resource's `list`; if it
/// offers none, pages are by `limit` and `offset`. An op may have other parameters beside it, of other names.
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
    /// Answers with the page that the client asks for, of the rows that `select` finds: those that its filters and search choose, in
    /// its order, with the count and the links of a list. Each row comes once, whatever `select` joins. The order of `select` counts
    /// only where it has a limit.
    ///
    /// Where the resource has an `owner`, they are the principal's rows only.
    ///
    /// # Errors
    ///
    /// Those of the database; [`Error::Unauthorized`] if the resource has an `owner` and nobody said who asks.
    pub async fn page(&self, ctx: &Ctx, select: Select<E>) -> Result<Page<E::Model>, Error>
    where
        E::Model: FieldType,
    {
        let reply = self.listing.clone().page_of(ctx, select.into_query());
        Ok(Page::of(reply.await?))
    }

    /// Adds the client's filters, search and order to `select`, behind its own; for those who want rows as structs. The page is yours
    /// to cut, by [`limit`](ListQuery::limit) and [`offset`](ListQuery::offset), and to answer with, by [`answer`](ListQuery::answer).
    ///
    /// Where the resource has an `owner`, the rows are the principal's only.
    ///
    /// # Errors
    ///
    /// [`Error::Unauthorized`] if the resource has an `owner` and nobody said who asks.
    pub fn select(&self, ctx: &Ctx, mut select: Select<E>) -> Result<Select<E>, Error> {
        self.listing.apply(ctx, select.query())?;
        Ok(select)
    }

    /// Makes a page of rows that you read, with links by the client's `limit` and `offset`; `total` is how many there are in all.
    /// A list by cursor gets no links.
    #[must_use]
    pub fn answer<T: FieldType>(&self, rows: &Vec<T>, total: u64) -> Page<T> {
        Page::new(rows, Some(total)).linked(self.listing.links(total))
    }

    /// The most rows on the page.
    #[must_use]
    pub fn limit(&self) -> u64 {
        self.listing.limit()
    }

    /// How many rows stand before the page; 0 on a list by cursor.
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
        // The place's own resource: the op may page it in another way.
        let resource = match argument.place {
            ArgumentPlace::Listing(resource) => resource,
            _ => E::RESOURCE,
        };
        let before = call.errors.len();
        let paging = resource.listing().paging;
        let (query, errors) = (&mut call.query, &mut call.errors);
        let mut listing = Listing::parse(resource, &paging, query, &call.settings, errors);
        // What a cursor is bound to is unknown while the other parameters are: one mistake, one message.
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
