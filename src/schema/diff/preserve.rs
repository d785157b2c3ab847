//! Preserves what a database has and no declaration can express, and checks that make no difference. The wanted tables take it
//! over from those that are there, so that it is no difference. It is dropped with its table or column, or when that gets another type.

use super::Rules;
use super::generated;
use crate::meta::OnDelete;
use crate::schema::model::{
    Check, Column, ColumnDefault, ColumnKind, ForeignKey, Index, Rule, Table, Unmanaged, is_same_set,
};
use crate::types::{Number, Storage};

/// Something that is preserved. Its words are in `schema::plan`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Preserved {
    /// The default of this column.
    Default(String),
    /// The check of this name.
    Check(String),
    /// The unique constraint of this name.
    Unique(String),
    /// The index of this name.
    Index(String),
    /// The foreign key of this name.
    ForeignKey(String),
    /// What isn't part of the comparison.
    Unmanaged(Unmanaged),
}

/// The wanted tables, with the preserved parts of those of the same names.
pub(super) fn with_preserved(rules: &dyn Rules, from: &[Table], to: &[Table]) -> Vec<Table> {
    preserve(rules, from, to, &mut Vec::new())
}

/// What of the tables is preserved, beside [`Table::unmanaged`], each with the name of its table.
pub(crate) fn preserved(rules: &dyn Rules, from: &[Table], to: &[Table]) -> Vec<(String, Preserved)> {
    let mut preserved = Vec::new();
    preserve(rules, from, to, &mut preserved);
    preserved
}

fn preserve(rules: &dyn Rules, from: &[Table], to: &[Table], preserved: &mut Vec<(String, Preserved)>) -> Vec<Table> {
    let mut tables = to.to_vec();
    for wanted in &mut tables {
        if let Some(there) = from.iter().find(|there| there.name == wanted.name) {
            let mut kept = Vec::new();
            let both = Both { rules, there };
            both.columns(wanted, &mut kept);
            both.checks(wanted, &mut kept);
            both.indexes(wanted, &mut kept);
            generated::preserve(there, wanted);
            preserve_no_action(there, wanted);
            preserved.extend(kept.into_iter().map(|what| (wanted.name.clone(), what)));
        }
    }
    // They need the keys of all tables.
    for there in from {
        foreign_keys(rules, from, there, &mut tables, preserved);
    }
    tables
}

/// Foreign keys that restrict at the end of the statement stay so, should they have to be added again.
fn preserve_no_action(there: &Table, wanted: &mut Table) {
    for key in &mut wanted.foreign_keys {
        let is_same = |other: &&ForeignKey| other.has_ends_of(key) && other.on_delete == key.on_delete;
        if let Some(other) = there.foreign_keys.iter().find(is_same) {
            key.no_action = other.no_action;
        }
    }
}

/// A table that is there beside the wanted one.
struct Both<'t> {
    rules: &'t dyn Rules,
    there: &'t Table,
}

impl Both<'_> {
    /// A column that is there and wanted, with the same type.
    fn stays<'w>(&self, wanted: &'w Table, name: &str) -> Option<&'w Column> {
        let (there, column) = (self.there.column(name)?, wanted.column(name)?);
        self.rules.same_kind(there, column).then_some(column)
    }

    /// Types whose length or width makes no difference to the values of an enum, and defaults.
    fn columns(&self, wanted: &mut Table, kept: &mut Vec<Preserved>) {
        let checks = &wanted.checks;
        for column in &mut wanted.columns {
            let Some(there) = self.there.column(&column.name) else {
                continue;
            };
            if !self.rules.same_kind(there, column) {
                let (storage, length) = (self.rules.storage(&there.kind), self.rules.length(&there.kind));
                let mut own = checks.iter().filter(|check| check.column == column.name);
                if own.any(|check| check.rule.lists_values_for(storage, length)) {
                    column.kind = there.kind.clone();
                }
            }
            let Some(default) = &there.default else {
                continue;
            };
            let stays = self.rules.same_kind(there, column) && column.default.is_none() && !column.auto_increment;
            if stays && !has_literal(self.rules, column, default) {
                kept.push(Preserved::Default(column.name.clone()));
                column.default = Some(default.clone());
            }
        }
    }

    fn checks(&self, wanted: &mut Table, kept: &mut Vec<Preserved>) {
        let has = |checks: &[Check], check: &Check| {
            checks
                .iter()
                .any(|other| other.column == check.column && other.rule == check.rule)
        };
        self.ranges(wanted);
        // Those that the type or the choices of an enum imply are neither added nor dropped.
        let needless = |wanted: &Table, check: &Check| {
            let there = self.there.column(&check.column);
            let implied = there.is_some_and(|column| self.rules.implies(column, &check.rule));
            self.stays(wanted, &check.column).is_some() && (implied || chosen(wanted, check))
        };
        let all = wanted.clone();
        wanted
            .checks
            .retain(|check| has(&self.there.checks, check) || !needless(&all, check));
        for check in &self.there.checks {
            if has(&wanted.checks, check) {
                continue;
            }
            let stay = |column: &&str| self.stays(wanted, column).is_some();
            let other = check.columns(self.there).iter().all(stay) && !is_declarable(wanted, check);
            if other {
                kept.push(Preserved::Check(check.name.clone()));
            }
            if other || needless(wanted, check) {
                wanted.checks.push(check.clone());
            }
        }
    }

    /// A range that is there as checks of its own for each end is the wanted one.
    fn ranges(&self, wanted: &mut Table) {
        let mut split = Vec::new();
        for check in &wanted.checks {
            let Rule::Range(Some(least), Some(most)) = &check.rule else {
                continue;
            };
            let there = self.there.checks.iter();
            let ends: Vec<&Check> = there
                .filter(|other| other.column == check.column && matches!(other.rule, Rule::Range(..)))
                .collect();
            let is = |rule: &Rule| ends.iter().any(|end| end.rule == *rule);
            let both = is(&Rule::Range(Some(*least), None)) && is(&Rule::Range(None, Some(*most)));
            if both && ends.len() == 2 && self.stays(wanted, &check.column).is_some() {
                split.push((check.clone(), ends.into_iter().cloned().collect::<Vec<_>>()));
            }
        }
        for (whole, ends) in split {
            wanted.checks.retain(|check| *check != whole);
            wanted.checks.extend(ends);
        }
    }

    fn indexes(&self, wanted: &mut Table, kept: &mut Vec<Preserved>) {
        let is_in = |index: &Index, others: &[Index]| others.iter().any(|other| other.columns == index.columns);
        let json = |column: &str| wanted.column(column).is_none_or(|column| self.is_json(column));
        let is_there = |column: &String| wanted.column(column).is_some();
        // What turns into JSON has no order on PostgreSQL.
        let stays = |column: &String| is_there(column) && (!json(column) || self.stays(wanted, column).is_some());
        let all_stay = |index: &&Index| index.columns.iter().all(stays);
        let undeclarable_unique = |index: &&Index| index.columns.iter().any(|column| json(column));
        let uniques: Vec<Index> = self
            .there
            .uniques
            .iter()
            .filter(|index| all_stay(index) && undeclarable_unique(index) && !is_in(index, &wanted.uniques))
            .cloned()
            .collect();
        // An index that was declared goes where its column gets to be unique.
        let unique = |table: &Table, index: &Index| table.primary_key == index.columns || is_in(index, &table.uniques);
        let undeclarable = |index: &&Index| match index.columns.as_slice() {
            [column] => json(column) || (unique(wanted, index) && unique(self.there, index)),
            _ => true,
        };
        let indexes: Vec<Index> = self
            .there
            .indexes
            .iter()
            .filter(|index| all_stay(index) && undeclarable(index) && !is_in(index, &wanted.indexes))
            .cloned()
            .collect();
        kept.extend(uniques.iter().map(|index| Preserved::Unique(index.name.clone())));
        kept.extend(indexes.iter().map(|index| Preserved::Index(index.name.clone())));
        wanted.uniques.extend(uniques);
        wanted.indexes.extend(indexes);
    }

    fn is_json(&self, column: &Column) -> bool {
        self.rules.storage(&column.kind) == Some(Storage::Json)
    }
}

/// Whether a declaration could have given the column this default.
fn has_literal(rules: &dyn Rules, column: &Column, default: &ColumnDefault) -> bool {
    let Some(storage) = rules.storage(&column.kind) else {
        return false;
    };
    match default {
        ColumnDefault::Boolean(_) => storage == Storage::Boolean,
        ColumnDefault::Number(_) => storage.is_number(),
        ColumnDefault::Text(_) => matches!(storage, Storage::Text | Storage::Json),
        ColumnDefault::Other(_) => false,
    }
}

/// Whether a declaration of the table could have this check.
fn is_declarable(wanted: &Table, check: &Check) -> bool {
    let Some(ColumnKind::Stored { storage, precision, .. }) = wanted.column(&check.column).map(|column| &column.kind)
    else {
        return false;
    };
    let whole = |bound: &Option<Number>| {
        let within = |least: i64, most: i64| bound.is_none_or(|bound| (least..=most).contains(&bound.mantissa));
        bound.is_none_or(|bound| bound.scale == 0)
            && storage
                .integer()
                .is_none_or(|range| within(range.least, range.greatest))
    };
    match (&check.rule, storage) {
        (Rule::MinLength(_) | Rule::MaxLength(_), Storage::Text | Storage::Bytes) => true,
        (Rule::Range(least, most), storage) if storage.is_integer() => whole(least) && whole(most),
        (Rule::Range(..), storage) => storage.is_number(),
        (Rule::Digits(_), Storage::Decimal) => precision.is_some(),
        (Rule::MultipleOf(step), storage) => storage.is_integer() && *step > 0,
        (Rule::Choices(_), Storage::Text) => true,
        (Rule::Numbers(_), storage) => storage.is_integer(),
        _ => false,
    }
}

/// Whether the choices of the column imply a check of its length or range.
fn chosen(table: &Table, check: &Check) -> bool {
    let mut others = table.checks.iter().filter(|other| other.column == check.column);
    others.any(|other| match (&other.rule, &check.rule) {
        (Rule::Choices(choices), Rule::MinLength(least)) => choices.iter().all(|choice| count(choice) >= *least),
        (Rule::Choices(choices), Rule::MaxLength(most)) => choices.iter().all(|choice| count(choice) <= *most),
        (Rule::Numbers(numbers), Rule::Range(least, most)) => {
            let mut numbers = numbers.iter().map(|number| Number::int(*number));
            numbers.all(|number| {
                least.is_none_or(|least| !least.greater(number)) && most.is_none_or(|most| !number.greater(most))
            })
        }
        _ => false,
    })
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// Foreign keys that set a column to NULL that can't be, and those between columns of different types.
fn foreign_keys(
    rules: &dyn Rules,
    from: &[Table],
    there: &Table,
    tables: &mut [Table],
    preserved: &mut Vec<(String, Preserved)>,
) {
    for key in &there.foreign_keys {
        let named = |name: &str| tables.iter().position(|table| table.name == name);
        let (Some(at), Some(target_at)) = (named(&there.name), named(&key.table)) else {
            continue;
        };
        let (wanted, target) = (&tables[at], &tables[target_at]);
        let Some(target_there) = from.iter().find(|other| other.name == key.table) else {
            continue;
        };
        if wanted
            .foreign_keys
            .iter()
            .any(|other| is_same_set(&other.columns, &key.columns))
        {
            continue;
        }
        let stays = |there: &Table, wanted: &Table, name: &str| matches!((there.column(name), wanted.column(name)), (Some(there), Some(wanted)) if rules.same_kind(there, wanted));
        let stay = key.columns.iter().all(|column| stays(there, wanted, column))
            && key.targets.iter().all(|column| stays(target_there, target, column));
        let uniques = target.uniques.iter().map(|unique| &unique.columns);
        let is_unique = uniques
            .chain([&target.primary_key])
            .any(|columns| is_same_set(columns, &key.targets));
        // What could be declared before, and isn't any more, is dropped.
        let undeclarable = |table: &Table, target: &Table| {
            let null = |column: &String| table.column(column).is_some_and(|column| column.nullable);
            key.on_delete == OnDelete::SetNull && !key.columns.iter().all(null)
                || !comparable(rules, table, target, key)
        };
        if stay && is_unique && undeclarable(wanted, target) && undeclarable(there, target_there) {
            preserved.push((there.name.clone(), Preserved::ForeignKey(key.name.clone())));
            tables[at].foreign_keys.push(key.clone());
        }
    }
}

/// Whether fields of the types of a foreign key's columns can refer to those of its targets. SQLite takes all types.
fn comparable(rules: &dyn Rules, table: &Table, target: &Table, key: &ForeignKey) -> bool {
    let storage = |table: &Table, name: &String| rules.storage(&table.column(name)?.kind);
    let mut pairs = key.columns.iter().zip(&key.targets);
    pairs.all(|(own, theirs)| match (storage(table, own), storage(target, theirs)) {
        (Some(own), Some(theirs)) => own.compares_with(theirs),
        _ => false,
    })
}
