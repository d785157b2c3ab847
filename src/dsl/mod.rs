//! The macros. They name nothing but `__private`, and expand to data.
//!
//! `api!`, `api_part!` (api.rs) → `__items!` → `__item!` → `__enum!`, `__schema!`, `__union!` → `__plain_enum!` and so on (schema.rs; before it `__enum_values!`, which tells texts from numbers, and `__number_enum!`), `__made_of!` → `__named_or_left!` → `__taken!` (made_of.rs) for a schema made of another item, which finds what is left of one among the `__lists!` of the block (left.rs), `__resource!`
//! (resource.rs) → `__fields!` → `__module!` → `__relations!` (relation.rs) → `__computed!` (computed.rs), `__field!` (field.rs), `__table_section!`, `__resource_section!` (resource_section.rs), `__filter!` (filter.rs), `__foreign_key!` (foreign_key.rs),
//! `__operation!` → `__paging!` (operation.rs), `__entity!` (entity.rs), `__op!` (op.rs) → `__argument!`, `__handler!`, `__op_errors!` (errors.rs), `__replies!` (replies.rs), and `__socket!` (socket.rs) → `__rpc!`, `__source!`. Rules of access are read by `__access!`, schemes by `__security!` (access.rs). `__sections_checked!` and `__fields_checked!` check sections and fields at their tokens. At the end `__checked!` checks each item
//! at its name, and `__block!` joins them: `__api_section!`, `__errors!` (errors.rs), `__document!`, `__cli!` (document.rs). Words are looked up by `__known!`
//! (known.rs), `__word!` (words.rs) has how each is written; one that is unknown or wrongly written ends in `__wrong!`, an item that can't be read in `__failed!`
//! (error.rs). An attribute that isn't taken ends in `__attribute!` (attributes.rs). expanded.rs shows what comes out.

mod access;
mod api;
mod attributes;
mod computed;
mod cors;
mod document;
mod entity;
mod error;
mod errors;
#[cfg(test)]
mod expanded;
mod field;
mod filter;
mod foreign_key;
mod known;
mod left;
mod limit;
mod made_of;
mod op;
mod operation;
mod parts;
mod relation;
mod replies;
mod resource;
mod resource_section;
mod schema;
mod singleton;
mod socket;
mod value;
mod words;
