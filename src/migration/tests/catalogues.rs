//! Random pairs of catalogues that a declaration could ask for, made so that rows survive the way from the one to the other and back.

use sea_orm::Value;

use crate::meta::OnDelete;
use crate::schema::model::{Check, Column, ColumnDefault, ColumnKind, ForeignKey, Index, Rule, Table};
use crate::types::{Number, Storage};

/// Decisions, one a byte. Where it ends, every decision is the plainest, so that less of it is a simpler case.
pub(super) struct Tape<'t> {
    bytes: &'t [u8],
    /// Whether everything goes: rows need not survive.
    wild: bool,
}

impl<'t> Tape<'t> {
    pub(super) fn new(bytes: &'t [u8], wild: bool) -> Self {
        Self { bytes, wild }
    }

    fn below(&mut self, bound: usize) -> usize {
        let Some((first, rest)) = self.bytes.split_first() else {
            return 0;
        };
        self.bytes = rest;
        usize::from(*first) % bound
    }

    fn maybe(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    fn of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }

    /// The existing and the wanted tables.
    pub(super) fn pair(&mut self) -> (Vec<Table>, Vec<Table>) {
        let mut from = self.tables(false);
        self.misname(&mut from);
        (from, self.tables(true))
    }

    fn tables(&mut self, later: bool) -> Vec<Table> {
        let mut tables: Vec<Table> = Vec::new();
        for (name, other) in [("authors", "writers"), ("books", "volumes"), ("notes", "remarks")] {
            if self.maybe(20) {
                continue;
            }
            let table = if later && self.maybe(25) {
                let mut table = self.table(other, &tables, later);
                table.was = self.maybe(75).then(|| name.to_owned());
                table
            } else {
                self.table(name, &tables, later)
            };
            tables.push(table);
        }
        tables
    }

    fn table(&mut self, name: &str, earlier: &[Table], later: bool) -> Table {
        let mut table = Table {
            name: name.to_owned(),
            ..Table::default()
        };
        let storage = self.of(&[Storage::Int64, Storage::Int32, Storage::Text, Storage::Int16]);
        let mut id = column("id", stored(plain(storage)));
        if later && self.maybe(20) {
            id.name = "key".to_owned();
            id.was = Some("id".to_owned());
        }
        id.auto_increment = storage != Storage::Text && self.maybe(40);
        table.primary_key = vec![id.name.clone()];
        let mut kept = column(
            "kept",
            stored(plain(self.of(&[Storage::Int32, Storage::Int64, Storage::Text]))),
        );
        if !id.auto_increment && self.maybe(20) {
            table.primary_key.push(kept.name.clone());
        } else {
            kept.nullable = self.maybe(50);
        }
        table.columns.extend([id, kept]);
        for family in FAMILIES {
            for number in 1..=2 {
                if self.maybe(35) {
                    self.member(&mut table, family, number, later);
                }
            }
        }
        self.parent(&mut table, earlier);
        self.indexes(&mut table);
        table
    }

    fn member(&mut self, table: &mut Table, family: &Family, number: usize, later: bool) {
        let mut column = column(&format!("{}{number}", family.name), stored(self.of(family.kinds)));
        let storage = storage(&column);
        let default = default(family, storage);
        column.nullable = (default.is_none() && !self.wild) || self.maybe(50);
        if !column.nullable || self.maybe(30) {
            column.default = default;
        }
        if later && self.maybe(40) {
            column.was = Some(format!("{}{}", family.name, 3 - number));
        }
        for rule in self.rules(family, &column) {
            let name = format!("{}_{}_{}_check", table.name, column.name, rule.what());
            let column = column.name.clone();
            table.checks.push(Check { name, column, rule });
        }
        table.columns.push(column);
    }

    fn rules(&mut self, family: &Family, column: &Column) -> Vec<Rule> {
        let mut rules = Vec::new();
        let ColumnKind::Stored { length, precision, .. } = column.kind else {
            return rules;
        };
        match storage(column) {
            Storage::Int16 | Storage::Int32 | Storage::Int64 if family.name == "n" => {
                let most = self.of(&[None, Some(Number::int(1000)), Some(Number::int(2000))]);
                if self.maybe(50) {
                    rules.push(Rule::Range(Some(Number::int(0)), most));
                }
                if self.maybe(20) {
                    rules.push(Rule::MultipleOf(1));
                }
                if self.maybe(20) {
                    let numbers = [1, 2, 3, 7, -1, 0];
                    rules.push(Rule::Numbers(numbers[..4 + self.below(3)].to_vec()));
                }
            }
            Storage::Text if family.name == "t" => {
                let choices = ["a", "b", "c", "d'e", "f"];
                let count = 3 + self.below(3);
                if length.is_none() && self.maybe(40) {
                    rules.push(Rule::Choices(
                        choices[..count].iter().map(|&choice| choice.to_owned()).collect(),
                    ));
                }
            }
            Storage::Text => {
                if self.maybe(40) {
                    rules.push(Rule::MinLength(self.of(&[1, 0])));
                }
                if self.maybe(40) {
                    rules.push(Rule::MaxLength(self.of(&[64, 100])));
                }
            }
            Storage::Decimal if precision.is_some() && self.maybe(40) => rules.push(Rule::Digits(self.of(&[8, 5]))),
            _ => {}
        }
        // A length has a check.
        if let Some(length) = length {
            rules.retain(|rule| !matches!(rule, Rule::MaxLength(_)));
            rules.push(Rule::MaxLength(length));
        }
        rules
    }

    /// One or two columns that refer to a table before this one, or to this one.
    fn parent(&mut self, table: &mut Table, earlier: &[Table]) {
        if !self.maybe(50) {
            return;
        }
        let mut targets: Vec<&Table> = earlier.iter().collect();
        targets.push(table);
        let target = self.of(&targets);
        let pairs = target.uniques.iter().filter(|unique| unique.columns.len() == 2);
        let mut keys = vec![&target.primary_key];
        // Rows may have NULL there, to which nothing can refer.
        keys.extend(pairs.filter(|_| self.wild).map(|unique| &unique.columns));
        let mut key: Vec<(&str, &Column)> = ["parent", "pair"]
            .into_iter()
            .zip(self.of(&keys).iter().map(|column| target.column(column).unwrap()))
            .collect();
        if self.maybe(30) {
            key.reverse();
        }
        let columns = key.iter().map(|(name, target)| Column {
            nullable: true,
            ..column(name, stored(plain(storage(target))))
        });
        let names: Vec<&str> = key.iter().map(|(name, _)| *name).collect();
        let foreign_key = ForeignKey {
            name: format!("{}_{}_fkey", table.name, names.join("_")),
            columns: names.into_iter().map(str::to_owned).collect(),
            table: target.name.clone(),
            targets: key.iter().map(|(_, target)| target.name.clone()).collect(),
            on_delete: self.of(&[OnDelete::Restrict, OnDelete::Cascade, OnDelete::SetNull]),
            no_action: false,
        };
        let columns: Vec<Column> = columns.collect();
        table.columns.extend(columns);
        table.foreign_keys.push(foreign_key);
    }

    fn indexes(&mut self, table: &mut Table) {
        let columns = table.columns.clone();
        for column in &columns {
            // PostgreSQL can't compare JSON.
            let plain = column.name != "key" && column.name != "id" && !column.name.starts_with(['j', 'x']);
            // Rows have different values there, or none.
            let differs = column.nullable && column.default.is_none() && !column.name.starts_with(['o', 'b', 'p']);
            if plain && (differs || column.name == "kept" || self.wild) && self.maybe(25) {
                table.uniques.push(index(table, &[column], "key"));
            } else if plain && column.name != "kept" && self.maybe(10) {
                table.uniques.push(index(table, &[&columns[1], column], "key"));
            }
            // A declaration has no index for unique columns.
            let alone = [column.name.as_str()];
            let unique = table.uniques.iter().any(|unique| unique.columns == alone) || table.primary_key == alone;
            if plain && !unique && self.maybe(20) {
                table.indexes.push(index(table, &[column], "idx"));
            }
        }
    }

    /// Gives some constraints the names that others would have.
    fn misname(&mut self, tables: &mut [Table]) {
        let mut names: Vec<String> = Vec::new();
        for table in &*tables {
            names.extend(
                table
                    .uniques
                    .iter()
                    .chain(&table.indexes)
                    .map(|index| index.name.clone()),
            );
            names.extend(table.checks.iter().map(|check| check.name.clone()));
        }
        for table in tables {
            let of = table.name.clone();
            let kinds = [("key", &mut table.uniques), ("idx", &mut table.indexes)];
            for (suffix, indexes) in kinds {
                for index in indexes {
                    let column = self.of(&["n1", "n2", "t1", "d2", "parent"]);
                    let other = format!("{of}_{column}_{suffix}");
                    if self.maybe(15) && !names.contains(&other) {
                        index.name.clone_from(&other);
                        names.push(other);
                    }
                }
            }
            for check in &mut table.checks {
                let other = format!("{of}_{}_check", self.of(&["n1_range", "t2_choices", "u1_max_length"]));
                if self.maybe(15) && !names.contains(&other) {
                    check.name.clone_from(&other);
                    names.push(other);
                }
            }
        }
    }
}

/// Columns that turn into one another.
struct Family {
    name: &'static str,
    kinds: &'static [Kind],
}

/// A storage, with the length of a text or the digits of a decimal.
type Kind = (Storage, Option<u32>, Option<(u8, u8)>);

const fn plain(storage: Storage) -> Kind {
    (storage, None, None)
}

const SHORT: Kind = (Storage::Text, Some(64), None);
const LONGER: Kind = (Storage::Text, Some(70), None);
const PRICE: Kind = (Storage::Decimal, None, Some((10, 2)));
const SMALL_PRICE: Kind = (Storage::Decimal, None, Some((7, 2)));

const fn family(name: &'static str, kinds: &'static [Kind]) -> Family {
    Family { name, kinds }
}

const FAMILIES: &[Family] = &[
    family(
        "n",
        &[
            plain(Storage::Int32),
            plain(Storage::Int16),
            plain(Storage::Int64),
            plain(Storage::Double),
            plain(Storage::Float),
            plain(Storage::Decimal),
            PRICE,
            SMALL_PRICE,
            plain(Storage::Text),
            SHORT,
        ],
    ),
    family("t", &[plain(Storage::Text), SHORT, LONGER]),
    family("d", &[plain(Storage::Date), plain(Storage::Text)]),
    family("m", &[plain(Storage::DateTime), plain(Storage::Date)]),
    family("s", &[plain(Storage::DateTime), plain(Storage::Text)]),
    family("h", &[plain(Storage::Time), plain(Storage::Text)]),
    family("u", &[plain(Storage::Uuid), plain(Storage::Text), SHORT]),
    family("j", &[plain(Storage::Json), plain(Storage::Text)]),
    family("o", &[plain(Storage::Boolean), plain(Storage::Text)]),
    family(
        "b",
        &[plain(Storage::Boolean), plain(Storage::Int32), plain(Storage::Int64)],
    ),
    // None of these.
    family(
        "x",
        &[
            plain(Storage::Bytes),
            plain(Storage::Uuid),
            plain(Storage::Time),
            plain(Storage::Json),
        ],
    ),
];

fn stored((storage, length, precision): Kind) -> ColumnKind {
    ColumnKind::Stored {
        storage,
        length,
        precision,
    }
}

const UUID: &str = "6f0a7c1e-9a44-4d6b-8f1d-0a1b2c3d4e0";

/// The default of a column.
fn default(family: &Family, storage: Storage) -> Option<ColumnDefault> {
    let text = |text: &str| Some(ColumnDefault::Text(text.to_owned()));
    match (storage, family.name) {
        (Storage::Boolean, _) => Some(ColumnDefault::Boolean(true)),
        (Storage::Int16 | Storage::Int32 | Storage::Int64, "b") => Some(ColumnDefault::Number("1".to_owned())),
        (Storage::Int16 | Storage::Int32 | Storage::Int64, _) => Some(ColumnDefault::Number("7".to_owned())),
        (Storage::Float | Storage::Double | Storage::Decimal, _) => Some(ColumnDefault::Number("0.5".to_owned())),
        (Storage::Json, _) => text("{}"),
        (Storage::Text, "n") => text("7"),
        (Storage::Text, "t") => text("a"),
        (Storage::Text, "d") => text("2026-02-02"),
        (Storage::Text, "j") => text("[1]"),
        (Storage::Text, "o") => text("true"),
        (Storage::Text, "u") => text(&format!("{UUID}0")),
        (Storage::Text, _) => None,
        (Storage::Bytes | Storage::Uuid | Storage::Date | Storage::Time | Storage::DateTime, _) => None,
    }
}

/// The value of a column in a row, from 1 to 3.
pub(super) fn value(column: &Column, row: i16) -> Value {
    let day = || chrono::NaiveDate::from_ymd_opt(2026, 1, row.unsigned_abs().into()).unwrap();
    let hour = || chrono::NaiveTime::from_hms_opt(row.unsigned_abs().into(), 30, 0).unwrap();
    let family = column.name.get(..1).unwrap_or_default();
    match storage(column) {
        Storage::Text => Value::from(match family {
            "t" => ["a", "b", "c"][usize::from(row.unsigned_abs()) - 1].to_owned(),
            "d" => day().to_string(),
            "s" => day().and_time(hour()).and_utc().to_rfc3339(),
            "h" => hour().to_string(),
            "u" => format!("{UUID}{row}"),
            "j" => format!(r#"{{"row":{row}}}"#),
            "o" => (row == 1).to_string(),
            _ => row.to_string(),
        }),
        Storage::Bytes => Value::from(vec![0, row.to_le_bytes()[0]]),
        Storage::Boolean => Value::from(row == 1),
        Storage::Int16 => Value::from(row),
        Storage::Int32 => Value::from(i32::from(row)),
        Storage::Int64 => Value::from(i64::from(row)),
        Storage::Float => Value::from(f32::from(row)),
        Storage::Double => Value::from(f64::from(row)),
        Storage::Decimal => Value::from(rust_decimal::Decimal::new((row * 100).into(), 2)),
        Storage::Uuid => Value::from(uuid::Uuid::parse_str(&format!("{UUID}{row}")).unwrap()),
        Storage::Date => Value::from(day()),
        Storage::Time => Value::from(hour()),
        Storage::DateTime => Value::from(day().and_time(hour()).and_utc()),
        Storage::Json => Value::Json(Some(Box::new(serde_json::json!({ "row": row })))),
    }
}

/// How a column is stored.
pub(super) fn storage(column: &Column) -> Storage {
    match &column.kind {
        ColumnKind::Stored { storage, .. } => *storage,
        ColumnKind::Other(kind) => panic!("{kind} isn't generated"),
    }
}

pub(super) fn column(name: &str, kind: ColumnKind) -> Column {
    Column {
        name: name.to_owned(),
        was: None,
        kind,
        nullable: false,
        default: None,
        auto_increment: false,
    }
}

fn index(table: &Table, columns: &[&Column], suffix: &str) -> Index {
    let columns: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    Index {
        name: format!("{}_{}_{suffix}", table.name, columns.join("_")),
        columns,
    }
}
