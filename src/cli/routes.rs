//! `routes`: what answers where.

use std::fmt::Write as _;

use super::{Failure, output};
use crate::http::path_of;
use crate::meta::{Access, Api};

/// Prints a table of the operations, in the order of the declaration.
///
/// # Errors
///
/// Those of the output.
pub(super) fn run(api: &'static Api) -> Result<(), Failure> {
    Ok(output::print(&table(api))?)
}

/// The table: method, path and operation id; in an API with security schemes also who may.
pub(super) fn table(api: &'static Api) -> String {
    let guarded = !api.info.security.is_empty();
    let rule = |access: Access| access.or(api.info.access).to_string();
    let mut rows = vec![["METHOD", "PATH", "OPERATION", "ACCESS"].map(str::to_owned)];
    for resource in api.resources() {
        for operation in resource.operations {
            let kind = operation.kind;
            let name = |index: usize| resource.fields[index].property.into();
            rows.push([
                kind.method().name().to_owned(),
                path_of(api.info.base_path, resource, kind.place(), name),
                format!("{}_{}", kind.word(), resource.snake),
                rule(operation.access),
            ]);
        }
    }
    for op in api.ops() {
        rows.push([
            op.route.method.name().to_owned(),
            format!("{}{}", api.info.base_path.trim_end_matches('/'), op.route.path),
            op.name.to_owned(),
            rule(op.access),
        ]);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or_default();
    let (method, path, id) = (width(0), width(1), width(2));
    let mut table = String::new();
    for [m, p, operation, access] in &rows {
        // Writing to a String can't fail.
        let _ = if guarded {
            writeln!(table, "{m:method$}  {p:path$}  {operation:id$}  {access}")
        } else {
            writeln!(table, "{m:method$}  {p:path$}  {operation}")
        };
    }
    table
}
