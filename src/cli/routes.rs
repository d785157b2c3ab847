//! `routes`: what answers where.

use std::fmt::Write as _;

use super::{Failure, output};
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
    for route in api.routes() {
        rows.push([
            route.method.name().to_owned(),
            format!("{}{}", api.info.base_path.trim_end_matches('/'), route.path),
            route.operation,
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
