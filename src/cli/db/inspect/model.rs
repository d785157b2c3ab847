//! Tables as resources: the data that `api!` would make of the declaration that is printed.
//!
//! Metadata lives as long as the program, so texts are leaked: the program ends when they are printed.

use std::fmt::Display;

use super::column::{self, type_name};
use super::foreign_keys;
use super::names::{Fields, Types};
use super::readable::{notes, readable};
use crate::cli::source::names::{Names, is_plain, lower};
use crate::cli::source::text::{line, literal};
use crate::meta::{Field, ForeignKey, Operation, OperationKind, Resource};
use crate::schema::change::Step;
use crate::schema::diff::Preserved;
use crate::schema::model::{Check, Column, ColumnKind, Rule, Table};
use crate::schema::plan::risks;
use crate::sql::Dialect;
use crate::types::{Choices, Storage};

/// The output.
pub(super) struct Model {
    /// The API's name.
    pub(super) api: String,
    /// The database's name.
    pub(super) title: String,
    pub(super) enums: Vec<Enum>,
    pub(super) entries: Vec<Entry>,
    /// The comments above the block.
    pub(super) notes: Vec<String>,
}

/// An enum: the names of its values, and their texts or numbers as literals.
#[derive(PartialEq)]
pub(super) struct Enum {
    pub(super) name: String,
    pub(super) values: Vec<(String, String)>,
}

/// A resource.
pub(super) struct Entry {
    pub(super) resource: &'static Resource,
    /// The type of each field, without `Option`.
    pub(super) types: Vec<String>,
    /// The comments above it.
    pub(super) notes: Vec<String>,
}

impl Model {
    /// The resources of these tables.
    ///
    /// # Errors
    ///
    /// Everything that a block can't express, each with the remedy.
    pub(super) fn of(dialect: Dialect, name: &str, found: &[Table]) -> Result<Self, String> {
        let tables = readable(dialect, found)?;
        let mut types = Types::new();
        let mut model = Self {
            api: types.api(name),
            title: name.to_owned(),
            enums: Vec::new(),
            entries: Vec::new(),
            notes: Vec::new(),
        };
        let mut paths = Names::default();
        for (table, found) in tables.iter().zip(found) {
            let name = types.resource(&table.name);
            let path = if is_plain(&table.name) {
                table.name.clone()
            } else {
                paths.value_name(&table.name, "table")
            };
            let mut made = Made {
                types: &mut types,
                enums: &mut model.enums,
                tables: &tables,
            };
            let (fields, field_types) = made.fields(table, &name);
            let keys = foreign_keys::of_several(&tables, table, &fields);
            let resource = resource(table, name, path, (fields, keys));
            model.entries.push(Entry {
                resource,
                types: field_types,
                notes: notes(dialect, found),
            });
        }
        Ok(model)
    }

    /// Notes what the block can't express, and migrations leave as it is.
    pub(super) fn leaves(&mut self, table: &str, what: &Preserved) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.resource.table == table) {
            entry.notes.push(left(what));
        }
    }

    /// Notes what `migrate check` will find.
    pub(super) fn differs(&mut self, step: &Step) {
        let entry = self
            .entries
            .iter_mut()
            .find(|entry| entry.resource.table == step.table());
        let changes = risks(step).into_iter();
        let notes = changes.map(|(change, _)| line(&format!("`migrate check` reports: {change}.")));
        match entry {
            Some(entry) => entry.notes.extend(notes),
            None => self.notes.extend(notes),
        }
    }
}

pub(super) fn left(what: &dyn Display) -> String {
    line(&format!("left alone by migrations: {what}"))
}

/// What the fields of a table are made with.
struct Made<'m> {
    types: &'m mut Types,
    enums: &'m mut Vec<Enum>,
    tables: &'m [Table],
}

impl Made<'_> {
    /// The fields, those of the key first, and their types.
    fn fields(&mut self, table: &Table, resource: &str) -> (Vec<Field>, Vec<String>) {
        let columns = in_order(table);
        let mut names = Fields::new();
        // A name that is valid in JSON as it is stays, whatever others become.
        let mut properties: Vec<String> = columns
            .iter()
            .filter(|column| is_plain(&column.name))
            .map(|column| column.name.clone())
            .collect();
        let made = columns.into_iter().map(|column| {
            let mut property = column.name.clone();
            let name = names.of(&column.name);
            if !is_plain(&property) {
                property.clone_from(&name);
                while properties.contains(&property) {
                    property.push('_');
                }
                properties.push(property.clone());
            }
            self.field(table, column, resource, name, property)
        });
        made.unzip()
    }

    fn field(
        &mut self,
        table: &Table,
        column: &Column,
        resource: &str,
        name: String,
        property: String,
    ) -> (Field, String) {
        let (storage, length, precision) = match column.kind {
            ColumnKind::Stored {
                storage,
                length,
                precision,
            } => (storage, length, precision),
            ColumnKind::Other(_) => (Storage::Text, None, None),
        };
        let key = table.primary_key.contains(&column.name);
        let only_key = key && table.primary_key.len() == 1;
        let checks: Vec<&Check> = table
            .checks
            .iter()
            .filter(|check| check.column == column.name)
            .collect();
        let choices = checks.iter().find_map(|check| match &check.rule {
            Rule::Choices(texts) if storage == Storage::Text && are_values(texts) => {
                Some(Choices::Texts(leaked(texts)))
            }
            Rule::Numbers(numbers) if storage.is_integer() && !column.auto_increment && are_distinct(numbers) => {
                Some(Choices::Numbers(numbers.clone().leak(), &[]))
            }
            _ => None,
        });
        let storage = match choices {
            // An enum of numbers has this storage, and leaves a narrower column as it is.
            Some(Choices::Numbers(..)) => Storage::Int64,
            _ => storage,
        };
        let mut field = column::field(name.leak(), storage, key, column.nullable);
        field.property = property.leak();
        field.column = column.name.clone().leak();
        let ty = match choices {
            Some(choices) => {
                field.choices = choices;
                self.choices(resource, &column.name, choices)
            }
            None => {
                column::limit(&mut field, length, precision, &checks);
                type_name(storage).to_owned()
            }
        };
        if storage != Storage::Json {
            let alone = |columns: &[String]| columns == [column.name.as_str()];
            field.unique = !only_key && table.uniques.iter().any(|unique| alone(&unique.columns));
            field.index = !only_key && !field.unique && table.indexes.iter().any(|index| alone(&index.columns));
            field.references = foreign_keys::of_one(self.tables, table, column);
        }
        let counted = matches!(storage, Storage::Int16 | Storage::Int32 | Storage::Int64);
        field.auto_increment = column.auto_increment && only_key && counted;
        if !field.auto_increment {
            column::default(&mut field, column, only_key);
        }
        (field, ty)
    }

    /// The enum of these values: one of that name that is there already, or a new one.
    fn choices(&mut self, resource: &str, column: &str, choices: Choices) -> String {
        let mut names = Names::default();
        let texts = choices.texts().iter().map(|&text| (text.to_owned(), literal(text)));
        let numbers = choices
            .numbers()
            .iter()
            .map(|number| (number.to_string(), number.to_string()));
        let values: Vec<(String, String)> = texts
            .chain(numbers)
            .map(|(value, literal)| (names.variant(&value), literal))
            .collect();
        let name = crate::cli::source::names::upper(column, "Choice");
        if let Some(same) = self
            .enums
            .iter()
            .find(|other| other.name == name && other.values == values)
        {
            return same.name.clone();
        }
        let name = self.types.choices(resource, column);
        self.enums.push(Enum {
            name: name.clone(),
            values,
        });
        name
    }
}

/// The columns of a table in the order of the fields: those of the key first.
pub(super) fn in_order(table: &Table) -> Vec<&Column> {
    let keys = table.primary_key.iter().filter_map(|key| table.column(key));
    let others = table
        .columns
        .iter()
        .filter(|column| !table.primary_key.contains(&column.name));
    keys.chain(others).collect()
}

/// Whether an enum can have these texts.
fn are_values(texts: &[String]) -> bool {
    are_distinct(texts) && !texts.iter().any(|text| text.contains('\0'))
}

fn are_distinct<T: Ord + Clone>(values: &[T]) -> bool {
    let mut seen = values.to_vec();
    seen.sort();
    seen.dedup();
    !values.is_empty() && seen.len() == values.len()
}

fn leaked(texts: &[String]) -> &'static [&'static str] {
    let texts: Vec<&'static str> = texts.iter().map(|text| &*text.clone().leak()).collect();
    texts.leak()
}

fn resource(
    table: &Table,
    name: String,
    path: String,
    (fields, foreign_keys): (Vec<Field>, Vec<ForeignKey>),
) -> &'static Resource {
    let position = |column: &String| fields.iter().position(|field| field.column == column);
    let mut unique: Vec<&'static [usize]> = Vec::new();
    for set in table.uniques.iter().filter(|unique| unique.columns.len() > 1) {
        let set: Option<Vec<usize>> = set.columns.iter().map(position).collect();
        let sayable = |set: &Vec<usize>| set.iter().all(|at| fields[*at].storage != Storage::Json);
        unique.extend(set.filter(sayable).map(|set| &*set.leak()));
    }
    let mut kinds = vec![OperationKind::List, OperationKind::Create, OperationKind::Read];
    // A row that is but its key can't change.
    kinds.extend(fields.iter().any(|field| !field.key).then_some(OperationKind::Update));
    kinds.push(OperationKind::Delete);
    let operations: Vec<Operation> = kinds.into_iter().map(Operation::new).collect();
    let snake = lower(&name, "resource");
    let mut resource = Resource::new(name.leak(), snake.leak(), &[], fields.leak());
    resource.table = table.name.clone().leak();
    resource.path = format!("/{path}").leak();
    resource.unique = unique.leak();
    resource.foreign_keys = foreign_keys.leak();
    resource.operations = operations.leak();
    Box::leak(Box::new(resource))
}
