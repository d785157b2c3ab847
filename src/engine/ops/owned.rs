//! Rows whose related rows tell their owner: what a change writes must be the caller's, before it is written and after it was.

use std::collections::HashMap;

use sea_orm::sea_query::SelectStatement;
use sea_orm::{Condition, Value};

use super::change::Change;
use super::stored::Stored;
use super::unit_of_work::Statements;
use crate::db::Executor;
use crate::engine::parse::body::Record;
use crate::engine::related::{Link, LinkKey, among};
use crate::engine::rows;
use crate::engine::statement::{Selection, Source, condition, select};
use crate::error::{BrokenReference, Conflict, Error};
use crate::meta::{Relation, Resource, most_keys};

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

    /// Checks that new rows will be the caller's, before the statement that writes them: its unique keys would tell of rows of others.
    ///
    /// # Errors
    ///
    /// As for [`Change::check_owner`].
    pub(super) async fn check_new(&self, database: &dyn Executor, records: &mut [Record]) -> Result<(), Error> {
        let (resource, Some(relation)) = (self.resource(), self.deciding()) else {
            return Ok(());
        };
        let mut links = Vec::with_capacity(records.len());
        for record in records.iter_mut() {
            let mut values = Vec::with_capacity(relation.own.len());
            for field in relation.own {
                // A default must be the same in the statement.
                let value = record.take(resource, *field)?;
                record.set(*field, value.clone());
                values.push(value);
            }
            links.push(values);
        }
        let among_new = new_rows(resource, relation, records);
        self.check_links(database, links, &among_new).await
    }

    /// Checks that a row will be the caller's after it was changed by this record, as [`Change::check_new`] does.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is no such row, and those of [`Change::check_owner`].
    pub(super) async fn check_changed(
        &self,
        database: &dyn Executor,
        lookup: &[Value],
        record: &Record,
    ) -> Result<(), Error> {
        let Some(relation) = self.deciding() else { return Ok(()) };
        let (resource, dialect) = (self.resource(), database.dialect());
        let selection = Selection::key(resource).and(relation.own.iter().copied());
        let row = self.scope.one(dialect, &selection, lookup);
        let found = self.stored(selection, database.query(dialect.build(&row)).await?);
        let stored = found.cells(relation.own)?.into_iter();
        let given = |(field, stored): (&usize, Value)| record.get(*field).cloned().unwrap_or(stored);
        let values = relation.own.iter().zip(stored).map(given).collect();
        self.check_links(database, vec![values], &HashMap::new()).await
    }

    /// Checks that rows that were written are the caller's, before they are permanent: what they refer to may have changed meanwhile.
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
        for keys in keys.chunks(most_keys(key.len()).into()) {
            let written = Condition::all().add(among(dialect, resource, &key, keys));
            let own = select::count(&Source::table(resource), self.scope.of_related_owner(written, dialect));
            self.check_count(database, &own, keys.len()).await?;
        }
        Ok(())
    }

    /// The relation that decides whose a row is, if this change is for rows of one owner.
    fn deciding(&self) -> Option<&'static Relation> {
        let relation = self.resource().owner_relation()?;
        self.scope.has_related_owner().then_some(relation)
    }

    /// Checks that the rows to which these values lead are the caller's. Those `among_new` are checked afterwards.
    async fn check_links(
        &self,
        database: &dyn Executor,
        links: Vec<Vec<Value>>,
        among_new: &HashMap<LinkKey, Link>,
    ) -> Result<(), Error> {
        let Some((hop, is_own)) = self.scope.owner.related_row() else {
            return Err(self.of_another());
        };
        let mut distinct = HashMap::with_capacity(links.len());
        for values in links {
            let link = Link::new(values).ok_or_else(|| self.of_another())?;
            if !among_new.contains_key(link.key()) {
                distinct.insert(link.key().clone(), link);
            }
        }
        let links: Vec<&Link> = distinct.values().collect();
        let (target, theirs, dialect) = (hop.target, hop.relation.theirs, database.dialect());
        for links in links.chunks(most_keys(theirs.len()).into()) {
            let related = among(dialect, target, theirs, links);
            let related = related.add(condition::all(target, dialect, std::slice::from_ref(is_own)));
            let own = select::count(&Source::table(target), related);
            self.check_count(database, &own, links.len()).await?;
        }
        Ok(())
    }

    async fn check_count(
        &self,
        database: &dyn Executor,
        count: &SelectStatement,
        expected: usize,
    ) -> Result<(), Error> {
        let found = database.query(database.dialect().build(count)).await?;
        let own = rows::only(&*found)?.int64(0).map_err(Error::Internal)?;
        if own.and_then(|own| usize::try_from(own).ok()) == Some(expected) {
            Ok(())
        } else {
            Err(self.of_another())
        }
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

/// The values by which new rows may refer to one another, where a resource is related to itself.
fn new_rows(resource: &Resource, relation: &Relation, records: &[Record]) -> HashMap<LinkKey, Link> {
    if relation.target.table != resource.table {
        return HashMap::new();
    }
    let link = |record: &Record| {
        let values: Option<Vec<Value>> = relation
            .theirs
            .iter()
            .map(|field| record.get(*field).cloned())
            .collect();
        let link = Link::new(values?)?;
        Some((link.key().clone(), link))
    };
    records.iter().filter_map(link).collect()
}
