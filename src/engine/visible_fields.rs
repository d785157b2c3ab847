//! Which fields of a row a client may see: all, or where a field has an `access` rule, those that the rule allows.

use std::cell::RefCell;

use sea_orm::Value;

use super::owner::{Owner, owner_value};
use super::{Ctx, Principal};
use crate::error::Error;
use crate::meta::{Field, FieldAccess, OperationKind, Resource};
use crate::types::Row;

/// Who may see a field, among those that may see the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Visibility {
    /// The client, in every row.
    Always,
    /// The client, in its own rows.
    InOwnRows,
    /// Not this client.
    Never,
}

/// The fields of a resource that one client may see, or those of them that it selects.
#[derive(Debug, Clone)]
pub(in crate::engine) struct VisibleFields {
    /// One for each field; none if all fields are visible.
    rules: Vec<Visibility>,
    /// The field with the owner, and its value in rows of the client.
    own: Option<(usize, Value)>,
}

impl VisibleFields {
    /// All fields: no field has a rule, or the reader is the application.
    pub(in crate::engine) const ALL: Self = Self {
        rules: Vec::new(),
        own: None,
    };

    /// What a client may see in the rows of this owner.
    pub(in crate::engine) fn of(resource: &Resource, principal: Option<&Principal>, owner: &Owner) -> Self {
        if !resource.has_field_rules() {
            return Self::ALL;
        }
        let own = own(resource, principal);
        let in_rows = match owner {
            // All rows of the operation are the client's own.
            Owner::One(..) => Visibility::Always,
            Owner::Unscoped if own.is_some() => Visibility::InOwnRows,
            Owner::Unscoped | Owner::NoRows(_) | Owner::Related(_) => Visibility::Never,
        };
        let visibility = |field: &Field| match field.access {
            None => Visibility::Always,
            Some(access) if is_admitted(access, principal) => Visibility::Always,
            Some(access) if access.includes_owner() => in_rows,
            Some(_) => Visibility::Never,
        };
        Self {
            rules: resource.fields.iter().map(visibility).collect(),
            own,
        }
    }

    /// What a client may see in the rows that an operation of this kind is for.
    pub(in crate::engine) fn in_operation(
        resource: &Resource,
        kind: OperationKind,
        principal: Option<&Principal>,
    ) -> Self {
        // Without a principal who can own rows, there are no rows.
        let owner = Owner::of(resource, kind, principal).unwrap_or(Owner::Unscoped);
        Self::of(resource, principal, &owner)
    }

    /// What any client may see, as in messages, which go to many.
    pub(in crate::engine) fn of_anybody(resource: &Resource) -> Self {
        Self::of(resource, None, &Owner::Unscoped)
    }

    /// The same, of these fields only.
    pub(in crate::engine) fn only(&self, resource: &Resource, fields: &[usize]) -> Self {
        let visibility = |field| {
            if fields.contains(&field) {
                self.get(field)
            } else {
                Visibility::Never
            }
        };
        Self {
            rules: (0..resource.fields.len()).map(visibility).collect(),
            own: self.own.clone(),
        }
    }

    /// Whether all fields are visible in every row.
    pub(in crate::engine) const fn has_all(&self) -> bool {
        self.rules.is_empty()
    }

    /// Who may see a field.
    pub(in crate::engine) fn get(&self, field: usize) -> Visibility {
        self.rules.get(field).copied().unwrap_or(Visibility::Always)
    }

    /// Whether the client may see a field in every row, so that it may filter and order by it, and set it.
    pub(in crate::engine) fn holds(&self, field: usize) -> bool {
        self.get(field) == Visibility::Always
    }

    /// Whether a row is the client's own; `position` is that of a field's cell.
    pub(in crate::engine) fn is_own(
        &self,
        resource: &Resource,
        row: &dyn Row,
        position: impl FnOnce(usize) -> Result<usize, Error>,
    ) -> Result<bool, Error> {
        let Some((field, own)) = &self.own else {
            return Ok(false);
        };
        let cell = (resource.fields[*field].codec.cell)(row, position(*field)?);
        Ok(cell.map_err(Error::Internal)? == *own)
    }
}

/// The field with the owner, and its value in rows of the principal.
pub(in crate::engine) fn own(resource: &Resource, principal: Option<&Principal>) -> Option<(usize, Value)> {
    let (at, principal) = (resource.owner?, principal?);
    Some((at, owner_value(&resource.fields[at], principal)?))
}

/// Whether a rule admits the principal to every row.
fn is_admitted(access: FieldAccess, principal: Option<&Principal>) -> bool {
    let Some(principal) = principal else { return false };
    let mut schemes = access.alternatives.iter().filter(|alternative| !alternative.is_owner());
    schemes.any(|alternative| principal.satisfies(alternative.scheme, alternative.scopes))
}

tokio::task_local! {
    /// The request whose handler runs.
    static REQUEST: Ctx;
}

thread_local! {
    /// The request whose reply is being written.
    static READER: RefCell<Option<Ctx>> = const { RefCell::new(None) };
}

/// Runs the handler of a request, so that its reply holds what the client may see, and records in its body what the client may set.
pub(crate) async fn with_reader<T>(ctx: Ctx, handler: impl Future<Output = T>) -> T {
    REQUEST.scope(ctx, handler).await
}

/// Uses the context of the running request; `None` outside of one.
pub(in crate::engine) fn with_request<T>(read: impl FnOnce(&Ctx) -> T) -> Option<T> {
    REQUEST.try_with(read).ok()
}

/// Writes what the client of the running request will read. Outside of it, rows are written as anybody may see them: a message has many
/// readers, and the reader of a file or a log is unknown.
pub(crate) fn as_reply<T>(write: impl FnOnce() -> T) -> T {
    let Ok(reader) = REQUEST.try_with(Clone::clone) else {
        return write();
    };
    // Also if a type of the application panics: the thread goes on to serve others.
    let _restore = OuterReader(READER.replace(Some(reader)));
    write()
}

/// The reader before, who is the reader again when this is dropped.
struct OuterReader(Option<Ctx>);

impl Drop for OuterReader {
    fn drop(&mut self) {
        READER.set(self.0.take());
    }
}

/// Whether the client that reads what is being written may see a field of a row, whose owner is `owner`.
pub(crate) fn reader_sees(resource: &Resource, field: &Field, owner: impl FnOnce(usize) -> Option<Value>) -> bool {
    let Some(access) = field.access else { return true };
    READER.with_borrow(|reader| {
        let principal = reader.as_ref().and_then(Ctx::principal);
        is_admitted(access, principal)
            || access.includes_owner() && own(resource, principal).is_some_and(|(field, own)| owner(field) == Some(own))
    })
}
