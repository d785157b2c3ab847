//! `routes`: lists the operations with their paths.

use std::fmt::Write as _;

use super::{Failure, output};
use crate::meta::{Access, Api};

/// Prints a table of the operations, in the order of the declaration.
///
/// # Errors
///
/// Those of the output.
pub(super) fn run(api: &'static Api) -> Result<(), Failure> {
    Ok(output::print(&table(api))?)
}

/// The table: method, path and operation id; in an API with security schemes also the access rule.
pub(super) fn table(api: &'static Api) -> String {
    let guarded = !api.info.security.is_empty();
    let rule = |access: Access| access.or(api.info.access).to_string();
    let mut rows = vec![["METHOD", "PATH", "OPERATION", "ACCESS"].map(str::to_owned)];
    for route in api.routes() {
        rows.push([
            route.method.name().to_owned(),
            format!("{}{}", api.info.base_path.trim_end_matches('/'), route.path),
            route.operation,
            rule(route.access),
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
