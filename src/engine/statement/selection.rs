//! The columns that a statement returns, and the position of each.

use crate::engine::visible_fields::{Visibility, VisibleFields};
use crate::error::Error;
use crate::meta::{Field, Fields, Resource};

/// The columns of a result: those of the reply in declared order, then others that the engine needs.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Selection {
    fields: Vec<usize>,
    shown: usize,
}

impl Selection {
    /// The columns that replies show, and the owner's, if some are in replies to the owner only.
    pub(in crate::engine) fn replies(resource: &Resource) -> Self {
        Self::view(resource, Fields::Reply)
    }

    /// The same of rows in lists.
    pub(in crate::engine) fn items(resource: &Resource) -> Self {
        Self::view(resource, Fields::Item)
    }

    fn view(resource: &Resource, view: Fields) -> Self {
        let shown = |index: &usize| view.holds(&resource.fields[*index]);
        let fields: Vec<usize> = (0..resource.fields.len()).filter(shown).collect();
        let replies = Self {
            shown: fields.len(),
            fields,
        };
        let is_owners = |field: &Field| field.access.is_some_and(|access| access.includes_owner());
        let owner = resource.owner.filter(|_| resource.fields.iter().any(is_owners));
        replies.and(owner.into_iter())
    }

    /// Those of the address, for deleted rows.
    pub(in crate::engine) fn address(resource: &Resource) -> Self {
        Self {
            fields: resource.address().to_vec(),
            shown: resource.address().len(),
        }
    }

    /// Those of the key, none of which are shown.
    pub(in crate::engine) fn key(resource: &Resource) -> Self {
        Self {
            fields: (0..resource.key).collect(),
            shown: 0,
        }
    }

    /// Those of the reply and of the address, for `Location`.
    pub(in crate::engine) fn with_address(resource: &Resource) -> Self {
        Self::replies(resource).and(resource.address().iter().copied())
    }

    /// Those that the client may see, and the owner's, if some are in replies to the owner only.
    #[must_use]
    pub(in crate::engine) fn visible(self, resource: &Resource, visible: &VisibleFields) -> Self {
        if visible.has_all() {
            return self;
        }
        let (shown, others) = self.fields.split_at(self.shown);
        let shown = shown.iter().filter(|field| visible.get(**field) != Visibility::Never);
        let fields: Vec<usize> = shown.copied().collect();
        let own = fields.iter().any(|field| visible.get(*field) == Visibility::InOwnRows);
        let owner = resource.owner.filter(|_| own);
        let more = others.iter().copied().chain(owner);
        let selection = Self {
            shown: fields.len(),
            fields,
        };
        let selection = selection.and(more);
        // There are rows to count, even if nothing of them is shown.
        if selection.fields.is_empty() {
            selection.and(0..resource.key)
        } else {
            selection
        }
    }

    /// All columns there are.
    #[must_use]
    pub(in crate::engine) fn and_all(self, resource: &Resource) -> Self {
        self.and(0..resource.fields.len())
    }

    /// Adds columns that aren't there yet.
    #[must_use]
    pub(in crate::engine) fn and(mut self, fields: impl Iterator<Item = usize>) -> Self {
        for field in fields {
            if !self.fields.contains(&field) {
                self.fields.push(field);
            }
        }
        self
    }

    /// The fields of the reply.
    pub(in crate::engine) fn shown(&self) -> &[usize] {
        &self.fields[..self.shown]
    }

    /// How many columns the result has.
    pub(in crate::engine) fn width(&self) -> usize {
        self.fields.len().max(1)
    }

    /// The position of a field.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if it isn't selected.
    pub(in crate::engine) fn position(&self, field: usize) -> Result<usize, Error> {
        self.fields
            .iter()
            .position(|selected| *selected == field)
            .ok_or_else(|| Error::internal("a column that isn't selected"))
    }

    /// The fields, in order. A statement that shows nothing still returns the key, so that rows can be counted.
    pub(in crate::engine) fn fields(&self) -> impl Iterator<Item = usize> + '_ {
        let fields = if self.fields.is_empty() { &[0][..] } else { &self.fields };
        fields.iter().copied()
    }

    /// Their SQL names with the table's.
    pub(in crate::engine) fn columns<'s>(
        &'s self,
        resource: &'s Resource,
    ) -> impl Iterator<Item = (&'static str, &'static str)> + 's {
        self.fields()
            .map(|index| (resource.table, resource.fields[index].column))
    }
}
