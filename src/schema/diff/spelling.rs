//! Names that differ in case alone, where a database takes them for the same.

use super::Rules;
use crate::schema::change::{Alteration, Step, apply_step};
use crate::schema::model::Table;

/// The wanted tables with the names of tables and columns spelled as they are there.
///
/// # Errors
///
/// When two of them have the same name; one line for people.
pub(crate) fn as_spelled(rules: &dyn Rules, from: &[Table], to: &[Table]) -> Result<Vec<Table>, String> {
    let mut tables = to.to_vec();
    let names = || from.iter().map(|table| table.name.as_str());
    for wanted in to {
        let was = wanted.was.as_deref();
        let was = was.map(|was| spelled(rules, names(), was).unwrap_or(was));
        let renamed = tables.iter_mut().filter(|table| table.name == wanted.name);
        renamed.for_each(|table| table.was = was.map(str::to_owned));
        let name = spelled(rules, names(), &wanted.name);
        if let Some(name) = name {
            let (from, to) = (wanted.name.clone(), name.to_owned());
            apply_step(&mut tables, &Step::RenameTable { from, to })?;
        }
        let name = name.unwrap_or(&wanted.name);
        let named = |name: &str| from.iter().find(|table| table.name == name);
        let Some(there) = named(name).or_else(|| named(was?)) else {
            continue;
        };
        let columns = || there.columns.iter().map(|column| column.name.as_str());
        let changed = wanted.columns.iter().filter_map(|column| {
            spelled(rules, columns(), &column.name).map(|name| Alteration::RenameColumn {
                from: column.name.clone(),
                to: name.to_owned(),
            })
        });
        let alterations: Vec<Alteration> = changed.collect();
        for alteration in alterations {
            let table = name.to_owned();
            let alterations = vec![alteration];
            apply_step(&mut tables, &Step::AlterTable { table, alterations })?;
        }
    }
    Ok(tables)
}

/// The other spelling of a name that is there; `None` where it is there as it is, or isn't there.
fn spelled<'t>(rules: &dyn Rules, there: impl Iterator<Item = &'t str> + Clone, name: &str) -> Option<&'t str> {
    match there.clone().any(|other| other == name) {
        true => None,
        false => there.into_iter().find(|other| rules.same_name(other, name)),
    }
}
