//! The trait that describes the SQL of one database.

use std::time::Duration;

#[cfg(feature = "migrate")]
use futures::future::BoxFuture;
use sea_orm::sea_query::{
    Alias, BinOper, ColumnDef, ColumnType as SqlType, Expr, NullOrdering, SelectStatement, Table as SqlTable,
    ValueTuple, Values,
};
use sea_orm::{DatabaseExecutor, DbBackend, DbErr, Order, Statement, StatementBuilder, Value};
use sqlx::error::DatabaseError;

use super::column_facts::ColumnFacts;
#[cfg(feature = "migrate")]
use super::connection::Connection;
#[cfg(feature = "migrate")]
use super::discover::Found;
#[cfg(feature = "migrate")]
use super::statements::rename_table;
use super::{DbErrorClass, Sql};
#[cfg(feature = "migrate")]
use crate::schema::change::Alteration;
use crate::schema::model::{Column, ColumnDefault, ColumnKind, Rule, Table, literal};
use crate::types::Storage;

/// What the values of [parents](SqlDialect::first_of_each) are called.
pub(super) const PARENT: &str = "#parent";

/// The first column of `VALUES`, as the databases name it.
pub(super) const FIRST: &str = "column1";

/// A value of a [parent](SqlDialect::first_of_each).
pub(crate) fn parent_value(index: usize) -> Expr {
    Expr::col((PARENT, format!("column{}", index + 1)))
}

/// Adds the parents to what a statement reads from.
pub(super) fn add_parents(dialect: &dyn SqlDialect, statement: &mut SelectStatement, parents: Vec<ValueTuple>) {
    let integer = |parent: &ValueTuple| match parent {
        ValueTuple::Many(values) => match values.as_slice() {
            [Value::BigInt(Some(integer))] => Some(*integer),
            _ => None,
        },
        _ => None,
    };
    match parents.iter().map(integer).collect::<Option<Vec<i64>>>() {
        Some(integers) => statement.from_subquery(dialect.integers(&integers), PARENT),
        None => statement.from_values(parents, PARENT),
    };
}

/// Integers with commas between them.
pub(super) fn joined(values: &[i64]) -> String {
    let texts: Vec<String> = values.iter().map(i64::to_string).collect();
    texts.join(",")
}

/// One database. Queries are texts; where a method returns `None`, the database needs nothing of the kind.
pub(crate) trait SqlDialect: Sync {
    /// The database's name.
    fn name(&self) -> &'static str;

    /// sea-orm's name for it.
    fn backend(&self) -> DbBackend;

    /// sqlparser's dialect for it.
    #[cfg(feature = "migrate")]
    fn parser(&self) -> &'static dyn sqlparser::dialect::Dialect;

    // Statements.

    /// A statement as the database takes it, from what sea-query has rendered.
    fn finish(&self, sql: String) -> String;

    /// Renders a statement, with its values apart.
    fn build(&self, statement: &dyn StatementBuilder) -> Sql {
        let Statement { sql, values, .. } = statement.build(&self.backend());
        Sql {
            text: self.finish(sql),
            values: values.unwrap_or_else(|| Values(Vec::new())),
        }
    }

    /// Renders a statement that makes tables or indexes.
    fn render(&self, statement: &dyn StatementBuilder) -> String {
        statement.build(&self.backend()).sql
    }

    /// The expression for a value of a column of this storage. JSON is sent as text, which keeps its digits and the order of members.
    fn bind(&self, value: Value, storage: Storage) -> Expr;

    /// Whether [`SqlDialect::bind`] leaves all values of this storage as they are, so that a statement's text is always the same.
    fn binds_plainly(&self, storage: Storage) -> bool;

    /// The order of a column, and that of its nulls, where it must be said: they count as the greatest value.
    fn order(&self, descending: bool, nullable: bool) -> (Order, Option<NullOrdering>);

    /// An expression of this storage, so that it is compared and sorted as its columns are.
    fn comparable(&self, value: Expr, storage: Storage) -> Expr;

    /// Rows of the one column [`parent_value`] with these integers. They are one parameter, so that the text of the statement, by which databases keep
    /// prepared ones, doesn't depend on how many there are.
    fn integers(&self, values: &[i64]) -> SelectStatement;

    /// Whether an expression is one of these integers, which are one parameter, too.
    fn is_one_of(&self, value: Expr, values: &[i64]) -> Expr;

    /// The rows that `first` finds for each of `parents`, whose values it names by [`parent_value`]. It has an order, which its result loses, and a limit.
    /// `rows` is the same statement for all parents, without both, and `key` tells its rows apart.
    fn first_of_each(
        &self,
        parents: Vec<ValueTuple>,
        rows: SelectStatement,
        first: SelectStatement,
        key: Vec<Expr>,
    ) -> SelectStatement;

    /// Locks the rows that `select` reads until the transaction ends.
    fn lock(&self, select: &mut SelectStatement);

    /// What an upsert returns beside its columns: true for an inserted row, false for a replaced one. `None` where the result doesn't show it.
    fn inserted(&self) -> Option<Expr>;

    /// Whether a name in double quotes that no column has is a text.
    fn takes_names_for_texts(&self) -> bool;

    /// Whether two names of tables or columns are the same one.
    fn same_name(&self, one: &str, other: &str) -> bool;

    /// Whether placeholders have numbers, as `$1`.
    fn numbers_placeholders(&self) -> bool;

    // Searches.

    /// Whether `column` contains `term`, in upper or lower case of any script. All characters of `term` are literal.
    fn contains_ignoring_case(&self, column: Expr, term: &str) -> Expr {
        self.finds(column, term, Place::Anywhere)
    }

    /// Whether `column` starts with `term`, in upper or lower case of any script. All characters of `term` are literal.
    fn starts_ignoring_case(&self, column: Expr, term: &str) -> Expr {
        self.finds(column, term, Place::Start)
    }

    /// Whether a search finds `term` at this place of `column`.
    fn finds(&self, column: Expr, term: &str, place: Place) -> Expr {
        if term.contains('\0') {
            // No stored text has one, and PostgreSQL takes none.
            return Expr::val(false);
        }
        self.search(column, term, place)
    }

    /// The condition of such a search, for a term without NUL.
    fn search(&self, column: Expr, term: &str, place: Place) -> Expr;

    /// Whether an operator and its right operand match every text, as a search for an empty term does.
    fn matches_every_text(&self, operator: &BinOper, right: &Expr) -> bool;

    // Transactions and messages.

    /// Whether the database can deliver messages between the programs that use it.
    fn carries_messages(&self) -> bool;

    /// Whether one transaction at a time can change the database.
    fn has_one_writer(&self) -> bool;

    /// Whether the database rolls a whole transaction back where one of its statements can't go on.
    fn rolls_back_by_itself(&self) -> bool;

    /// A statement that fails in a transaction that an earlier error has aborted, where its commit would roll back and report success.
    fn probe(&self) -> Option<Sql>;

    /// Asks a server for its clock, in seconds since 1970, and whether it takes no changes. `None` if the database lives in this process.
    #[cfg(feature = "cli")]
    fn server_state(&self) -> Option<&'static str>;

    /// Lists the rights on these tables that the user lacks, as texts. `None` if there are no users.
    #[cfg(feature = "cli")]
    fn missing_rights(&self, tables: &[&str]) -> Option<String>;

    /// A statement that changes something, to be rolled back, where rights don't tell whether changes are taken.
    #[cfg(feature = "cli")]
    fn write_probe(&self) -> Option<&'static str>;

    /// How a migration's transaction begins, for people who run its statements by hand.
    fn begin(&self) -> &'static str;

    // Types of columns.

    /// The facts about the columns of a storage.
    fn columns(&self, storage: Storage) -> ColumnFacts;

    /// The column type for a storage. `length` is the greatest length of a text, `precision` the digits of a decimal, in all and
    /// after the point.
    fn column_type(&self, storage: Storage, length: Option<u32>, precision: Option<(u8, u8)>) -> SqlType {
        (self.columns(storage).column)(length, precision)
    }

    /// The storage whose columns have the type of this name, without length and digits.
    fn storage_named(&self, type_name: &str) -> Option<Storage> {
        let mut all = Storage::ALL.iter().copied();
        all.find(|storage| self.columns(*storage).type_name == type_name)
    }

    /// Whether columns of one storage can be read and written as values of another.
    fn serves_as(&self, there: Storage, to: Storage) -> bool {
        there == to || self.columns(there).serves.contains(&to)
    }

    /// The column type of a key that the database counts up.
    fn counted(&self, storage: Storage) -> SqlType;

    /// The type of a column.
    fn type_of(&self, column: &Column) -> SqlType {
        match &column.kind {
            ColumnKind::Stored { storage, .. } if column.auto_increment => self.counted(*storage),
            ColumnKind::Stored {
                storage,
                length,
                precision,
            } => self.column_type(*storage, *length, *precision),
            ColumnKind::Other(kind) => SqlType::custom(kind.clone()),
        }
    }

    /// The type of a column as `CREATE TABLE` has it. Counted columns have the same type beside other words.
    fn type_text(&self, column: &Column) -> String {
        let definition = ColumnDef::new_with_type(Alias::new("x"), self.type_of(column));
        self.render(SqlTable::create().table(Alias::new("x")).col(definition))
    }

    /// The default of a column as an expression.
    fn default(&self, _column: &Column, default: &ColumnDefault) -> String {
        default_expression(default)
    }

    /// The type that the database reports by this text: the one that a field asks for, if it is made by the same text. `rules` are the
    /// checks of the column.
    fn kind_of(&self, text: &str, counted: bool, rules: &[&Rule]) -> ColumnKind;

    /// The types of fields that can read a column of this type, the best first. What they write, they read again as it was, but for
    /// zeros at the end of decimals.
    fn readable(&self, kind: &str) -> Vec<ColumnKind>;

    /// Whether an existing column has the type that another one asks for: its values can be read as those of the other, and it would
    /// be created with this very type, or with one that only other programs use.
    fn same_kind(&self, there: &Column, wanted: &Column) -> bool {
        if there.kind == wanted.kind || self.type_text(there) == self.type_text(wanted) {
            return true;
        }
        match &there.kind {
            ColumnKind::Other(kind) => self.readable(kind).contains(&wanted.kind),
            ColumnKind::Stored { .. } => false,
        }
    }

    /// The type of a field that reads columns of this type best; `None` if no field reads them.
    fn best_reader(&self, kind: &ColumnKind) -> Option<ColumnKind> {
        match kind {
            ColumnKind::Stored { .. } => Some(kind.clone()),
            ColumnKind::Other(kind) => self.readable(kind).into_iter().next(),
        }
    }

    /// How the values of a column are stored; `None` for one that no field reads.
    fn storage(&self, kind: &ColumnKind) -> Option<Storage> {
        self.best_reader(kind)?.storage()
    }

    /// The greatest length of a text column; `None` for one without.
    fn length(&self, kind: &ColumnKind) -> Option<u32> {
        self.best_reader(kind)?.length()
    }

    /// Whether all values of the column's type obey the rule.
    fn implies(&self, column: &Column, rule: &Rule) -> bool;

    /// Whether requests can use an existing column as the declared one: they can write ordinary values of the declared type to it, and
    /// read what it holds. An unknown type counts as usable, since another program chose it on purpose.
    fn serves(&self, there: &Column, wanted: &Column) -> bool {
        match &wanted.kind {
            ColumnKind::Stored { storage, .. } => self.same_kind(there, wanted) || self.reads_as(&there.kind, *storage),
            ColumnKind::Other(_) => true,
        }
    }

    /// Whether columns of a type can be read and written as values of a storage.
    fn reads_as(&self, kind: &ColumnKind, to: Storage) -> bool {
        match kind {
            ColumnKind::Stored { storage, .. } => self.serves_as(*storage, to),
            ColumnKind::Other(kind) => self.reads_other_as(kind, to),
        }
    }

    /// Whether columns of a type that no field declares can be read and written as values of a storage. A type that isn't known can.
    fn reads_other_as(&self, type_name: &str, to: Storage) -> bool;

    /// Whether a column that serves takes all values of the declared type, also the longest and the greatest.
    fn holds_all(&self, there: &Column, wanted: &Column) -> bool;

    /// Why no field reads a type, where that is surprising, and what to do.
    fn explain_unreadable(&self, type_name: &str) -> Option<&'static str>;

    /// What the database does with a column that its type doesn't say, for people.
    fn caveat(&self, table: &Table, column: &Column) -> Option<String>;

    // Counters and values that the database gives.

    /// Whether a new row that leaves the column out gets the next number there.
    fn counts(&self, table: &Table, column: &Column) -> bool;

    /// Whether the database may give a column that has neither a default nor a counter a value of its own, which can't be seen here.
    fn fills(&self, table: &Table, column: &Column) -> bool;

    /// What an `INSERT` returns of a counted key: the column, or an expression that fails where the value is past the greatest of the
    /// key's type.
    fn counted_key(&self, column: Expr, storage: Storage) -> Expr;

    /// A query that returns a row if the counter of a table has fewer values left than asked for; its parameters are both. `None` where
    /// the database reports that itself.
    fn counter_is_spent(&self) -> Option<&'static str>;

    // Alterations.

    /// Renames a table, with all that belongs to it.
    #[cfg(feature = "migrate")]
    fn rename_table<'c>(
        &self,
        connection: Connection<'c>,
        from: &'c str,
        to: &'c str,
    ) -> BoxFuture<'c, Result<(), DbErr>> {
        Box::pin(async move { connection.execute(&rename_table(from, to)).await })
    }

    /// Makes alterations of a table, one after the other.
    #[cfg(feature = "migrate")]
    fn alter_table<'c>(
        &self,
        connection: Connection<'c>,
        table: &'c str,
        alterations: &'c [Alteration],
    ) -> BoxFuture<'c, Result<(), DbErr>>;

    /// Whether a statement only cleans up after an alteration that failed.
    #[cfg(feature = "migrate")]
    fn cleans_up(&self, _sql: &str) -> bool {
        false
    }

    /// A query for the tables that refer to a table, itself included, as rows of `name`. `None` where the database refuses to drop
    /// such a table.
    fn referring(&self, table: &str) -> Option<String>;

    // What a database has.

    /// The tables of the database in the order of their names, or the one of this name.
    #[cfg(feature = "migrate")]
    fn discover<'c>(
        &self,
        connection: &'c DatabaseExecutor<'c>,
        name: Option<&'c str>,
    ) -> BoxFuture<'c, Result<Vec<Found>, DbErr>>;

    /// A query of one parameter that returns a row if there is a table of that name.
    fn table_exists(&self) -> &'static str;

    /// A query for the texts that make the schema, in the order in which they can run; `None` if a database doesn't have them.
    fn catalogue_texts(&self) -> Option<&'static str>;

    /// A query for everything that `fresh` drops: its sort, as `DROP` names it, and its name, in the order in which it is dropped. What
    /// belongs to extensions or to the database itself isn't among it.
    fn everything(&self) -> &'static str;

    /// The statement that drops one of [`SqlDialect::everything`].
    fn drop_anything(&self, sort: &str, name: &str) -> String;

    // Runs of migrations.

    /// Whether a table can be created that refers to one that isn't there yet.
    fn references_missing_tables(&self) -> bool;

    /// A query that keeps others from creating tables until the transaction ends.
    fn lock_catalogue(&self) -> Option<&'static str>;

    /// Statements that wait until no other process migrates. The connection holds that lock until it is closed.
    fn take_turn(&self, patience: Duration) -> Vec<String>;

    /// A statement after which the transaction, or without one the connection, waits for each lock only so long. While an alteration
    /// waits for the readers of a table, other readers wait for the alteration.
    fn bound_waits(&self, patience: Duration, in_transaction: bool) -> Option<String>;

    /// A query, for people, for the transactions that may hold locks.
    fn holders(&self) -> Option<&'static str>;

    /// A query that returns 1 or 0: whether foreign keys are enforced on a connection.
    fn enforces_foreign_keys(&self) -> Option<&'static str>;

    /// Switches foreign keys on or off for a connection, where tables have to be rebuilt without them.
    fn enforce_foreign_keys(&self, on: bool) -> Option<&'static str>;

    /// What lists rows that refer to nothing, for people, where foreign keys are off meanwhile.
    fn check_foreign_keys(&self) -> Option<&'static str>;

    /// A query for the tables that have foreign keys, where those are off meanwhile.
    fn referrers(&self) -> Option<&'static str>;

    /// A query for the rows of one of [`SqlDialect::referrers`] that refer to nothing, as rows of `parent`, `count` and `first`, a row's id.
    fn orphans(&self, table: &str) -> Option<String>;

    /// A query after which tables that are created in this transaction are temporary, and found before others of the same name.
    fn hide_tables(&self) -> Option<&'static str>;

    /// A query for what belongs to tables and isn't in the catalogue of [`SqlDialect::hide_tables`], as rows of `what`; `None` if all is.
    fn uncopied(&self) -> Option<&'static str>;

    // Errors.

    /// What an error of the database means; `None` if it is another database's.
    fn classify(&self, error: &dyn DatabaseError) -> Option<DbErrorClass>;

    /// What the database adds to the message of an error; `None` if it is another database's.
    fn detail<'e>(&self, error: &'e dyn DatabaseError) -> Option<&'e str>;
}

/// JSON as its text.
pub(super) fn json_text(value: Value) -> Value {
    match value {
        Value::Json(json) => Value::String(json.map(|json| json.to_string())),
        other => other,
    }
}

/// The default of a column as an expression.
pub(super) fn default_expression(default: &ColumnDefault) -> String {
    match default {
        ColumnDefault::Boolean(value) => value.to_string().to_uppercase(),
        ColumnDefault::Number(digits) => digits.clone(),
        ColumnDefault::Text(text) => literal(text),
        ColumnDefault::Other(expression) => expression.clone(),
    }
}

/// A pattern of `LIKE` for texts with a term, every character of which is literal: the backslash escapes. `Place` says where the term is.
pub(super) fn like_pattern(term: &str, place: Place) -> String {
    let mut pattern = String::with_capacity(term.len() + 2);
    if place == Place::Anywhere {
        pattern.push('%');
    }
    for character in term.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

/// Where a text has the term of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Anywhere,
    Start,
}

/// Whether a pattern of `LIKE` matches every text.
pub(super) fn is_any_pattern(pattern: &str) -> bool {
    !pattern.is_empty() && pattern.bytes().all(|byte| byte == b'%')
}

/// The text of a literal, with or without an `ESCAPE`.
pub(super) fn text_of(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::Value(Value::String(text)) => text.as_deref(),
        Expr::Binary(pattern, BinOper::Escape, _) => text_of(pattern),
        _ => None,
    }
}
