//! One request and one resource: whose rows it may touch, and what its statements run on.

use sea_orm::sea_query::SelectStatement;
use sea_orm::{Condition, Value};

use super::hooks::{Hooked, Hooks};
use super::owner::Owner;
use super::parents::{FoundParents, Parents};
use super::related::{self, ComputedFields, Include};
use super::statement::{Selection, condition, select};
use super::visible_fields::VisibleFields;
use super::{RequestContext, Settings};

use crate::db::Executor;
use crate::error::Error;
use crate::meta::{OperationKind, Resource};
use crate::sql::Dialect;

/// What the operations of one resource work with, for one request or one function of the application.
pub(super) struct RequestScope<'r> {
    pub(super) resource: &'static Resource,
    pub(super) context: &'r dyn RequestContext,
    /// Whose rows it may touch.
    pub(super) owner: Owner,
    /// The rows in the path, to which they belong.
    pub(super) parents: Parents,
    /// Which fields it may see and set.
    pub(super) visible: VisibleFields,
    /// The hooks of the resource, if it has any.
    pub(super) hooks: Option<&'static dyn Hooked>,
    /// The relations with which replies always come.
    pub(super) includes: Vec<Include>,
    /// The computed fields of replies.
    pub(super) computed: ComputedFields,
}

impl<'r> RequestScope<'r> {
    /// The scope of a request: where the resource has an `owner`, the principal's rows, and of them the fields that their rules allow.
    ///
    /// # Errors
    ///
    /// Those of [`Owner::of`].
    pub(super) fn of_request(
        context: &'r dyn RequestContext,
        resource: &'static Resource,
        kind: OperationKind,
    ) -> Result<Self, Error> {
        let scope = Self::of_principal(context, resource, kind)?;
        Ok(Self {
            visible: VisibleFields::of(resource, context.principal(), &scope.owner),
            includes: related::usual(resource, context),
            computed: ComputedFields::of(resource, context),
            ..scope
        })
    }

    /// The same for the rows that belong to those in the path.
    pub(super) fn below(self, parents: Parents) -> Self {
        Self { parents, ..self }
    }

    /// The scope of a function of the application: where the resource has an `owner`, the principal's rows, with all fields.
    ///
    /// # Errors
    ///
    /// Those of [`Owner::of`].
    pub(super) fn of_principal(
        context: &'r dyn RequestContext,
        resource: &'static Resource,
        kind: OperationKind,
    ) -> Result<Self, Error> {
        Ok(Self {
            owner: Owner::of(resource, kind, context.principal())?,
            ..Self::unscoped(context, resource)?
        })
    }

    /// A scope of all rows, where records themselves name their owner.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if the declaration is broken.
    pub(super) fn unscoped(context: &'r dyn RequestContext, resource: &'static Resource) -> Result<Self, Error> {
        Ok(Self {
            resource,
            context,
            owner: Owner::Unscoped,
            parents: Parents::default(),
            visible: VisibleFields::ALL,
            hooks: hooks(resource)?,
            includes: Vec::new(),
            computed: ComputedFields::default(),
        })
    }

    /// The same in a transaction, whose context this is.
    pub(super) fn in_context<'c>(&self, context: &'c dyn RequestContext) -> RequestScope<'c> {
        RequestScope {
            resource: self.resource,
            context,
            owner: self.owner.clone(),
            parents: self.parents.clone(),
            visible: self.visible.clone(),
            hooks: self.hooks,
            includes: self.includes.clone(),
            computed: self.computed.clone(),
        }
    }

    /// The statement that reads the row with these values of its [lookup fields](Owner::lookup_fields).
    pub(super) fn one(&self, dialect: Dialect, selection: &Selection, lookup: &[Value]) -> SelectStatement {
        let mut row = select::one(self.resource, dialect, selection, &self.owner, lookup);
        if self.is_restricted() {
            row.cond_where(self.restrict(Condition::all(), dialect));
        }
        row
    }

    /// The condition of the row with these values of its [lookup fields](Resource::lookup_fields).
    pub(super) fn row(&self, dialect: Dialect, lookup: &[Value]) -> Condition {
        self.restrict(condition::lookup(self.resource, dialect, lookup), dialect)
    }

    /// Whether statements are held to more than the lookup fields.
    pub(super) fn is_restricted(&self) -> bool {
        !self.parents.is_empty() || self.has_related_owner()
    }

    /// Whether related rows tell which rows are the caller's.
    pub(super) fn has_related_owner(&self) -> bool {
        matches!(self.owner, Owner::Related(_))
    }

    /// The condition of rows of the owner, where related rows tell it.
    pub(super) fn of_related_owner(&self, rows: Condition, dialect: Dialect) -> Condition {
        match self.owner.related_predicate() {
            Some(related) => rows.add(condition::all(self.resource, dialect, &[related])),
            None => rows,
        }
    }

    fn restrict(&self, rows: Condition, dialect: Dialect) -> Condition {
        let rows = self.of_related_owner(rows, dialect);
        self.parents.restrict(rows, self.resource, dialect)
    }

    /// The rows in the path, for rows that a request creates.
    ///
    /// # Errors
    ///
    /// Those of [`Parents::find`].
    pub(super) async fn found_parents(&self) -> Result<FoundParents<'_>, Error> {
        self.parents.find(self.database(), self.resource).await
    }

    /// The database that statements run on.
    pub(super) fn database(&self) -> &'r dyn Executor {
        &*self.context.services().database
    }

    /// Limits and texts.
    pub(super) fn settings(&self) -> &'r Settings {
        &self.context.services().settings
    }
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
