//! The parameter `fields`: the properties that a request selects. Replies leave out all others, and statements don't read what only those
//! would need.

use super::{ComputedFields, Include, add};
use crate::engine::RequestContext;
use crate::engine::parse::Query;
use crate::engine::visible_fields::VisibleFields;
use crate::error::FieldErrors;
use crate::meta::{Computed, Fields, Resource};

/// The properties of a row that a request selects, by index.
#[derive(Debug, Clone, Default)]
pub(in crate::engine) struct Selected {
    fields: Vec<usize>,
    computed: Vec<usize>,
    /// The relations, each with what is selected of its rows; `None`: all of it.
    relations: Vec<(usize, Option<Self>)>,
}

impl Selected {
    /// Takes the parameter `fields` of a request that shows rows in this view; `None` if it selects nothing, so that all is shown.
    pub(in crate::engine) fn parse(
        resource: &'static Resource,
        view: Fields,
        query: &mut Query<'_>,
        errors: &mut FieldErrors,
    ) -> Option<Self> {
        if !resource.select {
            return None;
        }
        // Some clients repeat the parameter for each name.
        let texts = query.take_all("fields");
        if texts.is_empty() {
            return None;
        }
        let paths: Vec<&[usize]> = [resource.include, resource.default_include].concat();
        let (mut selected, mut seen) = (Self::default(), Vec::new());
        for name in texts.iter().flat_map(|text| text.split(',')) {
            let is_repeated = seen.contains(&name);
            if is_repeated || !selected.add(resource, view, &paths, name) {
                let what = if is_repeated {
                    "is named more than once"
                } else {
                    "can't be selected"
                };
                let known = known(resource, view).join(", ");
                errors.push_at("fields", format!("`{name}` {what}; there are {known}"));
                // One message: it is long, and there may be as many names as a query has room for.
                break;
            }
            seen.push(name);
        }
        Some(selected)
    }

    /// Adds the property with this name; `false`: there is none. The paths are those of the relations that may be shown.
    fn add(&mut self, resource: &'static Resource, view: Fields, paths: &[&[usize]], name: &str) -> bool {
        let is_shown = |index: &usize| view.holds(&resource.fields[*index]);
        if let Some(field) = resource.property(name).filter(is_shown) {
            self.fields.push(field);
            return true;
        }
        if let Some(computed) = resource
            .computed
            .iter()
            .position(|computed| computed.field.property == name)
        {
            self.computed.push(computed);
            return true;
        }
        let (relation, rest) = match name.split_once('.') {
            Some((relation, rest)) => (relation, Some(rest)),
            None => (name, None),
        };
        let Some(index) = resource.relations.iter().position(|known| known.property == relation) else {
            return false;
        };
        let below = paths.iter().filter(|path| path.first() == Some(&index));
        let below: Vec<&[usize]> = below.filter_map(|path| path.get(1..)).collect();
        if below.is_empty() {
            return false;
        }
        let found = self.relations.iter().position(|(found, _)| *found == index);
        let at = found.unwrap_or(self.relations.len());
        if found.is_none() {
            self.relations.push((index, Some(Self::default())));
        }
        let relation = &resource.relations[index];
        match (rest, &mut self.relations[at].1) {
            (None, selected) => {
                *selected = None;
                true
            }
            (Some(_), _) if relation.shown_as.is_some() => false,
            (Some(rest), Some(selected)) => selected.add(relation.target.resource(), relation.view(), &below, rest),
            // All of it is selected already; the name must be right nonetheless.
            (Some(rest), None) => Self::default().add(relation.target.resource(), relation.view(), &below, rest),
        }
    }

    /// The fields of these that a request selects.
    pub(in crate::engine) fn visible(&self, resource: &Resource, visible: &VisibleFields) -> VisibleFields {
        visible.only(resource, &self.fields)
    }

    /// The computed fields of these that a request selects.
    pub(in crate::engine) fn computed(&self, computed: &ComputedFields) -> ComputedFields {
        computed.only(&self.computed)
    }

    /// The relations that a request selects, of these and of those that its parameter names without `include`.
    pub(in crate::engine) fn includes(
        &self,
        resource: &'static Resource,
        mut includes: Vec<Include>,
        context: &dyn RequestContext,
    ) -> Vec<Include> {
        for (index, _) in &self.relations {
            add(&mut includes, resource, &[*index], context);
        }
        let selected = |include: Include| {
            let is_its =
                |(index, _): &&(usize, Option<Self>)| std::ptr::eq(&resource.relations[*index], include.hop.relation);
            let (_, selected) = self.relations.iter().find(is_its)?;
            Some(match selected {
                None => include,
                Some(selected) => Include {
                    visible: selected.visible(include.hop.target, &include.visible),
                    computed: selected.computed(&include.computed),
                    below: selected.includes(include.hop.target, include.below, context),
                    hop: include.hop,
                },
            })
        };
        includes.into_iter().filter_map(selected).collect()
    }
}

/// The names of all properties that requests may select.
fn known(resource: &'static Resource, view: Fields) -> Vec<String> {
    let mut names = properties("", resource, view);
    for path in [resource.include_paths, resource.default_include_paths].concat() {
        let mut prefix = String::new();
        for relation in path {
            prefix.push_str(relation.property);
            if !names.contains(&prefix) {
                names.push(prefix.clone());
                if relation.shown_as.is_none() {
                    names.extend(properties(
                        &format!("{prefix}."),
                        relation.target.resource(),
                        relation.view(),
                    ));
                }
            }
            prefix.push('.');
        }
    }
    names
}

/// The names of a row's own properties, each behind this prefix.
fn properties(prefix: &str, resource: &Resource, view: Fields) -> Vec<String> {
    let fields = resource.fields.iter().filter(|field| view.holds(field));
    let computed = resource.computed.iter().map(|Computed { field, .. }| field);
    let names = fields
        .chain(computed)
        .map(|field| format!("{prefix}{}", field.property));
    names.collect()
}
