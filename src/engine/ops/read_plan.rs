//! The statement and the renderer that read one row. They depend on the declaration alone, so they are made once.

use std::collections::HashMap;
use std::ptr;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use sea_orm::Value;
use sea_orm::sea_query::Values;

use crate::engine::owner::Owner;
use crate::engine::rows::Renderer;
use crate::engine::statement::{Selection, select};
use crate::engine::visible_fields::VisibleFields;
use crate::error::Error;
use crate::meta::Resource;
use crate::sql::{Dialect, Sql};
use crate::types::Row;

/// By the resource's address in memory, which is static. There are as many as resources: whether rows are of one owner depends on the resource
/// alone.
type Plans = HashMap<(usize, Dialect), Arc<ReadPlan>>;

static PLANS: LazyLock<RwLock<Plans>> = LazyLock::new(RwLock::default);

/// How to read one row of a resource.
pub(super) struct ReadPlan {
    /// `None` if the text depends on the values of the lookup.
    text: Option<String>,
    selection: Selection,
    /// What renders rows of which every client may see every field.
    renderer: Renderer,
}

impl ReadPlan {
    /// The plan of a resource.
    pub(super) fn of(resource: &'static Resource, dialect: Dialect, owner: &Owner) -> Arc<Self> {
        let key = (ptr::from_ref(resource).addr(), dialect);
        let plans = PLANS.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(plan) = plans.get(&key) {
            return Arc::clone(plan);
        }
        drop(plans);
        let plan = Arc::new(Self::new(resource, dialect, owner));
        let mut plans = PLANS.write().unwrap_or_else(PoisonError::into_inner);
        plans.insert(key, Arc::clone(&plan));
        plan
    }

    fn new(resource: &'static Resource, dialect: Dialect, owner: &Owner) -> Self {
        let selection = Selection::replies(resource);
        let plain = |storage| dialect.binds_plainly(storage);
        let text = owner
            .lookup_fields(resource)
            .all(|field| plain(field.storage))
            .then(|| {
                let lookup: Vec<Value> = owner.lookup_fields(resource).map(|_| Value::Int(Some(0))).collect();
                dialect
                    .build(&select::one(resource, dialect, &selection, owner, &lookup))
                    .text
            });
        Self {
            text,
            renderer: Renderer::new(resource, &selection, &VisibleFields::ALL),
            selection,
        }
    }

    /// The JSON and the entity tag of a row, as the client may see it.
    pub(super) fn render(
        &self,
        resource: &'static Resource,
        visible: &VisibleFields,
        row: &dyn Row,
    ) -> Result<(Vec<u8>, String), Error> {
        if resource.has_field_rules() {
            Renderer::new(resource, &self.selection, visible).one(row)
        } else {
            self.renderer.one(row)
        }
    }

    /// The statement that reads the row with these values of its [lookup fields](Owner::lookup_fields).
    pub(super) fn statement(&self, resource: &Resource, dialect: Dialect, owner: &Owner, lookup: &[Value]) -> Sql {
        match &self.text {
            Some(text) => Sql {
                text: text.clone(),
                values: Values(lookup.to_vec()),
            },
            None => dialect.build(&select::one(resource, dialect, &self.selection, owner, lookup)),
        }
    }
}
