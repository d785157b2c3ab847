//! Rows that refer to nothing, where foreign keys are off while migrations run: those that were there before are no failure of a migration.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DbErr};

use super::connection::statement;
use crate::sql::{Dialect, message};

/// What a table's rows lack: a count and the first row's id, by the table that they should refer to.
type Lacks = BTreeMap<String, (i64, Option<i64>)>;

/// The rows of each table that refer to nothing; the error for a table whose foreign keys can't be checked.
#[derive(Debug, Default)]
pub(super) struct Orphans(BTreeMap<String, Result<Lacks, String>>);

impl Orphans {
    /// Those of a database; none where foreign keys are never off.
    pub(super) async fn of<C: ConnectionTrait>(connection: &C, dialect: Dialect) -> Result<Self, DbErr> {
        let mut orphans = Self::default();
        let Some(tables) = dialect.referrers() else {
            return Ok(orphans);
        };
        // One table at a time: the check of all stops at the first that can't be checked.
        for row in connection.query_all_raw(statement(dialect, tables)).await? {
            let table: String = row.try_get("", "name")?;
            let Some(orphans_of) = dialect.orphans(&table) else {
                continue;
            };
            let lacks = match connection.query_all_raw(statement(dialect, orphans_of)).await {
                Err(error) => Err(message(&error)),
                Ok(rows) => {
                    let mut lacks = Lacks::new();
                    for row in rows {
                        let found = (row.try_get("", "count")?, row.try_get("", "first")?);
                        lacks.insert(row.try_get("", "parent")?, found);
                    }
                    Ok(lacks)
                }
            };
            orphans.0.insert(table, lacks);
        }
        Ok(orphans)
    }

    /// Refuses rows that had a target before.
    pub(super) fn refuse_more(&self, after: &Self) -> Result<(), DbErr> {
        let mut gone = self.without(after);
        for (table, lacks) in &after.0 {
            let before = self.0.get(table);
            let lacks = match lacks {
                Ok(lacks) => lacks,
                Err(_) if matches!(before, Some(Err(_))) => continue,
                Err(message) => {
                    return Err(DbErr::Custom(format!(
                        "the foreign keys of `{table}` can't be checked: {message}"
                    )));
                }
            };
            for (parent, (count, first)) in lacks {
                let had = match before {
                    // They couldn't be counted.
                    Some(Err(_)) => continue,
                    Some(Ok(lacks)) => lacks.get(parent).map_or(0, |(count, _)| *count),
                    None => 0,
                };
                if *count <= had {
                    continue;
                }
                // The table or the other one has a new name.
                let same =
                    |(other, its, many): &(&String, &String, i64)| many == count && (*other == table || *its == parent);
                if let Some(at) = gone.iter().position(same).filter(|_| had == 0) {
                    gone.swap_remove(at);
                    continue;
                }
                let row = match first {
                    Some(row) => format!(" (the first has the rowid {row})"),
                    None => String::new(),
                };
                let more = match had {
                    0 => String::new(),
                    had => format!(", {had} of them before"),
                };
                return Err(DbErr::Custom(format!(
                    "rows of `{table}` refer to rows of `{parent}` that aren't there: {count}{more}{row}"
                )));
            }
        }
        Ok(())
    }

    /// The counts that are gone afterwards: table, parent and count.
    fn without<'o>(&'o self, after: &Self) -> Vec<(&'o String, &'o String, i64)> {
        let mut gone = Vec::new();
        for (table, lacks) in &self.0 {
            for (parent, (count, _)) in lacks.iter().flatten() {
                let still = after.0.get(table).and_then(|lacks| lacks.as_ref().ok());
                if !still.is_some_and(|lacks| lacks.contains_key(parent)) {
                    gone.push((table, parent, *count));
                }
            }
        }
        gone
    }
}
