//! Rows whose related rows tell their owner: what a change has written must be the caller's.

use sea_orm::Condition;

use super::change::Change;
use super::stored::Stored;
use super::unit_of_work::Statements;
use crate::db::Executor;
use crate::engine::parse::body::Record;
use crate::engine::related::{Link, among};
use crate::engine::rows;
use crate::engine::statement::{Source, select};
use crate::error::{BrokenReference, Conflict, Error};

/// How many rows one statement looks for.
const MOST_ROWS: usize = 400;

impl Change<'_> {
    /// How many statements it takes to write new rows.
    pub(super) fn statements_to_create(&self) -> Statements {
        if self.scope.has_related_owner() {
            Statements::Several
        } else {
            Statements::One
        }
    }

    /// Whether a row may have another owner after it was changed by this record.
    pub(super) fn decides_owner(&self, record: &Record) -> bool {
        let resource = self.resource();
        let mut fields = 0..resource.fields.len();
        self.scope.has_related_owner() && fields.any(|index| resource.decides_owner(index) && record.gives(index))
    }

    /// Checks that rows that were written are the caller's, before they are permanent: afterwards, so that it holds for what hooks set, too.
    ///
    /// # Errors
    ///
    /// That of a foreign key to no row, whether the related row is another's or there is none; [`Error::Forbidden`] if the path names it.
    pub(super) async fn check_owner(&self, database: &dyn Executor, stored: &Stored) -> Result<(), Error> {
        if !self.scope.has_related_owner() {
            return Ok(());
        }
        let (resource, dialect) = (self.resource(), database.dialect());
        let key: Vec<usize> = (0..resource.key).collect();
        let keys = stored.keys()?;
        let keys: Vec<&Link> = keys.iter().flatten().collect();
        for keys in keys.chunks(MOST_ROWS) {
            let written = Condition::all().add(among(dialect, resource, &key, keys));
            let own = select::count(&Source::table(resource), self.scope.of_related_owner(written, dialect));
            let found = database.query(dialect.build(&own)).await?;
            let own = rows::only(&*found)?.int64(0).map_err(Error::Internal)?;
            if own.and_then(|own| usize::try_from(own).ok()) != Some(keys.len()) {
                return Err(self.of_another());
            }
        }
        Ok(())
    }

    fn of_another(&self) -> Error {
        let relation = self.resource().owner_relation();
        let is_in_path = relation.is_some_and(|relation| relation.own.iter().any(|own| self.scope.parents.set(*own)));
        if is_in_path {
            Error::Forbidden
        } else {
            Error::Conflict(Conflict::Reference(BrokenReference::Missing))
        }
    }
}
