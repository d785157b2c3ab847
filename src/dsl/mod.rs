//! The macros. They name nothing but `__private`, and expand to data.
//!
//! `api!`, `api_part!` (api.rs) → `__items!` → `__item!` → `__enum!`, `__schema!`, `__union!` (schema.rs), `__resource!`
//! (resource.rs) → `__fields!` → `__module!` → `__field!` (field.rs), `__resource_section!`, `__filter!`, `__operation!`,
//! `__entity!` (entity.rs). At the end `__block!` joins the items: `__api_section!`, `__document!`.

mod api;
mod entity;
mod field;
mod resource;
mod schema;
mod value;
