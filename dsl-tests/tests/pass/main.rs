//! Blocks that compile, each in a module of its own.

mod alone;
mod arguments_named_like_sections;
mod attributes;
mod composite_key;
mod cursor_over_two_columns;
mod entities_as_sea_orm_knows_them;
mod fields_named_like_words;
mod foreign_keys;
mod hooks_and_records;
mod hundred_fields;
// Printed with another width, and nothing calls their `main`.
#[rustfmt::skip]
#[allow(dead_code, clippy::too_many_arguments, reason = "each file is a program of its own, whose ops are as the document has them")]
mod imported;
mod in_a_nested_module;
mod items_of_the_users_on_our_types;
// Printed as rustfmt does without a configuration.
#[rustfmt::skip]
mod migrations;
// As above.
#[rustfmt::skip]
#[allow(dead_code, reason = "each file is a program of its own")]
mod inspected;
mod minimal;
mod named_apart;
mod parts_in_two_modules;
mod recursive_schema;
mod renamed;
mod schemas_of_others;
mod sections_in_reverse;
mod shadowed_names;
mod shadowed_string_and_option;
mod sockets;
mod strict_lints;
mod type_from_outside;
mod types_and_options;
mod types_named_apart;
mod types_named_like_ours;
mod visibility;
mod words_as_names_in_expressions;
