//! Functions of the application before and after the changes of a resource's rows.
//!
//! The engine has values, the functions take the entity's types: [`Hooked`] converts between them, for each resource with hooks.

use std::future::ready;

use sea_orm::{EntityTrait, IntoActiveModel as _, Value};

use super::Ctx;
use super::declared::{self, Declared};
use super::parse::body::Record;
use crate::db::Pending;
use crate::error::Error;
use crate::meta::Function;

/// A function that sees and changes a row before it is written.
pub(crate) type Draft<E> = for<'h> fn(&'h Ctx, &'h mut <E as EntityTrait>::ActiveModel) -> Pending<'h, ()>;

/// A function that sees a stored row.
pub(crate) type Seen<E> = for<'h> fn(&'h Ctx, &'h <E as EntityTrait>::Model) -> Pending<'h, ()>;

/// One hook.
pub enum Hook<E: Declared> {
    /// Before a row is created.
    BeforeCreate(Draft<E>),
    /// After it was.
    AfterCreate(Seen<E>),
    /// Before a row is changed.
    BeforeUpdate(Draft<E>),
    /// After it was.
    AfterUpdate(Seen<E>),
    /// Before a row is deleted.
    BeforeDelete(Seen<E>),
    /// After it was.
    AfterDelete(Seen<E>),
}

/// The hooks of one resource.
pub struct HooksOf<E: Declared> {
    before_create: Option<Draft<E>>,
    after_create: Option<Seen<E>>,
    before_update: Option<Draft<E>>,
    after_update: Option<Seen<E>>,
    before_delete: Option<Seen<E>>,
    after_delete: Option<Seen<E>>,
}

impl<E: Declared> HooksOf<E> {
    /// None.
    pub const NONE: Self = Self {
        before_create: None,
        after_create: None,
        before_update: None,
        after_update: None,
        before_delete: None,
        after_delete: None,
    };

    /// Adds one.
    #[must_use]
    pub const fn with(mut self, hook: Hook<E>) -> Self {
        match hook {
            Hook::BeforeCreate(hook) => self.before_create = Some(hook),
            Hook::AfterCreate(hook) => self.after_create = Some(hook),
            Hook::BeforeUpdate(hook) => self.before_update = Some(hook),
            Hook::AfterUpdate(hook) => self.after_update = Some(hook),
            Hook::BeforeDelete(hook) => self.before_delete = Some(hook),
            Hook::AfterDelete(hook) => self.after_delete = Some(hook),
        }
        self
    }
}

/// When a hook sees a stored row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    AfterCreate,
    AfterUpdate,
    BeforeDelete,
    AfterDelete,
}

/// The hooks of one resource, whatever its types.
pub(super) trait Hooked: Send + Sync {
    /// Runs the hook before a row of this record is created, and returns the record as the hook leaves it.
    fn before_create<'h>(&self, ctx: &'h Ctx, record: Record) -> Pending<'h, Record>;
    /// Runs the hook before a stored row is changed, and returns the changes as the hook leaves them.
    fn before_update<'h>(&self, ctx: &'h Ctx, stored: Vec<Value>, changes: Record) -> Pending<'h, Record>;
    /// Whether there is a hook for this moment.
    fn sees(&self, moment: Moment) -> bool;
    /// Runs the hook of this moment, if there is one.
    fn see<'h>(&self, moment: Moment, ctx: &'h Ctx, stored: Vec<Value>) -> Pending<'h, ()>;
}

impl<E: Declared> HooksOf<E> {
    const fn seen(&self, moment: Moment) -> Option<Seen<E>> {
        match moment {
            Moment::AfterCreate => self.after_create,
            Moment::AfterUpdate => self.after_update,
            Moment::BeforeDelete => self.before_delete,
            Moment::AfterDelete => self.after_delete,
        }
    }
}

impl<E: Declared> Hooked for HooksOf<E> {
    fn before_create<'h>(&self, ctx: &'h Ctx, record: Record) -> Pending<'h, Record> {
        let Some(hook) = self.before_create else {
            return Box::pin(ready(Ok(record)));
        };
        Box::pin(async move {
            let mut row = declared::draft::<E>(record)?;
            hook(ctx, &mut row).await?;
            Ok(declared::whole::<E>(&row))
        })
    }

    fn before_update<'h>(&self, ctx: &'h Ctx, stored: Vec<Value>, changes: Record) -> Pending<'h, Record> {
        let Some(hook) = self.before_update else {
            return Box::pin(ready(Ok(changes)));
        };
        Box::pin(async move {
            let mut row = declared::row::<E>(stored)?.into_active_model();
            declared::fill::<E>(&mut row, changes)?;
            hook(ctx, &mut row).await?;
            Ok(declared::changes::<E>(&row))
        })
    }

    fn sees(&self, moment: Moment) -> bool {
        self.seen(moment).is_some()
    }

    fn see<'h>(&self, moment: Moment, ctx: &'h Ctx, stored: Vec<Value>) -> Pending<'h, ()> {
        let Some(hook) = self.seen(moment) else {
            return Box::pin(ready(Ok(())));
        };
        Box::pin(async move {
            let row = declared::row::<E>(stored)?;
            hook(ctx, &row).await
        })
    }
}

/// The hooks of a resource as they are stored in metadata.
pub struct Hooks(pub(super) &'static dyn Hooked);

impl Hooks {
    /// These hooks.
    #[must_use]
    pub const fn of<E: Declared>(hooks: &'static HooksOf<E>) -> Self {
        Self(hooks)
    }

    /// The hooks as they are stored in metadata.
    #[must_use]
    pub const fn function(&'static self) -> Function {
        Function::of(self)
    }
}

/// The signature of a hook: `async fn(&Ctx, row) -> Result<(), Error>`.
pub trait HookFn<'h, R> {
    /// Calls it.
    fn call(self, ctx: &'h Ctx, row: R) -> Pending<'h, ()>;
}

impl<'h, R, F, A> HookFn<'h, R> for F
where
    F: FnOnce(&'h Ctx, R) -> A,
    A: Future<Output = Result<(), Error>> + Send + 'h,
{
    fn call(self, ctx: &'h Ctx, row: R) -> Pending<'h, ()> {
        Box::pin(self(ctx, row))
    }
}

/// Calls a hook. The function comes last, so that the row's type is known when it is checked and errors point at its name.
pub fn call_hook<'h, R>(ctx: &'h Ctx, row: R, hook: impl HookFn<'h, R>) -> Pending<'h, ()> {
    hook.call(ctx, row)
}
