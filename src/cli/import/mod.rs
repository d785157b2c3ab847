//! A Swagger 2.0 file to an `api!` block.
//!
//! `file` reads, `references` checks that all lead somewhere, `swagger` has paperclip read and resolve it. `types`, `operations`
//! and `info` make a `block` of it, which `render` writes. What a block can't say becomes a comment at its place.

mod block;
mod recursive_schemas;
mod file;
mod info;
mod operations;
mod options;
mod parameters;
mod paths;
mod references;
mod render;
mod replies;
mod descriptions;
mod security;
mod schema_kind;
mod swagger;
#[cfg(test)]
mod tests;
mod text;
mod types;

use std::path::Path;

use clap::ArgMatches;

use self::block::Block;
use self::info::Tags;
use self::references::Linked;
use self::types::Types;
use super::source::names::{self, Names};
use super::{Failure, output};
use crate::spec::json_tree::Node;

/// What holds for the whole block.
const HEAD: [&str; 3] = [
    "From a Swagger 2.0 file. Comments list what the block can't express.",
    "Operation ids are handlers' names, and errors are problems (RFC 9457), in every operation.",
    "Schemas refuse members that they don't know.",
];

/// Prints a file as a program.
///
/// # Errors
///
/// One line: the file, the place, the error.
pub(super) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let path = matches
        .get_one::<String>("file")
        .map(String::as_str)
        .unwrap_or_default();
    Ok(output::print(&program(path)?)?)
}

/// The program of the file at a path.
fn program(path: &str) -> Result<String, Failure> {
    let root = file::read(Path::new(path)).map_err(|fault| format!("{path} {fault}"))?;
    Ok(import(root).map_err(|fault| format!("{path}: {fault}"))?)
}

/// The program of a file.
fn import(root: Node) -> Result<String, String> {
    let file = Linked::new(root)?;
    let read = swagger::resolve(&file)?;
    let mut types = Types::new(&file, Names::of_items());
    types.definitions()?;
    let (mut api, schemes) = info::api(&read, &file.root, &mut types.names);
    let mut tags = Tags::of(&read, &file.root);
    let ops = operations::operations(&mut types, &mut tags, &schemes);
    api.tags = tags.list;
    recursive_schemas::box_recursive(&mut types.items);
    let block = Block {
        api,
        types: types.items,
        ops,
        notes: HEAD.map(str::to_owned).to_vec(),
    };
    Ok(render::render(&block))
}
