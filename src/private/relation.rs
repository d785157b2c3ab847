//! Relations: to which resources they lead, and what sea-orm wants of them.

use sea_orm::sea_query::{DynIden, IntoIden as _, IntoTableRef as _, TableRef};
use sea_orm::{EntityTrait, Identity, RelationDef, RelationType};

use super::{DeclaredResource, HasTable, SpelledResource};
use crate::engine::Declared;
use crate::meta::{OperationKind, Related, Resource, listed_view};

/// The entity of a resource that has relations.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `relations`",
    label = "not the entity of a resource with `relations`"
)]
pub trait HasRelations {
    /// Their names, in the order of the declaration.
    type Names;
}

/// The entity to which the relation at `INDEX` leads.
pub trait RelationAt<const INDEX: usize> {
    /// The entity.
    type Target: EntityTrait;
}

/// The resource of an entity, as a relation names it.
#[must_use]
pub const fn related<E>() -> Related
where
    E: Declared + DeclaredResource + SpelledResource,
    E::Model: HasTable,
{
    Related {
        component: E::SECTIONS.component(E::NAME),
        table: <E::Model as HasTable>::TABLE,
        fields: <E as SpelledResource>::FIELDS,
        unique: E::SECTIONS.unique,
        owner: E::SECTIONS.owner,
        listed_view: listed_view(<E as SpelledResource>::FIELDS, E::SECTIONS.others),
        address: E::SECTIONS.address,
        one: E::SECTIONS.one,
        has_hooks: E::SECTIONS.hooks.is_some(),
        is_view: E::SECTIONS.of.is_some(),
        access: E::SECTIONS.access.of(OperationKind::Create),
        include: E::SECTIONS.include,
        default_include: E::SECTIONS.default_include,
        computed: <E as SpelledResource>::COMPUTED,
        resource: resource::<E>,
    }
}

fn resource<E: Declared>() -> &'static Resource {
    E::RESOURCE
}

/// A relation as sea-orm joins it: from the resource to its target, or with a table between, to that.
#[must_use]
pub fn relation_def(resource: &'static Resource, index: usize) -> RelationDef {
    let relation = &resource.relations[index];
    match &relation.through {
        None => ends(
            relation.many,
            resource,
            relation.own,
            (relation.target.resource(), relation.theirs),
        ),
        Some(through) => ends(true, resource, relation.own, (through.resource.resource(), through.own)),
    }
}

/// The join from which the rows of the target come: that of the relation, or with a table between, from that to the target.
#[must_use]
pub fn related_to(resource: &'static Resource, index: usize) -> RelationDef {
    let relation = &resource.relations[index];
    match &relation.through {
        None => relation_def(resource, index),
        Some(through) => {
            let target = (relation.target.resource(), relation.theirs);
            ends(false, through.resource.resource(), through.theirs, target)
        }
    }
}

/// The join to the table between, if there is one.
#[must_use]
pub fn related_via(resource: &'static Resource, index: usize) -> Option<RelationDef> {
    let between = resource.relations[index].through.is_some();
    between.then(|| relation_def(resource, index))
}

fn ends(
    many: bool,
    from: &'static Resource,
    own: &[usize],
    (to, theirs): (&'static Resource, &[usize]),
) -> RelationDef {
    RelationDef {
        rel_type: if many {
            RelationType::HasMany
        } else {
            RelationType::HasOne
        },
        from_tbl: table(from),
        to_tbl: table(to),
        from_col: columns(from, own),
        to_col: columns(to, theirs),
        // Of the side that is referred to, in the words of sea-orm.
        is_owner: many,
        // The foreign keys are those that fields declare.
        skip_fk: true,
        on_delete: None,
        on_update: None,
        on_condition: None,
        fk_name: None,
        condition_type: sea_orm::sea_query::ConditionType::All,
    }
}

fn table(resource: &'static Resource) -> TableRef {
    resource.table.into_table_ref()
}

fn columns(resource: &'static Resource, fields: &[usize]) -> Identity {
    let column = |field: &usize| -> DynIden { resource.fields[*field].column.into_iden() };
    match fields {
        [one] => Identity::Unary(column(one)),
        [one, two] => Identity::Binary(column(one), column(two)),
        [one, two, three] => Identity::Ternary(column(one), column(two), column(three)),
        more => Identity::Many(more.iter().map(column).collect()),
    }
}
