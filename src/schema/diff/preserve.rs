//! What is left alone: what a database has and no declaration can say, and checks that nobody misses. The wanted tables take it over
//! from those that are there, so that it is no difference; it goes where what it belongs to goes, or gets another type.

use super::Rules;
use super::generated;
use crate::meta::OnDelete;
use crate::schema::model::{Check, Column, ColumnDefault, ColumnKind, ForeignKey, Index, Rule, Table};
use crate::types::{Number, Storage};

/// The tables that are wanted, with what is left alone of those of the same names.
pub(super) fn as_there(rules: &dyn Rules, from: &[Table], to: &[Table]) -> Vec<Table> {
    told(rules, from, to, &mut Vec::new())
}

/// What of the tables is left alone, as pairs of a table and words for people, beside [`Table::others`].
pub(crate) fn left_alone(rules: &dyn Rules, from: &[Table], to: &[Table]) -> Vec<(String, String)> {
    let mut left = Vec::new();
    told(rules, from, to, &mut left);
    left
}

fn told(rules: &dyn Rules, from: &[Table], to: &[Table], left: &mut Vec<(String, String)>) -> Vec<Table> {
    let mut tables = to.to_vec();
    for wanted in &mut tables {
        if let Some(there) = from.iter().find(|there| there.name == wanted.name) {
            let mut says = Vec::new();
            let both = Both { rules, there };
            both.columns(wanted, &mut says);
            both.checks(wanted, &mut says);
            both.indexes(wanted, &mut says);
            generated::kept(there, wanted);
            ends(there, wanted);
            left.extend(says.into_iter().map(|what| (wanted.name.clone(), what)));
        }
    }
    // They need the keys of all tables.
    for there in from {
        foreign_keys(rules, from, there, &mut tables, left);
    }
    tables
}

/// Foreign keys that restrict at the end of the statement go on so, should they have to be added again.
fn ends(there: &Table, wanted: &mut Table) {
    for key in &mut wanted.foreign_keys {
        let says = |other: &&ForeignKey| {
            (&other.column, &other.table, &other.target) == (&key.column, &key.table, &key.target)
                && other.on_delete == key.on_delete
        };
        if let Some(other) = there.foreign_keys.iter().find(says) {
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

    /// Types of texts whose length says nothing, and defaults.
    fn columns(&self, wanted: &mut Table, says: &mut Vec<String>) {
        let checks = &wanted.checks;
        for column in &mut wanted.columns {
            let Some(there) = self.there.column(&column.name) else {
                continue;
            };
            let is_text = |column: &Column| self.rules.storage(&column.kind) == Some(Storage::Text);
            if is_text(there) && is_text(column) && !self.rules.same_kind(there, column) {
                let fits = |rule: &Rule| match (rule, self.rules.length(&there.kind)) {
                    (Rule::Choices(choices), Some(most)) => choices.iter().all(|choice| count(choice) <= most),
                    (Rule::Choices(_), None) => true,
                    _ => false,
                };
                if checks
                    .iter()
                    .any(|check| check.column == column.name && fits(&check.rule))
                {
                    column.kind = there.kind.clone();
                }
            }
            let Some(default) = &there.default else {
                continue;
            };
            let stays = self.rules.same_kind(there, column) && column.default.is_none() && !column.auto_increment;
            if stays && !has_literal(self.rules, column, default) {
                says.push(format!("the default of `{}`", column.name));
                column.default = Some(default.clone());
            }
        }
    }

    fn checks(&self, wanted: &mut Table, says: &mut Vec<String>) {
        let has = |checks: &[Check], check: &Check| {
            checks
                .iter()
                .any(|other| other.column == check.column && other.rule == check.rule)
        };
        self.ranges(wanted);
        // Those that the type or the choices of an enum say already are neither added nor dropped.
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
            let other = check.columns(self.there).iter().all(stay) && !is_sayable(wanted, check);
            if other {
                says.push(format!("the check `{}`", check.name));
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

    fn indexes(&self, wanted: &mut Table, says: &mut Vec<String>) {
        let is_in = |index: &Index, others: &[Index]| others.iter().any(|other| other.columns == index.columns);
        let json = |column: &str| wanted.column(column).is_none_or(|column| self.is_json(column));
        let is_there = |column: &String| wanted.column(column).is_some();
        // What turns into JSON has no order on PostgreSQL.
        let stays = |column: &String| is_there(column) && (!json(column) || self.stays(wanted, column).is_some());
        let kept = |index: &&Index| index.columns.iter().all(stays);
        let unsayable_unique = |index: &&Index| index.columns.iter().any(|column| json(column));
        let uniques: Vec<Index> = self
            .there
            .uniques
            .iter()
            .filter(|index| kept(index) && unsayable_unique(index) && !is_in(index, &wanted.uniques))
            .cloned()
            .collect();
        // An index that was declared goes where its column gets to be unique.
        let unique = |table: &Table, index: &Index| table.primary_key == index.columns || is_in(index, &table.uniques);
        let unsayable = |index: &&Index| match index.columns.as_slice() {
            [column] => json(column) || (unique(wanted, index) && unique(self.there, index)),
            _ => true,
        };
        let indexes: Vec<Index> = self
            .there
            .indexes
            .iter()
            .filter(|index| kept(index) && unsayable(index) && !is_in(index, &wanted.indexes))
            .cloned()
            .collect();
        says.extend(
            uniques
                .iter()
                .map(|index| format!("the unique constraint `{}`", index.name)),
        );
        says.extend(indexes.iter().map(|index| format!("the index `{}`", index.name)));
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
        ColumnDefault::Number(_) => matches!(
            storage,
            Storage::Int16 | Storage::Int32 | Storage::Int64 | Storage::Float | Storage::Double | Storage::Decimal
        ),
        ColumnDefault::Text(_) => matches!(storage, Storage::Text | Storage::Json),
        ColumnDefault::Other(_) => false,
    }
}

/// Whether a declaration of the table could have this check.
fn is_sayable(wanted: &Table, check: &Check) -> bool {
    let Some(ColumnKind::Stored { storage, precision, .. }) = wanted.column(&check.column).map(|column| &column.kind)
    else {
        return false;
    };
    let whole = |bound: &Option<Number>| {
        let within = |least: i64, most: i64| bound.is_none_or(|bound| (least..=most).contains(&bound.mantissa));
        bound.is_none_or(|bound| bound.scale == 0)
            && match storage {
                Storage::Int16 => within(i16::MIN.into(), i16::MAX.into()),
                Storage::Int32 => within(i32::MIN.into(), i32::MAX.into()),
                _ => true,
            }
    };
    match (&check.rule, storage) {
        (Rule::MinLength(_) | Rule::MaxLength(_), Storage::Text | Storage::Bytes) => true,
        (Rule::Range(least, most), Storage::Int16 | Storage::Int32 | Storage::Int64) => whole(least) && whole(most),
        (Rule::Range(..), Storage::Float | Storage::Double | Storage::Decimal) => true,
        (Rule::Digits(_), Storage::Decimal) => precision.is_some(),
        (Rule::MultipleOf(step), Storage::Int16 | Storage::Int32 | Storage::Int64) => *step > 0,
        (Rule::Choices(_), Storage::Text) => true,
        _ => false,
    }
}

/// Whether the choices of the column say what a check of its length does.
fn chosen(table: &Table, length: &Check) -> bool {
    let mut others = table.checks.iter().filter(|other| other.column == length.column);
    others.any(|other| match (&other.rule, &length.rule) {
        (Rule::Choices(choices), Rule::MinLength(least)) => choices.iter().all(|choice| count(choice) >= *least),
        (Rule::Choices(choices), Rule::MaxLength(most)) => choices.iter().all(|choice| count(choice) <= *most),
        _ => false,
    })
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// Foreign keys to what isn't the key of its table, those that set a column to NULL that can't be, and those that close a circle.
fn foreign_keys(
    rules: &dyn Rules,
    from: &[Table],
    there: &Table,
    tables: &mut [Table],
    left: &mut Vec<(String, String)>,
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
        if wanted.foreign_keys.iter().any(|other| other.column == key.column) {
            continue;
        }
        let stays = |there: &Table, wanted: &Table, name: &str| matches!((there.column(name), wanted.column(name)), (Some(there), Some(wanted)) if rules.same_kind(there, wanted));
        let stay = stays(there, wanted, &key.column) && stays(target_there, target, &key.target);
        let is_unique = is_key(target, key)
            || target
                .uniques
                .iter()
                .any(|unique| unique.columns == [key.target.as_str()]);
        // What could be said before, and isn't any more, goes.
        let unsayable = |tables: &[Table], table: &Table, target: &Table| {
            let null = table.column(&key.column).is_some_and(|column| column.nullable);
            !is_key(target, key) || (key.on_delete == OnDelete::SetNull && !null) || closes(tables, &table.name, key)
        };
        if stay && is_unique && unsayable(tables, wanted, target) && unsayable(from, there, target_there) {
            left.push((there.name.clone(), format!("the foreign key `{}`", key.name)));
            tables[at].foreign_keys.push(key.clone());
        }
    }
}

fn is_key(target: &Table, key: &ForeignKey) -> bool {
    target.primary_key == [key.target.as_str()]
}

/// Whether a foreign key would lead back to its table.
fn closes(tables: &[Table], table: &str, key: &ForeignKey) -> bool {
    // One that refers to itself can say so.
    if key.table == table {
        return false;
    }
    let mut reached = vec![key.table.as_str()];
    let mut at = 0;
    while let Some(name) = reached.get(at).copied() {
        at += 1;
        let next = tables.iter().filter(|other| other.name == name);
        for key in next.flat_map(|other| &other.foreign_keys) {
            if key.table == table {
                return true;
            }
            if !reached.contains(&key.table.as_str()) {
                reached.push(&key.table);
            }
        }
    }
    false
}
