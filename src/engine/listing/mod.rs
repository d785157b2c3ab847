//! Lists: which rows, in which order, which page of them. Generated lists and handlers use the same code.

mod cursor;
mod offset;
mod page_writer;
mod row_filter;
mod subquery;

pub(crate) use row_filter::RowFilter;

use super::RequestContext;
use super::owner::Owner;
use super::page::cursor::{Cursor, Fingerprint};
use super::page::offset::Page;
use super::parents::Parents;
use super::parse::order::Sort;
use super::parse::{Predicate, Query, filter, order, page, search};
use super::related::{ComputedFields, Include, Selected};
use super::request::Reply;
use super::statement::{Source, condition};
use super::visible_fields::VisibleFields;
use crate::db::Executor;
use crate::error::{Error, FieldErrors};
use crate::meta::{Envelope, OperationKind, Paging, PagingStyle, Resource};

/// The parameters of a list.
#[derive(Debug, Clone)]
pub(crate) struct Listing {
    resource: &'static Resource,
    /// What the client may see of the rows.
    visible: VisibleFields,
    /// The query as it came, for links.
    query: String,
    predicates: Vec<Predicate>,
    order: Vec<Sort>,
    /// The client, for whom rows may be in another order than for others.
    viewer: Option<String>,
    limit: u64,
    position: Position,
    /// The most bytes on the page.
    page_bytes: usize,
    /// The greatest offset that a request may ask for.
    max_offset: u64,
    /// The members around the rows of the page.
    envelope: Envelope,
    /// The relations with which rows are shown.
    includes: Vec<Include>,
    /// The computed fields of the rows.
    computed: ComputedFields,
}

/// What a page shows of its rows, and around them.
#[derive(Debug, Clone)]
struct Shown {
    visible: VisibleFields,
    envelope: Envelope,
    includes: Vec<Include>,
    computed: ComputedFields,
}

/// Where the page begins.
#[derive(Debug, Clone)]
enum Position {
    /// After so many rows.
    Offset(u64),
    /// At a cursor's text, which isn't read yet.
    Cursor(Option<String>),
    /// At a cursor, or where the order begins.
    Start(Fingerprint, Option<cursor::Start>),
}

impl Listing {
    /// Takes the parameters of a list; [`Listing::begin`] must follow.
    pub(crate) fn parse(
        resource: &'static Resource,
        context: &dyn RequestContext,
        paging: &Paging,
        query: &mut Query<'_>,
        errors: &mut FieldErrors,
    ) -> Self {
        let settings = &*context.services().settings;
        let visible = VisibleFields::in_operation(resource, OperationKind::List, context.principal());
        let limit = page::limit(query, paging, settings, errors);
        let (position, order) = match paging.style {
            PagingStyle::Offset => {
                let offset = page::offset(query, settings, errors);
                (
                    Position::Offset(offset),
                    order::parse(resource, context, &visible, paging.order, query, errors),
                )
            }
            PagingStyle::Cursor(declared) => {
                let order = order::declared(resource, context, declared, order::direction(query, errors));
                let text = query.take("cursor", errors).map(String::from);
                (Position::Cursor(text), order)
            }
        };
        let mut predicates: Vec<Predicate> = search::parse(resource, context, &visible, query, errors)
            .into_iter()
            .collect();
        predicates.extend(filter::parse(resource, context, &visible, query, errors));
        Self {
            resource,
            visible,
            query: query.text().to_owned(),
            predicates,
            order,
            viewer: context.principal().map(|principal| principal.id().to_owned()),
            limit,
            position,
            page_bytes: settings.page_bytes,
            max_offset: u64::from(settings.max_offset),
            envelope: Envelope::NONE,
            includes: Vec::new(),
            computed: ComputedFields::default(),
        }
    }

    /// Reads the cursor, which is bound to `name` and all other parameters of the query.
    pub(crate) fn begin(&mut self, name: &str, query: &Query<'_>, errors: &mut FieldErrors) {
        if let Position::Cursor(text) = &self.position {
            let fingerprint = Fingerprint::of(name, self.resource, &self.order, self.viewer.as_deref(), query);
            let start = text.as_deref().and_then(|text| {
                let start = cursor::Start::parse(text, fingerprint, self.resource, &self.order);
                if start.is_none() {
                    errors.push_at("cursor", "invalid cursor");
                }
                start
            });
            self.position = Position::Start(fingerprint, start);
        }
    }

    /// Puts the page into this envelope.
    pub(crate) const fn within(mut self, envelope: Envelope) -> Self {
        self.envelope = envelope;
        self
    }

    /// Shows the rows with these computed fields and those of these relations.
    pub(in crate::engine) fn showing(mut self, computed: &ComputedFields, includes: Vec<Include>) -> Self {
        self.computed = computed.clone();
        self.includes = includes;
        self
    }

    /// Shows what a request selects of all this.
    pub(in crate::engine) fn selecting(mut self, selected: &Selected, context: &dyn RequestContext) -> Self {
        self.visible = selected.visible(self.resource, &self.visible);
        self.computed = selected.computed(&self.computed);
        self.includes = selected.includes(self.resource, self.includes, context);
        self
    }

    /// The members around the rows of the page.
    pub(crate) const fn envelope(&self) -> Envelope {
        self.envelope
    }

    /// Restricts the list to the owner's rows.
    pub(in crate::engine) fn of_owner(mut self, owner: &Owner) -> Self {
        self.predicates.extend(owner.predicate());
        self
    }

    /// Restricts the list to the rows that belong to those in the path.
    pub(in crate::engine) fn of_parents(mut self, parents: &Parents) -> Self {
        self.predicates.extend(parents.predicates());
        self
    }

    /// The most rows on the page.
    pub(crate) fn limit(&self) -> u64 {
        self.limit
    }

    /// How many rows stand before the page; none on a list by cursor.
    pub(crate) fn offset(&self) -> u64 {
        match self.position {
            Position::Offset(offset) => offset,
            Position::Cursor(_) | Position::Start(..) => 0,
        }
    }

    /// The links of a page that the handler read itself; none on a list by cursor.
    pub(crate) fn links(&self, total: u64) -> Vec<(&'static str, String)> {
        match self.position {
            Position::Offset(offset) => Page {
                limit: self.limit,
                offset,
            }
            .links(&self.query, total, None, self.max_offset),
            Position::Cursor(_) | Position::Start(..) => Vec::new(),
        }
    }

    /// Reads the page, of these rows.
    ///
    /// # Errors
    ///
    /// Those of the [`Executor`].
    pub(in crate::engine) async fn page(self, database: &dyn Executor, source: Source) -> Result<Reply, Error> {
        match self.position {
            Position::Offset(offset) => {
                let matching = condition::all(self.resource, database.dialect(), &self.predicates);
                offset::page(self, database, source, matching, offset).await
            }
            Position::Start(fingerprint, start) => {
                let limit = self.limit;
                let shown = Shown {
                    visible: self.visible,
                    envelope: self.envelope,
                    includes: self.includes,
                    computed: self.computed,
                };
                let list = cursor::CursorList::new(database, self.resource, source, self.order, self.predicates, shown);
                let (body, neighbours, count) = list.page(start, limit, self.page_bytes).await?;
                let link =
                    |(relation, cursor): (&'static str, Cursor)| (relation, cursor.link(&self.query, fingerprint));
                Ok(Reply {
                    is_empty: count == 0,
                    body,
                    links: neighbours.into_iter().map(link).collect(),
                    ..Reply::default()
                })
            }
            Position::Cursor(_) => Err(Error::internal("a list whose cursor wasn't read")),
        }
    }
}
