//! Related rows in requests: read with the row, and written with it in one transaction. New rows are created; those that a table relates to the row
//! are named, and replace the set that was there.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{Condition, Value};
use serde_json::value::RawValue;

use super::change::Change;
use super::stored::Stored;
use super::unit_of_work::Committed;
use super::{create, create_many, delete_many, read};
use crate::engine::parse::Predicate;
use crate::engine::parse::body::{self, Record};
use crate::engine::parse::filter::Test;
use crate::engine::related::{Hop, Link, LinkKey, among, fitted, may_change};
use crate::engine::scope::RequestScope;
use crate::engine::statement::{Selection, Source, condition, select};
use crate::engine::transaction::TransactionScope;
use crate::engine::visible_fields::VisibleFields;
use crate::engine::{conflict, rows};
use crate::error::{Conflict, Error, FieldErrors};
use crate::meta::{Fields, OperationKind, Relation, Resource, Through, most_keys};
use crate::types::too_long;

/// How often a row that another request has created meanwhile is looked for again.
const TRIES: usize = 3;

/// The related rows that a request has.
#[derive(Debug, Default)]
pub(in crate::engine) struct Nested(Vec<(&'static Relation, List)>);

#[derive(Debug)]
enum List {
    /// New rows.
    Rows(Vec<Record>),
    /// Values by which rows are named, each with its index in the request.
    Named(Vec<(usize, Value)>),
}

impl Nested {
    /// Takes them out of a record. A list that a put leaves out is empty.
    pub(super) fn read(scope: &RequestScope<'_>, record: &mut Record, view: Fields, errors: &mut FieldErrors) -> Self {
        let resource = scope.resource;
        let mut nested = Self::default();
        let given = record.take_nested();
        for index in resource.write {
            let relation = &resource.relations[*index];
            let list = match given.iter().find(|(relation, _)| relation == index) {
                Some((_, json)) => errors.at(relation.property, |errors| List::read(scope, relation, json, errors)),
                None if view == Fields::Put && resource.carries(*index, view) => Some(List::Named(Vec::new())),
                None => None,
            };
            nested.0.extend(list.map(|list| (relation, list)));
        }
        nested
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        let rows = |(_, list): &(_, List)| match list {
            List::Rows(records) => records.len(),
            List::Named(values) => values.len(),
        };
        self.0.iter().map(rows).sum()
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether hooks run when they are written, which may change the row that has them.
    pub(super) fn has_hooks(&self) -> bool {
        self.0.iter().any(|(relation, _)| match &relation.through {
            None => relation.target.has_hooks,
            Some(through) => {
                through.resource.has_hooks || relation.create_missing.is_some() && relation.target.has_hooks
            }
        })
    }

    /// Runs a change of the row that has them, and writes them in the same transaction. `row` is the row that the change has stored.
    ///
    /// # Errors
    ///
    /// Those of both.
    pub(super) async fn after<T>(
        &self,
        scope: &RequestScope<'_>,
        change: impl AsyncFnOnce(&RequestScope<'_>) -> Result<Committed<T>, Error>,
        row: impl Fn(&mut T) -> &mut Stored,
    ) -> Result<Committed<T>, Error> {
        if self.is_empty() {
            return change(scope).await;
        }
        let done = within(scope, async |scope| {
            let mut done = change(scope).await?;
            let stored = row(done.as_mut());
            self.lock(scope, stored).await?;
            Self::create_missing(scope, std::iter::once((None, self))).await?;
            self.write(scope, stored, 0).await?;
            if self.has_hooks() {
                *stored = read::again(scope, stored, 0).await?;
            }
            Ok(done)
        });
        done.await
    }

    /// Waits for other changes of the row, so that no two replace a set at the same time. That comes before rows are created: another change holds
    /// the row while it creates them.
    async fn lock(&self, scope: &RequestScope<'_>, stored: &Stored) -> Result<(), Error> {
        let replaces = |(_, list): &&(_, List)| matches!(list, List::Named(_));
        match self.0.iter().find(replaces) {
            Some((relation, _)) => {
                let parent = Parent::of(scope, relation, stored, 0)?;
                parent.lock().await
            }
            None => Ok(()),
        }
    }

    /// Creates the rows that are named and aren't there, where relations say so; each list is that of the item with this index, if there are several.
    /// All requests create them in the order of their names, so that two that create the same ones can't deadlock.
    ///
    /// # Errors
    ///
    /// [`Error::Forbidden`] if the client may not create them, and those of the operation that creates them.
    pub(super) async fn create_missing(
        scope: &RequestScope<'_>,
        nested: impl Iterator<Item = (Option<usize>, &Self)>,
    ) -> Result<(), Error> {
        let mut rows = Vec::new();
        for (item, nested) in nested {
            for (relation, list) in &nested.0 {
                if let (List::Named(values), Some(by)) = (list, relation.create_missing) {
                    rows.extend(
                        values
                            .iter()
                            .filter_map(|value| NamedRow::of(relation, by, item, value)),
                    );
                }
            }
        }
        // The first of those that are named alike, by which an error has its path.
        rows.sort_by(|one, other| one.place().cmp(&other.place()));
        rows.dedup_by(|one, other| one.place() == other.place());
        let same_resource = |one: &NamedRow, other: &NamedRow| one.resource() == other.resource();
        for rows in rows
            .chunk_by(same_resource)
            .flat_map(|rows| rows.chunks(most_keys(1).into()))
        {
            let Some(NamedRow { relation, by, .. }) = rows.first() else {
                continue;
            };
            let named: Vec<(usize, Value)> = rows.iter().map(|row| (row.index, row.value.clone())).collect();
            let found = Target { scope, relation }.find(*by, &named).await?;
            for row in rows.iter().filter(|row| !found.contains_key(&row.name)) {
                let relation = row.relation;
                let created = Target { scope, relation }.create(row.by, &row.value).await;
                created.map_err(|error| row.error(error))?;
            }
        }
        Ok(())
    }

    /// Writes them, for the row at this position of those stored.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] for a row that isn't there, [`Error::Forbidden`] if the client may not write them, and those of operations of their own.
    pub(super) async fn write(&self, scope: &RequestScope<'_>, stored: &Stored, at: usize) -> Result<(), Error> {
        for (relation, list) in &self.0 {
            let parent = Parent::of(scope, relation, stored, at)?;
            let done = match list {
                List::Rows(records) => parent.create(records.clone()).await,
                List::Named(values) => parent.replace(values).await,
            };
            done.map_err(|error| forbidden(error).below_row(relation.property))?;
        }
        Ok(())
    }
}

impl List {
    fn read(scope: &RequestScope<'_>, relation: &Relation, json: &RawValue, errors: &mut FieldErrors) -> Option<Self> {
        let most = scope.settings().bulk_limit;
        let target = relation.target.resource();
        if let (Some(_), Some(by)) = (&relation.through, relation.named_by()) {
            let possible = usize::try_from(relation.most_named()).unwrap_or(most);
            return Some(Self::Named(named(target, by, json, most.min(possible), errors)?));
        }
        let visible = VisibleFields::in_operation(target, OperationKind::Create, scope.context.principal());
        let gives = |index: usize| relation.gives(index) && visible.holds(index);
        let requires = |index: usize| gives(index) && Fields::Create.requires(&target.fields[index]);
        let items = items(json, most, errors)?;
        let record = |(index, json)| {
            errors.at(index, |errors| {
                body::record_where(target, json, &gives, &requires, errors)
            })
        };
        let records: Vec<_> = items.into_iter().enumerate().map(record).collect();
        Some(Self::Rows(records.into_iter().flatten().collect()))
    }
}

/// The values of a list by which rows are named, each once.
fn named(
    target: &Resource,
    by: usize,
    json: &RawValue,
    most: usize,
    errors: &mut FieldErrors,
) -> Option<Vec<(usize, Value)>> {
    let field = &target.fields[by];
    let mut values: Vec<(usize, Value)> = Vec::new();
    let mut seen = HashMap::new();
    for (index, json) in items(json, most, errors)?.into_iter().enumerate() {
        let value = errors.at(index, |errors| (field.codec.read)(json, &field.limits, errors));
        if let Some(value) = value
            && let Some(link) = Link::new(vec![value.clone()])
            && seen.insert(link.key().clone(), ()).is_none()
        {
            values.push((index, value));
        }
    }
    Some(values)
}

fn items<'j>(json: &'j RawValue, most: usize, errors: &mut FieldErrors) -> Option<Vec<&'j RawValue>> {
    let items = json
        .get()
        .starts_with('[')
        .then(|| serde_json::from_str(json.get()).ok());
    let Some(items) = items.flatten() else {
        errors.push("not a list");
        return None;
    };
    let items: Vec<&RawValue> = items;
    if items.len() > most {
        errors.push(too_long(most));
        return None;
    }
    Some(items)
}

/// A row that a request names, and that is created if it isn't there.
struct NamedRow {
    relation: &'static Relation,
    /// The field with its name.
    by: usize,
    name: LinkKey,
    value: Value,
    /// Which item of a bulk request names it.
    item: Option<usize>,
    /// Where it is in its list.
    index: usize,
}

impl NamedRow {
    fn of(
        relation: &'static Relation,
        by: usize,
        item: Option<usize>,
        (index, value): &(usize, Value),
    ) -> Option<Self> {
        Some(Self {
            relation,
            by,
            name: Link::new(vec![value.clone()])?.key().clone(),
            value: value.clone(),
            item,
            index: *index,
        })
    }

    /// The table and the field.
    fn resource(&self) -> (&'static str, usize) {
        (self.relation.target.table, self.by)
    }

    /// Its place among all rows that requests create.
    fn place(&self) -> ((&'static str, usize), &LinkKey) {
        (self.resource(), &self.name)
    }

    /// An error about it, with its path.
    fn error(&self, error: Error) -> Error {
        let error = forbidden(error).below_row(self.index).below_row(self.relation.property);
        match self.item {
            Some(item) => error.below_row(item),
            None => error,
        }
    }
}

/// The error of whoever may send the request, but not write related rows.
fn forbidden(error: Error) -> Error {
    match error {
        Error::Unauthorized => Error::Forbidden,
        error => error,
    }
}

/// Runs a change of a row and what is related to it in one transaction.
///
/// # Errors
///
/// Those of the work, which is rolled back then, and of the commit.
pub(super) async fn within<T>(
    scope: &RequestScope<'_>,
    work: impl AsyncFnOnce(&RequestScope<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let transaction = TransactionScope::begin(&scope.context.ctx()).await?;
    let done = work(&scope.in_context(&transaction.ctx)).await?;
    transaction.commit(None).await?;
    Ok(done)
}

/// The row to which others are related, in the transaction that changes it.
struct Parent<'p> {
    scope: &'p RequestScope<'p>,
    relation: &'static Relation,
    /// The values by which rows are related to it.
    own: Vec<Value>,
}

impl<'p> Parent<'p> {
    fn of(scope: &'p RequestScope<'p>, relation: &'static Relation, stored: &Stored, at: usize) -> Result<Self, Error> {
        Ok(Self {
            scope,
            relation,
            own: stored.cells_of(at, relation.own)?,
        })
    }

    /// Creates rows that belong to it.
    async fn create(&self, mut records: Vec<Record>) -> Result<(), Error> {
        if records.is_empty() {
            return Ok(());
        }
        let target = self.relation.target.resource();
        for record in &mut records {
            self.relate(target, self.relation.theirs, record)?;
        }
        self.insert(target, records).await
    }

    /// Makes these rows those that the table between relates to it, as far as the client may see which those are.
    async fn replace(&self, named: &[(usize, Value)]) -> Result<(), Error> {
        let (Some(through), Some(by)) = (&self.relation.through, self.relation.named_by()) else {
            return Err(Error::internal("a list of names without a table between"));
        };
        let target = Target {
            scope: self.scope,
            relation: self.relation,
        };
        let wanted = target.find_all(by, named).await?;
        let links: Vec<&Link> = wanted.iter().collect();
        let Some(hop) = Hop::of(self.relation, self.scope.context) else {
            // The client may see none of these rows: it can't have named one, and all stay.
            return Ok(());
        };
        self.delete_others(through, &hop, &links).await?;
        let there = self.related(through, &hop, &links).await?;
        let between = through.resource.resource();
        let mut records = Vec::new();
        for link in links.into_iter().filter(|link| !there.contains_key(link.key())) {
            let mut record = Record::of(between.fields.iter().map(|_| None));
            self.relate(between, through.own, &mut record)?;
            for (field, value) in through.theirs.iter().zip(link.values()) {
                record.set(*field, fitted(value.clone(), between.fields[*field].storage)?);
            }
            records.push(record);
        }
        if records.is_empty() {
            return Ok(());
        }
        // No index: clients don't know these rows.
        self.insert(between, records).await
    }

    /// Sets the fields that relate a new row to it.
    fn relate(&self, resource: &Resource, fields: &[usize], record: &mut Record) -> Result<(), Error> {
        for (field, value) in fields.iter().zip(&self.own) {
            record.set(*field, fitted(value.clone(), resource.fields[*field].storage)?);
        }
        Ok(())
    }

    async fn insert(&self, resource: &'static Resource, records: Vec<Record>) -> Result<(), Error> {
        may_change(resource, OperationKind::Create, self.scope.context)?;
        let scope = RequestScope::of_principal(self.scope.context, resource, OperationKind::Create)?;
        let done = create_many::apply(&Change::from_app(&scope), records).await;
        done.map(drop).map_err(|error| conflict::in_properties(resource, error))
    }

    /// Waits for other changes of the row, so that no two replace the set at the same time.
    async fn lock(&self) -> Result<(), Error> {
        let (resource, database) = (self.scope.resource, self.scope.database());
        let dialect = database.dialect();
        let fields = self.relation.own.iter().map(|field| &resource.fields[*field]);
        let row = condition::of(resource, fields, dialect, &self.own);
        let (source, selection) = (Source::table(resource), Selection::key(resource));
        let mut statement = select::page(resource, dialect, &source, &selection, row, &[], 1);
        dialect.lock(&mut statement);
        database.query(dialect.build(&statement)).await?;
        Ok(())
    }

    /// The rows of the table between that belong to it, as far as the client may see them and where they lead.
    fn belonging(&self, through: &Through, hop: &Hop) -> Condition {
        let (between, target) = (through.resource.resource(), hop.target);
        let dialect = self.scope.database().dialect();
        let fields = through.own.iter().map(|field| &between.fields[*field]);
        let links =
            condition::of(between, fields, dialect, &self.own).add(condition::all(between, dialect, &hop.between));
        if hop.predicates.is_empty() {
            return links;
        }
        let mut visible = Query::select();
        visible
            .expr(Expr::val(1))
            .from(target.table)
            .cond_where(condition::all(target, dialect, &hop.predicates));
        for (field, theirs) in through.theirs.iter().zip(self.relation.theirs) {
            visible.and_where(condition::column(between, *field).eq(condition::column(target, *theirs)));
        }
        links.add(Expr::exists(visible))
    }

    /// Deletes the rows of the table between that lead elsewhere.
    async fn delete_others(&self, through: &Through, hop: &Hop, links: &[&Link]) -> Result<(), Error> {
        let (between, database) = (through.resource.resource(), self.scope.database());
        let dialect = database.dialect();
        let scope = RequestScope::of_principal(self.scope.context, between, OperationKind::Delete)?;
        let owner: Vec<Predicate> = scope.owner.predicate().into_iter().collect();
        let mut others = self
            .belonging(through, hop)
            .add(condition::all(between, dialect, &owner));
        if !links.is_empty() {
            others = others.add(among(dialect, between, through.theirs, links).not());
        }
        let any = select::any(&Source::table(between), others.clone());
        if database.query(dialect.build(&any)).await?.is_empty() {
            return Ok(());
        }
        may_change(between, OperationKind::Delete, self.scope.context)?;
        let deleted = delete_many::apply(&Change::from_app(&scope), others).await;
        deleted
            .map(drop)
            .map_err(|error| conflict::in_properties(between, error))
    }

    /// Which of these rows it is related to.
    async fn related(&self, through: &Through, hop: &Hop, links: &[&Link]) -> Result<HashMap<LinkKey, ()>, Error> {
        let (between, database) = (through.resource.resource(), self.scope.database());
        let mut there = HashMap::new();
        if links.is_empty() {
            return Ok(there);
        }
        let dialect = database.dialect();
        let selection = Selection::key(between).and(through.theirs.iter().copied());
        let condition = self
            .belonging(through, hop)
            .add(among(dialect, between, through.theirs, links));
        let statement = select::page(
            between,
            dialect,
            &Source::table(between),
            &selection,
            condition,
            &[],
            MOST,
        );
        let found = database.query(dialect.build(&statement)).await?;
        for row in rows::all(&*found) {
            if let Some(link) = Link::of(between, &selection, through.theirs, row)? {
                there.insert(link.key().clone(), ());
            }
        }
        Ok(there)
    }
}

/// The rows that a list can name.
struct Target<'t> {
    scope: &'t RequestScope<'t>,
    relation: &'static Relation,
}

impl Target<'_> {
    /// The rows with these names, by what the table between has of them.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if one isn't there, or the client may not see it.
    async fn find_all(&self, by: usize, named: &[(usize, Value)]) -> Result<Vec<Link>, Error> {
        let mut found = self.find(by, named).await?;
        let (mut wanted, mut errors) = (Vec::with_capacity(named.len()), FieldErrors::new());
        for (index, value) in named {
            let name = Link::new(vec![value.clone()]);
            match name.and_then(|name| found.remove(name.key())) {
                Some(link) => wanted.push(link),
                None => errors.push_at(index, "there is no such row"),
            }
        }
        errors.finish()?;
        Ok(wanted)
    }

    /// The rows with these names that the client may see, by their names.
    async fn find(&self, by: usize, named: &[(usize, Value)]) -> Result<HashMap<LinkKey, Link>, Error> {
        let mut found = HashMap::new();
        let Some(hop) = Hop::of(self.relation, self.scope.context).filter(|_| !named.is_empty()) else {
            return Ok(found);
        };
        let (target, database) = (hop.target, self.scope.database());
        let dialect = database.dialect();
        let values = named.iter().map(|(_, value)| value.clone()).collect();
        let rows_named = condition::all(target, dialect, &[Predicate::Field(by, Test::AnyOf(values))]);
        let condition = rows_named.add(condition::all(target, dialect, &hop.predicates));
        let selection = Selection::key(target).and([by].into_iter().chain(self.relation.theirs.iter().copied()));
        let statement = select::page(
            target,
            dialect,
            &Source::table(target),
            &selection,
            condition,
            &[],
            MOST,
        );
        let result = database.query(dialect.build(&statement)).await?;
        for row in rows::all(&*result) {
            let name = Link::of(target, &selection, &[by], row)?;
            let link = Link::of(target, &selection, self.relation.theirs, row)?;
            if let (Some(name), Some(link)) = (name, link) {
                found.insert(name.key().clone(), link);
            }
        }
        Ok(found)
    }

    /// Creates the row of a name, unless another request has done so meanwhile.
    async fn create(&self, by: usize, name: &Value) -> Result<(), Error> {
        let target = self.relation.target.resource();
        may_change(target, OperationKind::Create, self.scope.context)?;
        let scope = RequestScope::of_principal(self.scope.context, target, OperationKind::Create)?;
        let mut tries = TRIES;
        loop {
            let mut record = Record::of(target.fields.iter().map(|_| None));
            record.set(by, name.clone());
            // In a savepoint: a conflict leaves the transaction as it was.
            let created = within(&scope, async |scope| {
                create::apply(&Change::from_app(scope), record).await.map(drop)
            });
            match created.await {
                Err(Error::Conflict(Conflict::Unique(_))) if tries > 0 => tries -= 1,
                done => return done.map_err(|error| conflict::in_properties(target, error)),
            }
            if !self.find(by, &[(0, name.clone())]).await?.is_empty() {
                return Ok(());
            }
        }
    }
}

/// No limit: conditions name the rows.
const MOST: u64 = i64::MAX as u64;
