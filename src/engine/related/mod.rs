//! Related rows in replies: which are asked for, which of them the client may see, and how they are read.
//!
//! A page takes one statement for each relation, however many rows it has.

mod link;
mod load;
mod statement;

use self::link::Link;
pub(in crate::engine) use self::load::{Links, columns};
use super::RequestContext;
use super::guard::admits;
use super::owner::Owner;
use super::parse::{Predicate, Query};
use super::visible_fields::VisibleFields;
use crate::error::FieldErrors;
use crate::meta::{Access, OperationKind, Relation, Resource};

/// A relation whose rows a reply shows.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Include {
    relation: &'static Relation,
    target: &'static Resource,
    /// What the client may see of the related rows.
    visible: VisibleFields,
    /// Which of the related rows it may see.
    predicates: Vec<Predicate>,
    /// Which rows of the table between, if there is one.
    between: Vec<Predicate>,
    /// The relations of the related rows.
    below: Vec<Self>,
}

/// The relations with which the replies of a resource always come.
pub(in crate::engine) fn usual(resource: &'static Resource, context: &dyn RequestContext) -> Vec<Include> {
    let mut includes = Vec::new();
    for path in resource.default_include {
        add(&mut includes, resource, path, context);
    }
    includes
}

/// Takes the parameter `include`; the relations that it names are shown beside the usual ones.
pub(in crate::engine) fn parse(
    resource: &'static Resource,
    context: &dyn RequestContext,
    query: &mut Query<'_>,
    errors: &mut FieldErrors,
) -> Vec<Include> {
    let mut includes = usual(resource, context);
    if resource.include.is_empty() {
        return includes;
    }
    let Some(text) = query.take("include", errors) else {
        return includes;
    };
    let mut seen = Vec::new();
    for name in text.split(',') {
        let found = resource
            .include_names
            .iter()
            .position(|names| names.iter().copied().eq(name.split('.')));
        match found.and_then(|found| resource.include.get(found)) {
            None => {
                let known: Vec<String> = resource.include_names.iter().map(|names| names.join(".")).collect();
                errors.push_at("include", format!("`{name}` can't be included; there are {}", known.join(", ")));
            }
            Some(_) if seen.contains(&name) => errors.push_at("include", format!("`{name}` is named more than once")),
            Some(path) => {
                seen.push(name);
                add(&mut includes, resource, path, context);
            }
        }
    }
    includes
}

/// Adds a path of relations. What the client may not see isn't added, and nothing below it.
fn add(includes: &mut Vec<Include>, resource: &'static Resource, path: &[usize], context: &dyn RequestContext) {
    let Some((first, rest)) = path.split_first() else {
        return;
    };
    let relation = &resource.relations[*first];
    let found = includes.iter().position(|include| std::ptr::eq(include.relation, relation));
    let at = match found {
        Some(at) => at,
        None => match Include::of(relation, context) {
            Some(include) => {
                includes.push(include);
                includes.len() - 1
            }
            None => return,
        },
    };
    if let Some(include) = includes.get_mut(at) {
        add(&mut include.below, include.target, rest, context);
    }
}

impl Include {
    /// A relation as the client may see it; `None` if it may not see any of its rows.
    fn of(relation: &'static Relation, context: &dyn RequestContext) -> Option<Self> {
        let target = relation.target.resource();
        let (owner, predicates) = rows_for(target, relation.many, context)?;
        let between = match &relation.through {
            Some(through) => rows_for(through.resource.resource(), true, context)?.1,
            None => Vec::new(),
        };
        Some(Self {
            relation,
            target,
            visible: VisibleFields::of(target, context.principal(), &owner),
            predicates,
            between,
            below: Vec::new(),
        })
    }
}

/// Whose rows of a resource a client may see, and the condition for them; `None` if it may see none.
fn rows_for(
    resource: &'static Resource,
    many: bool,
    context: &dyn RequestContext,
) -> Option<(Owner, Vec<Predicate>)> {
    if !may_see_rows(resource, context) {
        return None;
    }
    let kind = if many { OperationKind::List } else { OperationKind::Read };
    match Owner::of(resource, kind, context.principal()) {
        Err(_) | Ok(Owner::NoRows(_)) => None,
        Ok(owner) => {
            let predicates = owner.predicate().into_iter().collect();
            Some((owner, predicates))
        }
    }
}

/// Whether a client may see rows of a resource: the rules of the operations that show rows admit it.
fn may_see_rows(resource: &Resource, context: &dyn RequestContext) -> bool {
    let admits = |access: Access| admits(access.or(context.default_access()), context.principal());
    let mut operations = resource.operations.iter();
    if resource.operations.is_empty() {
        admits(Access::Inherit)
    } else {
        operations.all(|operation| !resource.shows_rows(operation.kind) || admits(operation.access))
    }
}
