//! `routes`: what answers where.

use std::fmt::Write as _;

use super::{Failure, output};
use crate::http::path_of;
use crate::meta::Api;

/// Prints a table of the operations, in the order of the declaration.
///
/// # Errors
///
/// Those of the output.
pub(super) fn run(api: &'static Api) -> Result<(), Failure> {
    Ok(output::print(&table(api))?)
}

/// The table: method, path and operation id.
pub(super) fn table(api: &'static Api) -> String {
    let mut rows = vec![["METHOD".to_owned(), "PATH".to_owned(), "OPERATION".to_owned()]];
    for resource in api.resources() {
        for operation in resource.operations {
            let kind = operation.kind;
            let name = |index: usize| resource.fields[index].property.into();
            rows.push([
                kind.method().name().to_owned(),
                path_of(api.info.base_path, resource, kind.place(), name),
                format!("{}_{}", kind.word(), resource.snake),
            ]);
        }
    }
    for op in api.ops() {
        rows.push([
            op.route.method.name().to_owned(),
            format!("{}{}", api.info.base_path.trim_end_matches('/'), op.route.path),
            op.name.to_owned(),
        ]);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or_default();
    let (method, path) = (width(0), width(1));
    let mut table = String::new();
    for [m, p, operation] in &rows {
        // Writing to a String can't fail.
        let _ = writeln!(table, "{m:method$}  {p:path$}  {operation}");
    }
    table
}
