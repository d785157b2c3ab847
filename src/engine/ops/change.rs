//! A change of a resource's rows: where it happens, which hooks it calls, and what comes back.

use sea_orm::Value;

use crate::db::{Executor, RowTurn, Rows};
use crate::engine::Ctx;
use crate::engine::hooks::{Hooked, Hooks, Moment};
use crate::engine::owner::Owner;
use crate::engine::parse::body::Record;
use crate::engine::request::{Context, Reply, Request};
use crate::engine::rows::{self, Renderer};
use crate::engine::statement::Selection;
use crate::error::Error;
use crate::meta::{Field, Resource};
use crate::types::{Row, Storage};

/// A change of a resource's rows, by a request or by a function of the application.
pub(in crate::engine) struct Change<'c> {
    pub(super) resource: &'static Resource,
    pub(super) cx: &'c Context,
    /// Whose rows it may touch.
    pub(in crate::engine) owner: Owner,
    /// Whom to call, if the resource has hooks.
    pub(super) called: Option<Called<'c>>,
    /// Whether whoever asks wants all columns, not only those of replies.
    whole: bool,
    /// The columns whose values have members that a request can't set, and must not lose; of a change that a request asks for.
    keeping: Vec<usize>,
}

/// The hooks of a resource, and what they get.
#[derive(Clone, Copy)]
pub(super) struct Called<'c> {
    pub(super) hooks: &'static dyn Hooked,
    pub(super) ctx: &'c Ctx,
}

impl<'c> Change<'c> {
    /// A change that a request asks for.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if there are hooks and nothing to call them with.
    pub(in crate::engine) fn asked(cx: &'c Context, request: &Request<'c>) -> Result<Self, Error> {
        let hooks = hooks(request.resource)?;
        let called = match (hooks, request.ctx) {
            (None, _) => None,
            (Some(hooks), Some(ctx)) => Some(Called { hooks, ctx }),
            (Some(_), None) => return Err(Error::internal("a resource with hooks, and no Ctx to call them with")),
        };
        let keeping = keeping(request.resource);
        Ok(Self {
            resource: request.resource,
            cx,
            owner: request.owner()?,
            called,
            whole: called.is_some() || !keeping.is_empty(),
            keeping,
        })
    }

    /// A change that a function of the application makes; it gets whole rows back.
    ///
    /// # Errors
    ///
    /// As for [`Change::asked`].
    pub(in crate::engine) fn made(ctx: &'c Ctx, resource: &'static Resource) -> Result<Self, Error> {
        Ok(Self {
            resource,
            cx: ctx.context(),
            owner: Owner::of(resource, Some(ctx))?,
            called: hooks(resource)?.map(|hooks| Called { hooks, ctx }),
            whole: true,
            keeping: Vec::new(),
        })
    }

    /// A change whose records say themselves whose rows they make.
    ///
    /// # Errors
    ///
    /// As for [`Change::asked`].
    pub(in crate::engine) fn by_everybody(ctx: &'c Ctx, resource: &'static Resource) -> Result<Self, Error> {
        let called = hooks(resource)?.map(|hooks| Called { hooks, ctx });
        Ok(Self {
            resource,
            cx: ctx.context(),
            owner: Owner::Everybody,
            whole: called.is_some(),
            called,
            keeping: Vec::new(),
        })
    }

    /// Waits until no other change of this server has the row with this key, if there is one.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] if that takes too long.
    pub(super) async fn row_turn(&self, key: Option<&[Value]>) -> Result<Option<RowTurn>, Error> {
        match key {
            // Behind the key may be whose row it must be.
            Some(key) => {
                let key = &key[..key.len().min(self.resource.key)];
                self.cx.database.row_turn(self.resource.table, key).await
            }
            None => Ok(None),
        }
    }

    /// The resource.
    pub(in crate::engine) fn resource(&self) -> &'static Resource {
        self.resource
    }

    /// Whether the record sets a value of which the stored one has something to keep.
    pub(super) fn keeps(&self, record: &Record) -> bool {
        self.keeping.iter().any(|index| record.gives(*index))
    }

    /// The record with what a request can't set taken over from the row that it changes.
    ///
    /// # Errors
    ///
    /// Those of [`Stored::values`].
    pub(super) fn keep(&self, mut record: Record, found: &Stored) -> Result<Record, Error> {
        if !self.keeps(&record) {
            return Ok(record);
        }
        let mut stored = found.values(0)?;
        for index in &self.keeping {
            let keep = self.resource.fields[*index].codec.keep_read_only;
            if let Some(replaced) = stored.get_mut(*index) {
                let null = replaced.as_null();
                let replaced = std::mem::replace(replaced, null);
                record.change(*index, |value| keep(value, replaced));
            }
        }
        Ok(record)
    }

    /// What statements return: the columns of replies, and the others if anybody wants them.
    pub(in crate::engine) fn selection(&self) -> Selection {
        let selection = Selection::with_key(self.resource);
        if self.whole {
            selection.and_all(self.resource)
        } else {
            selection
        }
    }

    /// What a statement returned in the columns of [`Change::selection`].
    pub(in crate::engine) fn stored(&self, selection: Selection, rows: Box<dyn Rows>) -> Stored {
        Stored {
            resource: self.resource,
            selection,
            rows,
            changed: true,
        }
    }
}

/// The columns whose values have `read_only` members.
fn keeping(resource: &Resource) -> Vec<usize> {
    let keeps = |field: &Field| field.storage == Storage::Json && (field.codec.one_way)().read_only;
    let fields = resource.fields.iter().enumerate();
    fields
        .filter(|(_, field)| keeps(field))
        .map(|(index, _)| index)
        .collect()
}

fn hooks(resource: &Resource) -> Result<Option<&'static dyn Hooked>, Error> {
    let Some(function) = resource.hooks else {
        return Ok(None);
    };
    match function.get::<Hooks>() {
        Some(hooks) => Ok(Some(hooks.0)),
        None => Err(Error::internal(
            "bug in warp-openapi: hooks of another type, please report it",
        )),
    }
}

impl Called<'_> {
    /// Shows a stored row to the hook of this moment. `ctx` is that of the transaction.
    pub(super) async fn show(&self, moment: Moment, ctx: &Ctx, stored: &Stored, index: usize) -> Result<(), Error> {
        if !self.hooks.sees(moment) {
            return Ok(());
        }
        let values = stored.values(index)?;
        self.hooks.see(moment, ctx, values).await
    }
}

/// The database that statements of a transaction run in.
pub(super) fn database(ctx: &Ctx) -> &dyn Executor {
    &*ctx.context().database
}

/// Refuses a record that brings another key than its row has, and takes the key out.
///
/// # Errors
///
/// [`Error::Internal`]: only functions of the application can do that.
pub(super) fn keep_key(resource: &Resource, key: &[Value], record: Record) -> Result<Record, Error> {
    let mut values: Vec<Option<Value>> = record.into_all().collect();
    for ((index, field), kept) in resource.key_fields().iter().enumerate().zip(key) {
        if let Some(value) = values.get_mut(index).and_then(Option::take)
            && value != *kept
        {
            let (name, field) = (resource.name, field.name);
            return Err(Error::internal(format!(
                "resource `{name}`: a hook or handler sets `{field}`, which is in the row's key; a row keeps its key, so delete it and create another"
            )));
        }
    }
    Ok(Record::of(values))
}

/// Rows that a statement returned.
pub(in crate::engine) struct Stored {
    resource: &'static Resource,
    selection: Selection,
    rows: Box<dyn Rows>,
    changed: bool,
}

impl Stored {
    /// The same as what was only read.
    pub(super) fn unchanged(mut self) -> Self {
        self.changed = false;
        self
    }

    /// Whether a statement made or changed them.
    pub(super) fn changed(&self) -> bool {
        self.changed
    }

    /// The rows themselves.
    pub(super) fn rows(&self) -> impl Iterator<Item = &dyn Row> {
        rows::all(&*self.rows)
    }

    /// What renders a row as replies do.
    pub(super) fn renderer(&self) -> Renderer {
        Renderer::new(self.resource, &self.selection)
    }

    /// The first.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none.
    pub(in crate::engine) fn first(&self) -> Result<&dyn Row, Error> {
        rows::first(&*self.rows)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The one row as a reply.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none.
    pub(in crate::engine) fn reply(&self) -> Result<Reply, Error> {
        let (body, tag) = self.renderer().one(self.first()?)?;
        Ok(Reply {
            body,
            etag: Some(tag),
            ..Reply::default()
        })
    }

    /// The path of the one row.
    pub(super) fn location(&self) -> Result<String, Error> {
        rows::location(self.resource, &self.selection, self.first()?)
    }

    /// Appends the rows as the items of a list.
    pub(super) fn items(&self, renderer: &Renderer, out: &mut Vec<u8>) -> Result<(), Error> {
        renderer.items(rows::all(&*self.rows), out)
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
