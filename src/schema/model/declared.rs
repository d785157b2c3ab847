//! The catalogue that the resources declare.

use sea_orm::Value;

use super::name;
use super::table::{Check, Column, ColumnDefault, ColumnKind, ForeignKey, Index, Rule, Table, is_same_set};
use crate::meta::{self, Default, Field, ForeignKeyTarget, Operand, Relation, Resource};
use crate::types::{Choices, Number, Storage};

/// Why the declared tables can't be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum CatalogError {
    /// Two resources declare one table.
    #[error("the table `{table}` is declared by `{first}` and by `{second}`; give one of them another table")]
    Twice {
        /// The table.
        table: &'static str,
        /// The resource that comes first.
        first: &'static str,
        /// The other one.
        second: &'static str,
    },
    /// A column refers to a table whose key has several columns.
    #[error(
        "`{table}.{column}` refers to `{target}`, whose key has several columns; name one for each in `foreign_keys`"
    )]
    CompositeKey {
        /// The referring table.
        table: &'static str,
        /// The referring column.
        column: &'static str,
        /// The table that it refers to.
        target: &'static str,
    },
    /// A foreign key doesn't have as many columns as what it refers to.
    #[error("a foreign key of `{table}` doesn't have as many fields as it refers to in `{target}`")]
    KeyLength {
        /// The referring table.
        table: &'static str,
        /// The table that it refers to.
        target: &'static str,
    },
}

/// The tables of the resources; a table that others refer to comes before them, unless they refer to one another in a circle.
///
/// # Errors
///
/// When the tables can't be made so.
pub(crate) fn declared<'r>(resources: impl IntoIterator<Item = &'r Resource>) -> Result<Vec<Table>, CatalogError> {
    let all: Vec<&Resource> = resources.into_iter().collect();
    // Those that show rows of others declare no table.
    let resources: Vec<&Resource> = all.iter().copied().filter(|resource| resource.of.is_none()).collect();
    for (at, second) in resources.iter().enumerate() {
        if let Some(first) = resources[..at].iter().find(|first| first.table == second.table) {
            return Err(CatalogError::Twice {
                table: second.table,
                first: first.name,
                second: second.name,
            });
        }
    }
    let mut tables = resources
        .iter()
        .map(|resource| table(resource, &resources))
        .collect::<Result<Vec<_>, _>>()?;
    let of = |resource: &&'r Resource| {
        let resource = *resource;
        resource.relations.iter().map(move |relation| (resource, relation))
    };
    let relations: Vec<(&Resource, &Relation)> = all.iter().flat_map(of).collect();
    let indexed = || relations.iter().filter(|(_, relation)| relation.indexed);
    for (_, relation) in indexed() {
        index_list(&mut tables, relation);
    }
    // Their indexes serve foreign keys, too.
    for (resource, relation) in indexed() {
        index_foreign_key(&mut tables, resource, relation);
    }
    Ok(sorted(tables))
}

/// The relations whose indexes a database doesn't have, each by the position of its resource and its own there. `has` tells whether it has one, by its
/// table and columns.
///
/// # Errors
///
/// Those of [`declared`].
#[cfg(feature = "cli")]
pub(crate) fn relations_without_index(
    resources: &[&Resource],
    has: &dyn Fn(&str, &[String]) -> bool,
) -> Result<Vec<(usize, usize)>, CatalogError> {
    let mut tables = Vec::new();
    for resource in resources {
        tables.push(table(resource, resources)?);
    }
    let all = resources.iter().enumerate();
    let mut open: Vec<(usize, usize)> = all
        .flat_map(|(at, resource)| (0..resource.relations.len()).map(move |relation| (at, relation)))
        .collect();
    let mut missing = Vec::new();
    // An index that isn't there may have served other relations.
    loop {
        let before = missing.len();
        let mut tables = tables.clone();
        for of_lists in [true, false] {
            for (resource, at) in &open {
                let relation = &resources[*resource].relations[*at];
                let added = match of_lists {
                    true => index_list(&mut tables, relation),
                    false => index_foreign_key(&mut tables, resources[*resource], relation),
                };
                let is_there = added.is_none_or(|(table, columns)| has(&table, &columns));
                if !is_there && !missing.contains(&(*resource, *at)) {
                    missing.push((*resource, *at));
                }
            }
        }
        if missing.len() == before {
            return Ok(missing);
        }
        open.retain(|relation| !missing.contains(relation));
    }
}

/// A table and the columns of an index that was added to it.
type Added = Option<(String, Vec<String>)>;

/// One resource's table.
pub(crate) fn table(resource: &Resource, others: &[&Resource]) -> Result<Table, CatalogError> {
    let table = resource.table;
    let index = |columns: Vec<&'static str>, suffix: &str| Index {
        name: name::of(table, &columns, suffix),
        columns: columns.into_iter().map(str::to_owned).collect(),
    };
    let sole_key = |field: &Field| field.key && resource.key == 1;
    let of = |wanted: &dyn Fn(&Field) -> bool, suffix: &str| -> Vec<Index> {
        let fields = resource.fields.iter().filter(|field| wanted(field) && !sole_key(field));
        fields.map(|field| index(vec![field.column], suffix)).collect()
    };
    let several = resource.unique.iter().map(|set| {
        let columns = set.iter().filter_map(|at| Some(resource.fields.get(*at)?.column));
        index(columns.collect(), "key")
    });
    let mut uniques = of(&|field| field.unique, "key");
    for unique in several {
        if !uniques.iter().any(|other| other.columns == unique.columns) {
            uniques.push(unique);
        }
    }
    Ok(Table {
        name: table.to_owned(),
        was: resource.was.map(str::to_owned),
        columns: resource.fields.iter().map(column).collect(),
        primary_key: resource
            .key_fields()
            .iter()
            .map(|field| field.column.to_owned())
            .collect(),
        uniques,
        indexes: of(&|field| field.index && !field.unique, "idx"),
        checks: resource.fields.iter().flat_map(|field| checks(table, field)).collect(),
        foreign_keys: foreign_keys(resource, others)?,
        invalid_indexes: Vec::new(),
        unmanaged: Vec::new(),
    })
}

/// The longest text, in characters, by which an index may sort: PostgreSQL takes no entries of more than 2,700 bytes.
const SHORT: u32 = 200;

/// The index by which the rows of a list are found, in their order, so that the database reads no more of them than it shows.
fn index_list(tables: &mut [Table], relation: &Relation) -> Added {
    if !relation.many {
        return None;
    }
    let target = &relation.target;
    if let Some(through) = &relation.through {
        let between = &through.resource;
        let mut columns = columns_of(between.fields, through.own);
        extend(&mut columns, between.fields, through.theirs.iter().copied());
        return add_index(tables, between.table, &columns, through.own.len(), false);
    }
    let mut columns = columns_of(target.fields, relation.theirs);
    let order = relation.order.iter().filter_map(|column| match column.by {
        Operand::Field(field) => Some(field),
        Operand::Computed(_) | Operand::Related(_) => None,
    });
    let key = (0..target.fields.len()).take_while(|field| target.fields[*field].key);
    extend(&mut columns, target.fields, order.chain(key));
    add_index(tables, target.table, &columns, relation.theirs.len(), false)
}

/// An index on foreign keys, by which the database finds the rows that refer to a deleted one.
fn index_foreign_key(tables: &mut [Table], resource: &Resource, relation: &Relation) -> Added {
    let (table, columns) = match &relation.through {
        Some(through) => {
            let between = &through.resource;
            (between.table, columns_of(between.fields, through.theirs))
        }
        None if relation.many => return None,
        None => (resource.table, columns_of(resource.fields, relation.own)),
    };
    add_index(tables, table, &columns, columns.len(), true)
}

/// Adds the columns of more fields, if all of them can be in an index.
fn extend(columns: &mut Vec<&'static str>, fields: &'static [Field], more: impl Iterator<Item = usize> + Clone) {
    let is_short = |field: &Field| match field.storage {
        Storage::Text => field.limits.max_length.is_some_and(|most| most <= SHORT),
        Storage::Bytes | Storage::Json => false,
        _ => true,
    };
    if !more.clone().all(|field| is_short(&fields[field])) {
        return;
    }
    for field in more {
        let column = fields[field].column;
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
}

fn columns_of(fields: &'static [Field], indices: &[usize]) -> Vec<&'static str> {
    indices.iter().map(|at| fields[*at].column).collect()
}

/// Adds an index to a table, unless its first columns, so many, lead one that is there, or one is wanted of foreign keys alone.
fn add_index(tables: &mut [Table], name: &str, columns: &[&str], first: usize, of_foreign_keys: bool) -> Added {
    let table = tables.iter_mut().find(|table| table.name == name)?;
    let is_key = table.foreign_keys.iter().any(|key| is_same_set(&key.columns, columns));
    let leads = |others: &[String]| {
        others.len() >= first
            && others
                .iter()
                .zip(columns.iter().take(first))
                .all(|(one, other)| one == other)
    };
    let mut indexes = table.uniques.iter().chain(&table.indexes);
    let is_there = leads(&table.primary_key) || indexes.any(|index| leads(&index.columns));
    if is_there || (of_foreign_keys && !is_key) {
        return None;
    }
    let columns: Vec<String> = columns.iter().map(|&column| column.to_owned()).collect();
    table.indexes.push(Index {
        name: name::of(name, &columns, "idx"),
        columns: columns.clone(),
    });
    Some((name.to_owned(), columns))
}

fn column(field: &Field) -> Column {
    Column {
        name: field.column.to_owned(),
        was: field.was.map(str::to_owned),
        kind: ColumnKind::Stored {
            storage: field.storage,
            length: field.limits.max_length.filter(|_| field.storage == Storage::Text),
            precision: field.limits.precision.filter(|_| field.storage == Storage::Decimal),
        },
        nullable: field.schema.nullable && !field.key,
        default: default(field),
        auto_increment: field.auto_increment,
    }
}

/// The default that a database can give: a literal. What a function makes is made by the application.
fn default(field: &Field) -> Option<ColumnDefault> {
    let Some(Default::Literal(literal)) = field.default else {
        return None;
    };
    let number = |text: String| ColumnDefault::Number(plain_number(&text));
    match field.codec.literal(literal, &field.limits)? {
        Value::Bool(Some(value)) => Some(ColumnDefault::Boolean(value)),
        Value::SmallInt(Some(value)) => Some(number(value.to_string())),
        Value::Int(Some(value)) => Some(number(value.to_string())),
        Value::BigInt(Some(value)) => Some(number(value.to_string())),
        Value::Float(Some(value)) => Some(number(value.to_string())),
        Value::Double(Some(value)) => Some(number(value.to_string())),
        Value::Decimal(Some(value)) => Some(number(value.to_string())),
        Value::String(Some(text)) => Some(ColumnDefault::Text(text)),
        Value::Json(Some(json)) => Some(ColumnDefault::Text(json.to_string())),
        _ => None,
    }
}

/// A decimal number without needless zeros. What isn't one stays as it is.
pub(crate) fn plain_number(text: &str) -> String {
    match text.parse::<rust_decimal::Decimal>() {
        Ok(number) => number.normalize().to_string(),
        Err(_) => text.to_owned(),
    }
}

/// The limits that SQL can express. Those of lists and maps, patterns and formats stay with the application.
fn checks(table: &str, field: &Field) -> Vec<Check> {
    let limits = &field.limits;
    let mut rules = Vec::new();
    match field.storage {
        Storage::Text | Storage::Bytes => {
            rules.extend(limits.min_length.map(Rule::MinLength));
            rules.extend(limits.max_length.map(Rule::MaxLength));
        }
        Storage::Int16 | Storage::Int32 | Storage::Int64 | Storage::Float | Storage::Double | Storage::Decimal => {
            let stored = |limit: Number| match field.storage {
                Storage::Float => single(limit),
                _ => limit,
            };
            let (least, most) = (limits.minimum.map(stored), limits.maximum.map(stored));
            if least.is_some() || most.is_some() {
                rules.push(Rule::Range(least, most));
            }
        }
        Storage::Boolean | Storage::Uuid | Storage::Date | Storage::Time | Storage::DateTime | Storage::Json => {}
    }
    if let (Storage::Decimal, Some((digits, scale))) = (field.storage, limits.precision) {
        rules.push(Rule::Digits(digits.saturating_sub(scale)));
    }
    if let (Storage::Int16 | Storage::Int32 | Storage::Int64, Some(step)) = (field.storage, limits.multiple_of) {
        rules.push(Rule::MultipleOf(step.mantissa));
    }
    match field.choices {
        Choices::Texts(texts) if field.storage == Storage::Text => {
            rules.push(Rule::Choices(texts.iter().map(|&text| text.to_owned()).collect()));
        }
        Choices::Numbers(numbers, _) if field.storage.is_integer() => rules.push(Rule::Numbers(numbers.to_vec())),
        // In a column of JSON.
        Choices::Texts(_) | Choices::Numbers(..) | Choices::None => {}
    }
    let named = |rule: Rule| Check {
        name: name::of(table, &[field.column, rule.what()], "check"),
        column: field.column.to_owned(),
        rule,
    };
    rules.into_iter().map(named).collect()
}

/// Those of single fields, in their order, then those of several.
fn foreign_keys(resource: &Resource, others: &[&Resource]) -> Result<Vec<ForeignKey>, CatalogError> {
    let single = resource.fields.iter();
    let single = single.filter_map(|field| foreign_key(resource.table, field, others).transpose());
    let several = resource.foreign_keys.iter();
    single
        .chain(several.map(|key| foreign_key_of_several(resource, key, others)))
        .collect()
}

fn foreign_key_of_several(
    resource: &Resource,
    key: &meta::ForeignKey,
    others: &[&Resource],
) -> Result<ForeignKey, CatalogError> {
    let target = others.iter().find(|other| other.table == key.table);
    let targets = match (key.target, target) {
        (ForeignKeyTarget::Columns(columns), _) => columns.to_vec(),
        (ForeignKeyTarget::Key, Some(target)) => target.key_fields().iter().map(|field| field.column).collect(),
        (ForeignKeyTarget::Fields(fields), Some(target)) => columns_of(target.fields, fields),
        (ForeignKeyTarget::Key | ForeignKeyTarget::Fields(_), None) => Vec::new(),
    };
    let columns = columns_of(resource.fields, key.fields);
    if columns.len() != targets.len() {
        return Err(CatalogError::KeyLength {
            table: resource.table,
            target: key.table,
        });
    }
    let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
    Ok(ForeignKey {
        name: name::of(resource.table, &columns, "fkey"),
        columns: owned(columns),
        table: key.table.to_owned(),
        targets: owned(targets),
        on_delete: key.on_delete,
        no_action: false,
    })
}

fn foreign_key(table: &'static str, field: &Field, others: &[&Resource]) -> Result<Option<ForeignKey>, CatalogError> {
    let Some(reference) = field.references else {
        return Ok(None);
    };
    let target = match others.iter().find(|other| other.table == reference.table) {
        None => "id",
        Some(other) => match (reference.fields, other.key_fields()) {
            ([field], _) => other.fields[*field].column,
            ([], [key]) => key.column,
            _ => {
                return Err(CatalogError::CompositeKey {
                    table,
                    column: field.column,
                    target: reference.table,
                });
            }
        },
    };
    Ok(Some(ForeignKey {
        name: name::of(table, &[field.column], "fkey"),
        columns: vec![field.column.to_owned()],
        table: reference.table.to_owned(),
        targets: vec![target.to_owned()],
        on_delete: reference.on_delete,
        no_action: false,
    }))
}

/// Moves tables behind those that they refer to and leaves their order alone otherwise.
fn sorted(tables: Vec<Table>) -> Vec<Table> {
    let mut waiting = tables;
    let mut ready: Vec<Table> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let refs: Vec<&Table> = waiting.iter().collect();
        let free = |table: &&Table| refers_to(table, &refs).is_none();
        let (mut now, mut later): (Vec<Table>, Vec<Table>) = waiting.iter().cloned().partition(|table| free(&table));
        if now.is_empty() {
            now.push(later.remove(next(&refs)));
        }
        ready.extend(now);
        waiting = later;
    }
    ready
}

/// Which of these tables can be created next: the first that refers to none of the others. In a circle, the first of that circle.
pub(crate) fn next(tables: &[&Table]) -> usize {
    let mut path: Vec<usize> = Vec::new();
    let mut at = tables
        .iter()
        .position(|table| refers_to(table, tables).is_none())
        .unwrap_or(0);
    // From table to table until one comes again.
    while let Some(target) = tables.get(at).and_then(|table| refers_to(table, tables)) {
        if let Some(start) = path.iter().position(|seen| *seen == at) {
            return path[start..].iter().copied().min().unwrap_or(at);
        }
        path.push(at);
        at = target;
    }
    at
}

/// The first of these tables, other than itself, to which a table refers.
fn refers_to(table: &Table, tables: &[&Table]) -> Option<usize> {
    let mut targets = table.foreign_keys.iter().filter(|key| key.table != table.name);
    targets.find_map(|key| tables.iter().position(|other| other.name == key.table))
}

/// A limit as a float of single precision holds it, which is what the database compares: 0.1 is 0.10000000149011612.
fn single(limit: Number) -> Number {
    let text = f64::from(limit.to_f64() as f32).to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    match (format!("{whole}{fraction}").parse(), u8::try_from(fraction.len())) {
        (Ok(mantissa), Ok(scale)) if scale <= 18 => Number { mantissa, scale },
        _ => limit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn are_those_of_the_stored_value() {
        let limit = |value: f64| single(Number::float(value)).to_f64();
        assert!((limit(0.1) - f64::from(0.1f32)).abs() < f64::EPSILON * 0.1);
        assert_eq!(single(Number::int(3)), Number::int(3));
        assert_eq!(single(Number::float(-0.5)), Number::float(-0.5));
    }
}
