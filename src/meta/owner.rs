//! Who owns a row: a field holds the owner's ID, of the row itself or of one to which it is related.

use super::{Direction, Field, Fields, Nulls, OperationKind, Relation, Resource, with_nulls};

/// `owner: article.author_id`: the owner of a row is that of the one row to which a relation leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RelatedOwner {
    /// The relation, by index.
    pub relation: usize,
    /// The field of its target that holds the ID, by index.
    pub field: usize,
}

impl Resource {
    /// Whether its rows have owners.
    #[must_use]
    pub const fn is_owned(&self) -> bool {
        self.owner.is_some() || self.related_owner.is_some()
    }

    /// Whether an operation of this kind uses the rows of one owner only.
    #[must_use]
    pub const fn is_owned_in(&self, kind: OperationKind) -> bool {
        let mut at = 0;
        while at < self.others.len() {
            if self.others[at] as u8 == kind as u8 {
                return false;
            }
            at += 1;
        }
        self.is_owned()
    }

    /// Whether clients may list the rows of all owners.
    #[must_use]
    pub const fn is_listed_by_others(&self) -> bool {
        self.is_owned() && !self.is_owned_in(OperationKind::List)
    }

    /// The relation that leads to the row whose owner a row has.
    #[must_use]
    pub const fn owner_relation(&self) -> Option<&'static Relation> {
        match self.related_owner {
            Some(owner) => Some(&self.relations[owner.relation]),
            None => None,
        }
    }

    /// Whether a row that has another value of this field may have another owner, whom a related row tells.
    #[must_use]
    pub const fn decides_owner(&self, field: usize) -> bool {
        let Some(relation) = self.owner_relation() else {
            return false;
        };
        let mut at = 0;
        while at < relation.own.len() {
            if relation.own[at] == field {
                return true;
            }
            at += 1;
        }
        false
    }
}

/// The view of rows in lists of related rows. Of rows that all clients may list, but that only their owner reads, it is that of lists.
#[must_use]
pub const fn listed_view(fields: &[Field], others: &[OperationKind]) -> Fields {
    let (mut list, mut read, mut at) = (false, false, 0);
    while at < others.len() {
        list = list || matches!(others[at], OperationKind::List);
        read = read || matches!(others[at], OperationKind::Read);
        at += 1;
    }
    if list && !read && left_out(fields).is_some() {
        Fields::Item
    } else {
        Fields::Reply
    }
}

/// The first field that lists leave out.
pub(in crate::meta) const fn left_out(fields: &[Field]) -> Option<&Field> {
    let mut at = 0;
    while at < fields.len() {
        if !fields[at].in_lists {
            return Some(&fields[at]);
        }
        at += 1;
    }
    None
}

/// The fields of a resource under its rule for nulls. Its owner is read-only unless it is hidden, since clients can't set it.
#[must_use]
pub const fn owned<const N: usize>(declared: &[Field], owner: Option<usize>, nulls: Nulls) -> [Field; N] {
    let mut fields = with_nulls(declared, nulls);
    if let Some(at) = owner {
        match fields[at].direction {
            Direction::Both => fields[at].direction = Direction::ReadOnly,
            Direction::ReadOnly | Direction::Hidden => {}
            Direction::WriteOnly | Direction::CreateOnly | Direction::UpdateOnly => {
                fields[at].fault = Some(
                    " is the `owner`, which is the caller's ID and never set by requests; remove `write_only`, `create_only` or `update_only`",
                );
            }
        }
    }
    fields
}
