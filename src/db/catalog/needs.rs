//! What requests need of a database's tables. A difference that makes no request fail, such as a missing index, is ignored here:
//! `difference` finds those, too. One that makes requests with some values fail is only logged.

use std::fmt;
use std::mem::discriminant;

use sea_orm::{ConnectionTrait as _, DatabaseExecutor, DbErr, Statement};

use super::has_table;
use crate::db::Executor;
use crate::meta::{OperationKind, Resource};
use crate::schema::model::{Check, Column, Rule, Table, declared, literal, quoted};
use crate::schema::plan::{admits, kind};
use crate::sql::{Dialect, live};

/// Something that requests need and a database lacks, or that some values of requests need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unmet {
    /// The declared table.
    pub table: String,
    /// The column, if it is about one.
    pub column: Option<String>,
    /// What is wrong.
    pub mismatch: Mismatch,
}

impl Unmet {
    /// Whether requests with ordinary values fail. The others fail for some values, which the database refuses.
    pub(crate) fn is_fatal(&self) -> bool {
        match &self.mismatch {
            Mismatch::Missing
            | Mismatch::Type(..)
            | Mismatch::Undeclared
            | Mismatch::NotCounted
            | Mismatch::HasNull => true,
            Mismatch::Narrow(..) | Mismatch::NoKey | Mismatch::NotNull | Mismatch::Check(_) => false,
        }
    }
}

/// What is wrong with a table or a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mismatch {
    /// It isn't there.
    Missing,
    /// It holds values of another type, in words for people: that of the database and the declared one.
    Type(String, String),
    /// It doesn't hold all values of the declared type; the words as above.
    Narrow(String, String),
    /// No declaration has the column, and new rows need a value there.
    Undeclared,
    /// The database doesn't count it up.
    NotCounted,
    /// The key isn't unique, so that no row can be put under it.
    NoKey,
    /// Rows have no value there, and the declaration requires one.
    HasNull,
    /// The database wants a value, and the declaration lets it be left out.
    NotNull,
    /// The check of this name refuses values that the declaration admits.
    Check(String),
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            table,
            column,
            mismatch,
        } = self;
        match column {
            Some(column) => write!(f, "`{table}.{column}` ")?,
            None => write!(f, "`{table}` ")?,
        }
        match mismatch {
            Mismatch::Missing => f.write_str("is missing"),
            Mismatch::Type(there, declared) => write!(f, "is declared as {declared} and is {there}"),
            Mismatch::Narrow(there, declared) => {
                write!(f, "is declared as {declared} and is {there}, which holds less")
            }
            Mismatch::Undeclared => f.write_str("isn't declared, wants a value and has no default"),
            Mismatch::NotCounted => f.write_str("isn't counted up by the database"),
            Mismatch::NoKey => f.write_str("has no primary key or unique constraint over its declared key"),
            Mismatch::HasNull => f.write_str("isn't declared as optional and is NULL in some rows"),
            Mismatch::NotNull => f.write_str("is declared as optional and may not be NULL"),
            Mismatch::Check(name) => write!(
                f,
                "has the check `{name}`, which refuses values that the declaration admits"
            ),
        }
    }
}

/// What the resources need and the database lacks, in the order of the declaration.
///
/// # Errors
///
/// When the database's tables can't be read, or the declared ones can't be made.
pub(crate) async fn unmet_needs<'r>(
    database: &dyn Executor,
    resources: impl IntoIterator<Item = &'r Resource>,
) -> Result<Vec<Unmet>, DbErr> {
    let connection = &database.sea_orm();
    let dialect = database.dialect();
    let resources: Vec<&Resource> = resources.into_iter().collect();
    let found = live(connection).await?;
    let mut unmet = Vec::new();
    for need in self::unmet(dialect, &resources, &found)? {
        // A view, or a table of another owner, isn't among those that can be described.
        let is_there = need.column.is_none() && need.mismatch == Mismatch::Missing && {
            let there = has_table(database, &need.table).await;
            there.map_err(|error| DbErr::Custom(error.to_string()))?
        };
        if !is_there {
            unmet.push(need);
        }
    }
    for (table, columns) in doubtful(dialect, &resources, &found)? {
        match null_in(connection, &table, &columns).await {
            Ok(column) => unmet.extend(column.map(|column| of_column(&table, &column, Mismatch::HasNull))),
            Err(error) => tracing::warn!(
                %error,
                "can't check whether rows of `{table}` have NULL in columns that are declared as required ({})",
                columns.join(", ")
            ),
        }
    }
    Ok(unmet)
}

/// What the resources need and these tables lack, whatever rows they hold.
///
/// # Errors
///
/// When the declared tables can't be made.
pub(crate) fn unmet(dialect: Dialect, resources: &[&Resource], found: &[Table]) -> Result<Vec<Unmet>, DbErr> {
    let mut unmet = Vec::new();
    for (resource, wanted) in pairs(resources)? {
        let needs = Needs {
            dialect,
            wanted: &wanted,
            creates: creates(resource),
            changes: creates(resource) || resource.offers(OperationKind::Update),
        };
        match found.iter().find(|there| dialect.same_name(&there.name, &wanted.name)) {
            None => unmet.push(of_table(&wanted.name, Mismatch::Missing)),
            Some(there) => {
                needs.columns(there, &mut unmet);
                needs.table(resource, there, &mut unmet);
            }
        }
    }
    Ok(unmet)
}

/// Resources beside their tables.
fn pairs<'r>(resources: &[&'r Resource]) -> Result<Vec<(&'r Resource, Table)>, DbErr> {
    let mut tables = declared(resources.iter().copied()).map_err(|error| DbErr::Custom(error.to_string()))?;
    let table = |resource: &&'r Resource| {
        let at = tables.iter().position(|table| table.name == resource.table)?;
        Some((*resource, tables.swap_remove(at)))
    };
    Ok(resources
        .iter()
        .filter(|resource| resource.of.is_none())
        .filter_map(table)
        .collect())
}

/// Whether requests can make rows of the resource.
fn creates(resource: &Resource) -> bool {
    [OperationKind::Create, OperationKind::CreateMany, OperationKind::Put]
        .into_iter()
        .any(|kind| resource.offers(kind))
}

fn of_table(table: &str, mismatch: Mismatch) -> Unmet {
    Unmet {
        table: table.to_owned(),
        column: None,
        mismatch,
    }
}

fn of_column(table: &str, column: &str, mismatch: Mismatch) -> Unmet {
    Unmet {
        column: Some(column.to_owned()),
        ..of_table(table, mismatch)
    }
}

/// What the requests of one resource need.
struct Needs<'t> {
    dialect: Dialect,
    wanted: &'t Table,
    creates: bool,
    changes: bool,
}

impl Needs<'_> {
    fn columns(&self, there: &Table, unmet: &mut Vec<Unmet>) {
        for wanted in &self.wanted.columns {
            let mismatch = match self.column(there, &wanted.name) {
                None => Some(Mismatch::Missing),
                Some(column) => self.mismatch(there, column, wanted),
            };
            unmet.extend(mismatch.map(|mismatch| of_column(&self.wanted.name, &wanted.name, mismatch)));
        }
        let undeclared = there.columns.iter().filter(|column| {
            let mut declared = self.wanted.columns.iter();
            declared.all(|wanted| !self.dialect.same_name(&wanted.name, &column.name))
        });
        for column in undeclared.filter(|column| self.creates && column.lacks_value()) {
            if !there.is_generated(&column.name) && !self.may_be_filled(there, column) {
                unmet.push(of_column(&self.wanted.name, &column.name, Mismatch::Undeclared));
            }
        }
    }

    fn column<'c>(&self, there: &'c Table, name: &str) -> Option<&'c Column> {
        let mut columns = there.columns.iter();
        columns.find(|column| self.dialect.same_name(&column.name, name))
    }

    fn mismatch(&self, there: &Table, column: &Column, wanted: &Column) -> Option<Mismatch> {
        if !self.dialect.serves(column, wanted) {
            return Some(Mismatch::Type(kind(&column.kind), kind(&wanted.kind)));
        }
        if self.creates && wanted.auto_increment && column.lacks_value() && !self.may_be_filled(there, column) {
            return Some(Mismatch::NotCounted);
        }
        let (storage, length) = (self.dialect.storage(&column.kind), self.dialect.length(&column.kind));
        let mut own = self.wanted.checks.iter().filter(|check| check.column == wanted.name);
        let holds_choices = own.any(|check| check.rule.lists_values_for(storage, length));
        if self.changes && !holds_choices && !self.dialect.holds_all(column, wanted) {
            return Some(Mismatch::Narrow(kind(&column.kind), kind(&wanted.kind)));
        }
        if self.changes && wanted.nullable && !column.nullable && !there.is_generated(&column.name) {
            return Some(Mismatch::NotNull);
        }
        None
    }

    /// Whether the database may give a column a value that new rows leave out: by counting, a trigger, or the default of a domain.
    fn may_be_filled(&self, there: &Table, column: &Column) -> bool {
        self.dialect.counts(there, column) || self.dialect.fills(there, column)
    }

    fn table(&self, resource: &Resource, there: &Table, unmet: &mut Vec<Unmet>) {
        let is_key = |columns: &[String]| {
            let holds = |name: &String| columns.iter().any(|column| self.dialect.same_name(column, name));
            columns.len() == self.wanted.primary_key.len() && self.wanted.primary_key.iter().all(holds)
        };
        let mut uniques = there.uniques.iter();
        if resource.offers(OperationKind::Put)
            && !is_key(&there.primary_key)
            && !uniques.any(|unique| is_key(&unique.columns))
        {
            unmet.push(of_table(&self.wanted.name, Mismatch::NoKey));
        }
        for check in there
            .checks
            .iter()
            .filter(|check| self.changes && self.is_stricter(check))
        {
            let column = self.wanted.columns.iter();
            let mut column = column.filter(|column| self.dialect.same_name(&column.name, &check.column));
            if let Some(column) = column.next() {
                unmet.push(of_column(
                    &self.wanted.name,
                    &column.name,
                    Mismatch::Check(check.name.clone()),
                ));
            }
        }
    }

    /// Whether a check refuses values that the declared check of the same kind allows. A check of a kind that isn't declared isn't
    /// compared: another program may have added it.
    fn is_stricter(&self, check: &Check) -> bool {
        let same = |wanted: &&Check| {
            self.dialect.same_name(&wanted.column, &check.column)
                && discriminant(&wanted.rule) == discriminant(&check.rule)
        };
        let mut own = self.wanted.checks.iter().filter(same);
        !matches!(check.rule, Rule::Other(_)) && own.any(|wanted| !admits(&check.rule, &wanted.rule))
    }
}

/// The columns of each table that may hold NULL, although they are declared as required.
fn doubtful(dialect: Dialect, resources: &[&Resource], found: &[Table]) -> Result<Vec<(String, Vec<String>)>, DbErr> {
    let mut doubtful = Vec::new();
    for (_, wanted) in pairs(resources)? {
        let Some(there) = found.iter().find(|there| dialect.same_name(&there.name, &wanted.name)) else {
            continue;
        };
        let may_be_null = |column: &&Column| {
            let mut columns = there.columns.iter();
            let there = columns.find(|there| dialect.same_name(&there.name, &column.name));
            !column.nullable && there.is_some_and(|there| there.nullable)
        };
        let columns: Vec<String> = wanted
            .columns
            .iter()
            .filter(may_be_null)
            .map(|column| column.name.clone())
            .collect();
        if !columns.is_empty() {
            doubtful.push((wanted.name, columns));
        }
    }
    Ok(doubtful)
}

/// One of the columns that is NULL in some row.
async fn null_in(connection: &DatabaseExecutor<'_>, table: &str, columns: &[String]) -> Result<Option<String>, DbErr> {
    let table = quoted(table);
    let is_null = |column: &String| format!("{table}.{} IS NULL", quoted(column));
    let any: Vec<String> = columns.iter().map(is_null).collect();
    let cases: Vec<String> = columns
        .iter()
        .zip(&any)
        .map(|(column, is_null)| format!("WHEN {is_null} THEN {}", literal(column)))
        .collect();
    // One query, however many columns there are.
    let sql = format!(
        "SELECT CASE {} END AS which FROM {table} WHERE {} LIMIT 1",
        cases.join(" "),
        any.join(" OR ")
    );
    let found = connection
        .query_one_raw(Statement::from_string(connection.get_database_backend(), sql))
        .await?;
    found.map(|row| row.try_get("", "which")).transpose()
}
