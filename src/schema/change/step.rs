//! What leads from some tables to others. The difference of two sets of tables makes steps, migrations are written in them, and a database
//! runs them.

use super::{Alteration, Dropped};
use crate::schema::model::Table;

/// One step.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::enum_variant_names, reason = "they are the words of SQL")]
pub(crate) enum Step {
    /// Creates a table with all that belongs to it.
    CreateTable(Table),
    /// Drops a table with all that belongs to it.
    DropTable(Dropped<Table>),
    /// Renames a table; its constraints and indexes keep their names.
    RenameTable {
        /// Its name before.
        from: String,
        /// Its name after.
        to: String,
    },
    /// Changes a table, from the first alteration to the last.
    AlterTable {
        /// Its name, after renames.
        table: String,
        /// The alterations.
        alterations: Vec<Alteration>,
    },
}

/// The steps that undo these, in the order in which they run.
#[must_use]
pub(crate) fn inverse(steps: &[Step]) -> Vec<Step> {
    steps.iter().rev().filter_map(Step::inverse).collect()
}

impl Step {
    /// The table that it is about, by its name before the step.
    pub(crate) fn table(&self) -> &str {
        match self {
            Self::CreateTable(table) => &table.name,
            Self::DropTable(dropped) => dropped.name(),
            Self::RenameTable { from, .. } => from,
            Self::AlterTable { table, .. } => table,
        }
    }

    /// `None` where there is nothing to undo, or what was dropped isn't known.
    fn inverse(&self) -> Option<Self> {
        Some(match self {
            Self::CreateTable(table) => Self::DropTable(Dropped::Known(table.clone())),
            Self::DropTable(dropped) => Self::CreateTable(dropped.known()?.clone()),
            Self::RenameTable { from, to } => Self::RenameTable {
                from: to.clone(),
                to: from.clone(),
            },
            Self::AlterTable { table, alterations } => {
                let alterations: Vec<Alteration> = alterations.iter().rev().filter_map(Alteration::inverse).collect();
                if alterations.is_empty() {
                    return None;
                }
                let table = table.clone();
                Self::AlterTable { table, alterations }
            }
        })
    }
}
