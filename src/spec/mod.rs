//! Metadata → OpenAPI 3.1, in const: a fragment for each item, and the document that joins them.

mod component;
mod document;
mod fragment;
mod parameter;
mod path;
mod schema;
mod write;

pub use document::{collect, count, etag, head_size, join, length, render_head, text};
pub use fragment::Scratch;
use fragment::hash;

use crate::meta::{Component, Field, Fragment, Resource, Shape};
use document::docs_size;

/// More than the fragment of a resource can take.
#[must_use]
pub const fn resource_size(resource: &Resource) -> usize {
    let names = resource.name.len() + resource.snake.len() + resource.path.len();
    let fields = fields_size(resource.fields);
    // Each field stands in four views, in its filters, in search, order and key.
    2048 + 40 * names
        + 4 * (256 + 6 * docs_size(resource.docs) + fields)
        + resource.operations.len() * (2048 + 12 * names)
        + 2 * filters_size(resource)
}

const fn fields_size(fields: &[Field]) -> usize {
    let mut size = 0;
    let mut at = 0;
    while at < fields.len() {
        let field = &fields[at];
        size += 512 + 12 * field.property.len() + 6 * docs_size(field.docs) + kind_size(&field.schema);
        if let Some(pattern) = field.limits.pattern {
            size += 6 * pattern.len();
        }
        size += literal_size(field.example);
        if let Some(crate::meta::Default::Literal(literal)) = field.default {
            size += literal_size(Some(literal));
        }
        at += 1;
    }
    size
}

const fn literal_size(literal: Option<crate::types::Literal>) -> usize {
    match literal {
        Some(crate::types::Literal::Text(text) | crate::types::Literal::Json(text)) => 8 + 6 * text.len(),
        Some(_) | None => 32,
    }
}

const fn kind_size(schema: &crate::types::Schema) -> usize {
    match schema.kind {
        crate::types::Kind::List(item) | crate::types::Kind::Map(item) => 128 + kind_size(item),
        crate::types::Kind::Ref(name) => 128 + name.len(),
        _ => 128,
    }
}

const fn filters_size(resource: &Resource) -> usize {
    let mut size = 0;
    let mut at = 0;
    while at < resource.filters.len() {
        size += match &resource.filters[at] {
            crate::meta::Filter::Field { field, operators, docs } => {
                let field = &resource.fields[*field];
                operators.len()
                    * (384
                        + 6 * field.property.len()
                        + 6 * docs_size(docs)
                        + 6 * docs_size(field.docs)
                        + kind_size(&field.schema))
            }
            crate::meta::Filter::Custom(custom) => {
                384 + 6 * custom.name.len() + 6 * docs_size(custom.docs) + kind_size(&custom.schema)
            }
        };
        at += 1;
    }
    size
}

/// Renders all pieces of a resource.
#[must_use]
pub const fn render_resource<const N: usize>(resource: &Resource) -> Scratch<N> {
    let mut scratch = Scratch::new();
    component::views(&mut scratch, resource);
    path::paths(&mut scratch, resource);
    scratch
}

/// More than the fragment of a component can take.
#[must_use]
pub const fn component_size(component: &Component) -> usize {
    let base = 512 + component.name.len() + 6 * docs_size(component.docs);
    base + match component.shape {
        Shape::Enum(values) => {
            let mut size = 0;
            let mut at = 0;
            while at < values.len() {
                size += 8 + 6 * values[at].len();
                at += 1;
            }
            size
        }
        Shape::Object(fields) => fields_size(fields),
        Shape::Union(variants) => {
            let mut size = 0;
            let mut at = 0;
            while at < variants.len() {
                size += 256 + kind_size(&variants[at]);
                at += 1;
            }
            size
        }
    }
}

/// Renders the one piece of a component.
#[must_use]
pub const fn render_component<const N: usize>(component: &Component) -> Scratch<N> {
    let mut scratch = Scratch::new();
    component::component(&mut scratch, component);
    scratch
}

/// What a scratch came to.
#[must_use]
pub const fn fragment<const N: usize>(scratch: &Scratch<N>, text: &'static [u8]) -> Fragment {
    Fragment {
        text,
        pieces: scratch.pieces,
        count: scratch.count,
        hash: hash(text),
    }
}
