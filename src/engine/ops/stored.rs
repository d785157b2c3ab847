//! Rows that a statement returned.

use sea_orm::Value;

use crate::db::Rows;
use crate::engine::request::Reply;
use crate::engine::rows::{self, Renderer};
use crate::engine::statement::Selection;
use crate::engine::visible_fields::VisibleFields;
use crate::error::Error;
use crate::meta::{Field, Resource};
use crate::types::Row;

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
        let (body, tag) = self.renderer(visible).one(self.first()?)?;
        Ok(Reply {
            body,
            etag: Some(tag),
            ..Reply::default()
        })
    }

    /// The path of the only row.
    pub(super) fn location(&self) -> Result<String, Error> {
        rows::location(self.resource, &self.selection, self.first()?)
    }

    /// Appends the rows as the items of a list.
    pub(super) fn items(&self, renderer: &Renderer, out: &mut Vec<u8>) -> Result<(), Error> {
        renderer.items(self.rows(), out)
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

    /// The values of each row.
    pub(in crate::engine) fn all_values(&self) -> impl Iterator<Item = Result<Vec<Value>, Error>> {
        (0..self.len()).map(|index| self.values(index))
    }
}
