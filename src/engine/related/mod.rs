//! Related rows: which of them a client may see, which are asked for in replies, how they are read, and what is computed of them.
//!
//! A page takes one statement for each relation, however many rows it has.

mod computed;
mod hop;
mod link;
mod load;
mod selected;
mod statement;
mod value;

pub(in crate::engine) use self::computed::{ComputedFields, key};
pub use self::computed::{ComputedFn, Viewer};
pub(in crate::engine) use self::hop::{Hop, may_change, may_read, of_visible_parents, rows_for};
pub(in crate::engine) use self::link::{Link, LinkKey, fitted};
pub(in crate::engine) use self::load::{Links, columns};
pub(in crate::engine) use self::selected::Selected;
pub(in crate::engine) use self::statement::among;
pub(in crate::engine) use self::value::{computed_value, related_value};
use super::RequestContext;
use super::parse::Query;
use super::visible_fields::VisibleFields;
use crate::error::FieldErrors;
use crate::meta::{Relation, RelationPath, Resource};

/// A relation whose rows a reply shows.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Include {
    /// To which rows it leads.
    hop: Hop,
    /// What the client may see of them.
    visible: VisibleFields,
    /// What is computed of them.
    computed: ComputedFields,
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
    // Some clients repeat the parameter for each name.
    let texts = query.take_all("include");
    let mut seen = Vec::new();
    for name in texts.iter().flat_map(|text| text.split(',')) {
        let names = |path: &RelationPath| path.iter().map(|relation| relation.property);
        let known = || {
            let known = resource
                .include_paths
                .iter()
                .map(|path| names(path).collect::<Vec<_>>());
            known.map(|names| names.join(".")).collect::<Vec<_>>().join(", ")
        };
        let found = resource
            .include_paths
            .iter()
            .position(|path| names(path).eq(name.split('.')));
        // One message: it is long, and there may be as many names as a query has room for.
        let mut refuse = |what| errors.push_at("include", format!("`{name}` {what}; there are {}", known()));
        match found.and_then(|found| resource.include.get(found)) {
            None => {
                refuse("can't be included");
                break;
            }
            Some(_) if seen.contains(&name) => {
                refuse("is named more than once");
                break;
            }
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
    let found = includes
        .iter()
        .position(|include| std::ptr::eq(include.hop.relation, relation));
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
        add(&mut include.below, include.hop.target, rest, context);
    }
}

impl Include {
    /// A relation as the client may see it; `None` if it may not see any of its rows.
    fn of(relation: &'static Relation, context: &dyn RequestContext) -> Option<Self> {
        let hop = Hop::of(relation, context)?;
        Some(Self {
            visible: VisibleFields::of(hop.target, context.principal(), &hop.owner),
            computed: ComputedFields::of(hop.target, context),
            hop,
            below: Vec::new(),
        })
    }
}
