//! One step along a relation: to which rows it leads, as far as the client may see them.

use sea_orm::Condition;

use crate::engine::RequestContext;
use crate::engine::guard::{admits, may_see_rows};
use crate::engine::owner::Owner;
use crate::engine::parse::Predicate;
use crate::error::Error;
use crate::meta::{Access, OperationKind, Relation, Resource};

/// A relation, and which of its rows the client may see.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Hop {
    pub(in crate::engine) relation: &'static Relation,
    pub(in crate::engine) target: &'static Resource,
    /// Whose related rows the client may see.
    pub(in crate::engine) owner: Owner,
    /// Which of the related rows that are.
    pub(in crate::engine) predicates: Vec<Predicate>,
    /// Which rows of the table between, if there is one.
    pub(in crate::engine) between: Vec<Predicate>,
}

impl Hop {
    /// A relation as the client may follow it; `None` if it may not see any of its rows.
    pub(in crate::engine) fn of(relation: &'static Relation, context: &dyn RequestContext) -> Option<Self> {
        let target = relation.target.resource();
        let (owner, predicates) = rows_for(target, relation.many, context)?;
        let between = match &relation.through {
            Some(through) => rows_for(through.resource.resource(), true, context)?.1,
            None => Vec::new(),
        };
        Some(Self {
            relation,
            target,
            owner,
            predicates,
            between,
        })
    }

    /// A relation to all of its rows, to compare them by the application's own rules.
    pub(in crate::engine) fn to_any(relation: &'static Relation) -> Self {
        Self {
            relation,
            target: relation.target.resource(),
            owner: Owner::Unscoped,
            predicates: Vec::new(),
            between: Vec::new(),
        }
    }

    /// Whether the client may see all of the rows.
    pub(in crate::engine) const fn is_open(&self) -> bool {
        self.predicates.is_empty() && self.between.is_empty()
    }

    /// The resource and the fields whose values tell to which row a related row belongs.
    pub(in crate::engine) fn parent(&self) -> (&'static Resource, &'static [usize]) {
        match &self.relation.through {
            Some(through) => (through.resource.resource(), through.own),
            None => (self.target, self.relation.theirs),
        }
    }
}

/// Whose rows of a resource a client may see, and the condition for them; `None` if it may see none.
pub(in crate::engine) fn rows_for(
    resource: &'static Resource,
    many: bool,
    context: &dyn RequestContext,
) -> Option<(Owner, Vec<Predicate>)> {
    if !may_see_rows(resource, context.default_access(), context.principal()) {
        return None;
    }
    let kind = if many { OperationKind::List } else { OperationKind::Read };
    match Owner::of(resource, kind, context.principal()) {
        Err(_) | Ok(Owner::NoRows(_)) => None,
        Ok(owner) => {
            let mut predicates: Vec<Predicate> = owner.predicate().into_iter().collect();
            predicates.extend(of_visible_parents(resource, context)?);
            Some((owner, predicates))
        }
    }
}

/// The conditions on rows of a nested resource: they belong to rows that the client may see, too. `None` if it may see none of those. No resource is
/// nested in itself, so this ends.
pub(in crate::engine) fn of_visible_parents(
    resource: &'static Resource,
    context: &dyn RequestContext,
) -> Option<Vec<Predicate>> {
    let mut predicates = Vec::new();
    for parent in resource.parents {
        let hop = Hop::of(resource.parent_relation(parent), context)?;
        if !hop.predicates.is_empty() {
            let any = Predicate::Custom(Condition::all());
            predicates.push(Predicate::Related(vec![hop], Box::new(any)));
        }
    }
    Some(predicates)
}

/// Whether a client may read a row of a resource whose own operation on the row has admitted it: the rule of `read` admits it, or that of `list` if
/// there is no `read`.
pub(in crate::engine) fn may_read(resource: &Resource, context: &dyn RequestContext) -> bool {
    let reading = resource.reading();
    reading.is_none_or(|operation| admits(operation.access.or(context.default_access()), context.principal()))
}

/// Checks whether a client may create or delete rows of a resource within an operation of another: by the rule of its own operation of this kind;
/// without that by those of all operations with the same effect; without those by that of the resource. If it declares none of them, the rule of the other
/// operation is enough.
///
/// # Errors
///
/// [`Error::Forbidden`] if it may not.
pub(in crate::engine) fn may_change(
    resource: &Resource,
    kind: OperationKind,
    context: &dyn RequestContext,
) -> Result<(), Error> {
    let with_same_effect: &[OperationKind] = match kind {
        OperationKind::Create => &[OperationKind::CreateMany, OperationKind::Put],
        OperationKind::Delete => &[OperationKind::DeleteMany],
        OperationKind::List
        | OperationKind::Read
        | OperationKind::CreateMany
        | OperationKind::Update
        | OperationKind::Put
        | OperationKind::DeleteMany
        | OperationKind::Link
        | OperationKind::Unlink => &[],
    };
    let mut rules: Vec<Access> = match resource.operation(kind) {
        Some(operation) => vec![operation.access],
        None => {
            let operations = with_same_effect.iter().filter_map(|kind| resource.operation(*kind));
            operations.map(|operation| operation.access).collect()
        }
    };
    if rules.is_empty() && !matches!(resource.access, Access::Inherit) {
        rules.push(resource.access);
    }
    let admits = |rule: Access| admits(rule.or(context.default_access()), context.principal());
    if rules.into_iter().all(admits) {
        Ok(())
    } else {
        Err(Error::Forbidden)
    }
}
