//! Rows that a statement returned.

use sea_orm::Value;

use super::or_none;
use crate::db::{Executor, Rows};
use crate::engine::hash::entity_tag_with;
use crate::engine::related::{self, Include, Link, Links};
use crate::engine::request::Reply;
use crate::engine::rows::{self, Renderer};
use crate::engine::scope::RequestScope;
use crate::engine::statement::Selection;
use crate::engine::visible_fields::VisibleFields;
use crate::error::Error;
use crate::meta::{Field, Resource};
use crate::types::Row;
use crate::types::envelope::{close, open};

/// Rows that a statement returned.
pub(in crate::engine) struct Stored {
    resource: &'static Resource,
    selection: Selection,
    rows: Box<dyn Rows>,
    is_changed: bool,
}

impl Stored {
    /// Rows that a statement created, changed or deleted, with these columns.
    pub(super) fn new(resource: &'static Resource, selection: Selection, rows: Box<dyn Rows>) -> Self {
        Self {
            resource,
            selection,
            rows,
            is_changed: true,
        }
    }

    /// The same rows, which the statement left as they were.
    pub(super) fn unchanged(mut self) -> Self {
        self.is_changed = false;
        self
    }

    /// Whether the statement created, changed or deleted them.
    pub(super) fn is_changed(&self) -> bool {
        self.is_changed
    }

    /// The rows themselves.
    pub(super) fn rows(&self) -> impl Iterator<Item = &dyn Row> {
        rows::all(&*self.rows)
    }

    /// What renders a row as replies show it to a client.
    pub(super) fn renderer(&self, visible: &VisibleFields) -> Renderer {
        Renderer::new(self.resource, &self.selection, visible)
    }

    /// The first row.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none.
    pub(in crate::engine) fn first(&self) -> Result<&dyn Row, Error> {
        rows::first(&*self.rows)
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The only row as a reply to a client.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none.
    pub(in crate::engine) fn reply(&self, visible: &VisibleFields) -> Result<Reply, Error> {
        self.reply_with(visible, &[])
    }

    /// The only row as a reply to a client, with the members that hold its related rows.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none.
    pub(super) fn reply_with(&self, visible: &VisibleFields, members: &[u8]) -> Result<Reply, Error> {
        let (body, tag) = self.renderer(visible).one_with(self.first()?, members)?;
        Ok(Reply {
            body,
            etag: Some(tag),
            ..Reply::default()
        })
    }

    /// The only row as a reply that shows no more of it than is `selected`, with the members that hold its related rows. Its entity tag is that of
    /// the whole row as the client may see it, with what is shown.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none.
    pub(super) fn reply_of(
        &self,
        visible: &VisibleFields,
        selected: &VisibleFields,
        members: &[u8],
    ) -> Result<Reply, Error> {
        let row = self.first()?;
        let (mut whole, mut shown, mut body) = (Vec::new(), Vec::new(), Vec::new());
        self.renderer(visible).row(row, &mut whole)?;
        self.renderer(selected).row(row, &mut shown)?;
        open(self.resource.envelope.one, &mut body);
        let start = body.len();
        rows::extend(&shown, members, &mut body);
        let tag = entity_tag_with(&whole, &body[start..]);
        close(self.resource.envelope.one, &mut body);
        Ok(Reply {
            body,
            etag: Some(tag),
            ..Reply::default()
        })
    }

    /// The members that hold the rows that are related to the only row.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none, and those of the [`Executor`].
    pub(super) async fn related(&self, database: &dyn Executor, includes: &[Include]) -> Result<Vec<u8>, Error> {
        let mut links = Links::default();
        links.push(includes, self.resource, &self.selection, self.first()?)?;
        let members = links.load(database, includes, usize::MAX).await?;
        Ok(members
            .and_then(|members| members.into_iter().next())
            .unwrap_or_default())
    }

    /// The members that hold the computed fields of each row; none if there are no such fields, or if they can't be read.
    pub(super) async fn computed_of_each(&self, scope: &RequestScope<'_>) -> Vec<Vec<u8>> {
        if scope.computed.is_empty() {
            return Vec::new();
        }
        let read = async {
            scope
                .computed
                .read(scope.database(), self.resource, &self.keys()?)
                .await
        };
        or_none(scope, read.await)
    }

    /// The key of each row, which must be selected.
    pub(super) fn keys(&self) -> Result<Vec<Option<Link>>, Error> {
        let key = |row| related::key(self.resource, &self.selection, row);
        self.rows().map(key).collect()
    }

    /// The path of the only row.
    pub(super) fn location(&self, scope: &RequestScope<'_>) -> Result<String, Error> {
        let path = scope.parents.path(self.resource);
        rows::location(self.resource, path, &self.selection, self.first()?)
    }

    /// The members that hold the computed fields and the related rows of each row.
    pub(super) async fn members_of_each(&self, scope: &RequestScope<'_>) -> Vec<Vec<u8>> {
        let (mut computed, related) = (self.computed_of_each(scope).await, self.related_to_each(scope).await);
        if computed.is_empty() {
            return related;
        }
        for (members, related) in computed.iter_mut().zip(related) {
            members.extend(related);
        }
        computed
    }

    /// The members that hold the related rows of each row; none if there are no relations, or if they can't be read.
    async fn related_to_each(&self, scope: &RequestScope<'_>) -> Vec<Vec<u8>> {
        let includes = &scope.includes;
        if includes.is_empty() {
            return Vec::new();
        }
        let read = async {
            let mut links = Links::default();
            for row in self.rows() {
                links.push(includes, self.resource, &self.selection, row)?;
            }
            links
                .load(scope.database(), includes, scope.settings().page_bytes)
                .await
        };
        let read = read.await;
        if let Ok(None) = read {
            let (request_id, resource) = (scope.context.request_id(), self.resource.name);
            tracing::warn!(
                request_id,
                resource,
                "related rows take more than a page; the reply is without them"
            );
        }
        or_none(scope, read).unwrap_or_default()
    }

    /// Appends the rows as the items of a list, each with the members that hold its related rows.
    pub(super) fn items(&self, renderer: &Renderer, members: &[Vec<u8>], out: &mut Vec<u8>) -> Result<(), Error> {
        renderer.items(self.rows(), members, out)
    }

    /// All values of a row in the order of the fields.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is no such row.
    pub(in crate::engine) fn values(&self, index: usize) -> Result<Vec<Value>, Error> {
        let row = self.rows.get(index).ok_or(Error::NotFound)?;
        let value = |(index, field): (usize, &Field)| {
            (field.codec.cell)(row, self.selection.position(index)?).map_err(Error::Internal)
        };
        self.resource.fields.iter().enumerate().map(value).collect()
    }

    /// The values of some fields of the first row.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none, [`Error::Internal`] if a field isn't selected.
    pub(super) fn cells(&self, fields: &[usize]) -> Result<Vec<Value>, Error> {
        self.cells_of(0, fields)
    }

    /// The values of some fields of a row.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is no such row, [`Error::Internal`] if a field isn't selected.
    pub(super) fn cells_of(&self, index: usize, fields: &[usize]) -> Result<Vec<Value>, Error> {
        let row = self.rows.get(index).ok_or(Error::NotFound)?;
        let value = |field: &usize| {
            let cell = self.resource.fields[*field].codec.cell;
            cell(row, self.selection.position(*field)?).map_err(Error::Internal)
        };
        fields.iter().map(value).collect()
    }

    /// The values of each row.
    pub(in crate::engine) fn all_values(&self) -> impl Iterator<Item = Result<Vec<Value>, Error>> {
        (0..self.len()).map(|index| self.values(index))
    }
}
