//! Tables of SQLite: most of each is read by pragmas, the rest from the text of `CREATE TABLE`.

use sea_orm::{DatabaseExecutor, DbErr, QueryResult};

use super::super::discover::{Found, FoundCheck, FoundColumn, FoundIndex, FoundKey, action, are_distinct, cell, rows};
use super::definition::{Definition, Named};
use crate::schema::model::{KeyName, TableProperty, Unmanaged, quoted};

/// The tables that the other queries are about: no virtual ones, nor those that keep their contents.
const TABLES: &str = "\
    WITH tables AS MATERIALIZED (\
        SELECT m.name AS of_table, m.sql AS definition, l.wr AS without_rowid, l.strict AS strict \
        FROM sqlite_schema m JOIN pragma_table_list l ON l.schema = 'main' AND l.type = 'table' AND l.name = m.name \
        WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND (?1 IS NULL OR m.name = ?1 COLLATE NOCASE)\
    ) ";

const NAMES: &str = "SELECT of_table, definition, without_rowid, strict FROM tables ORDER BY of_table";

const COLUMNS: &str = "\
    SELECT of_table, x.name AS name, x.type AS kind, x.\"notnull\" AS not_null, x.dflt_value AS default_value, \
        x.pk AS key_at, x.hidden AS hidden \
    FROM tables, pragma_table_xinfo(of_table) AS x ORDER BY of_table, x.cid";

const INDEXES: &str = "\
    SELECT of_table, l.seq AS at, l.name AS name, l.\"unique\" AS is_unique, l.origin AS origin, l.partial AS partial, \
        x.name AS column_name, x.\"desc\" AS descending, x.coll AS collation \
    FROM tables, pragma_index_list(of_table) AS l, pragma_index_xinfo(l.name) AS x \
    WHERE x.\"key\" = 1 ORDER BY of_table, l.seq DESC, x.seqno";

/// A key without target columns points at the primary key there.
const REFERENCES: &str = "\
    SELECT of_table, f.id AS at, f.\"from\" AS name, f.on_update AS on_update, f.on_delete AS on_delete, \
        coalesce((SELECT m.name FROM sqlite_schema m WHERE m.type = 'table' AND m.name = f.\"table\" COLLATE NOCASE), \
            f.\"table\") AS target_table, \
        coalesce((SELECT x.name FROM pragma_table_info(f.\"table\") AS x WHERE x.name = f.\"to\" COLLATE NOCASE), \
            f.\"to\", (SELECT x.name FROM pragma_table_info(f.\"table\") AS x WHERE x.pk = f.seq + 1)) AS target \
    FROM tables, pragma_foreign_key_list(of_table) AS f ORDER BY of_table, f.id DESC, f.seq";

const TRIGGERS: &str = "\
    SELECT of_table, m.name AS name FROM tables JOIN sqlite_schema m \
    ON m.type = 'trigger' AND m.tbl_name = of_table COLLATE NOCASE ORDER BY of_table, m.name";

/// A table and its text.
struct Read {
    found: Found,
    text: Definition,
}

/// Runs one of the queries.
async fn query(connection: &DatabaseExecutor<'_>, sql: &str, name: Option<&str>) -> Result<Vec<QueryResult>, DbErr> {
    rows(connection, &format!("{TABLES}{sql}"), name).await
}

pub(super) async fn tables(connection: &DatabaseExecutor<'_>, name: Option<&str>) -> Result<Vec<Found>, DbErr> {
    let mut tables = query(connection, NAMES, name)
        .await?
        .iter()
        .map(begin)
        .collect::<Result<Vec<_>, _>>()?;
    if tables.is_empty() {
        return Ok(Vec::new());
    }
    let columns = query(connection, COLUMNS, name).await?;
    let indexes = query(connection, INDEXES, name).await?;
    let references = query(connection, REFERENCES, name).await?;
    let triggers = query(connection, TRIGGERS, name).await?;
    for table in &mut tables {
        let own = |rows: &[QueryResult]| -> Result<Vec<usize>, DbErr> {
            let mut own = Vec::new();
            for (at, row) in rows.iter().enumerate() {
                if cell::<String>(row, "of_table")? == table.found.name {
                    own.push(at);
                }
            }
            Ok(own)
        };
        let (of_columns, of_indexes) = (own(&columns)?, own(&indexes)?);
        let (of_references, of_triggers) = (own(&references)?, own(&triggers)?);
        let mut key = Vec::new();
        for at in of_columns {
            column(table, &columns[at], &mut key)?;
        }
        key.sort();
        table.found.primary_key = key.into_iter().map(|(_, name)| name).collect();
        if let ([only], true) = (table.found.primary_key.as_slice(), table.text.counted) {
            let counted = table.found.columns.iter_mut().filter(|column| column.name == *only);
            counted.for_each(|column| column.counted = true);
        }
        for group in of_indexes.chunk_by(|one, other| same(&indexes[*one], &indexes[*other])) {
            let group: Vec<&QueryResult> = group.iter().map(|at| &indexes[*at]).collect();
            index(table, &group)?;
        }
        for group in of_references.chunk_by(|one, other| same(&references[*one], &references[*other])) {
            let group: Vec<&QueryResult> = group.iter().map(|at| &references[*at]).collect();
            reference(table, &group)?;
        }
        for at in of_triggers {
            let name: String = cell(&triggers[at], "name")?;
            table.found.unmanaged.push(Unmanaged::Trigger(name));
        }
        for check in std::mem::take(&mut table.text.checks) {
            table.found.checks.push(FoundCheck {
                name: check.name,
                columns: check.column.into_iter().collect(),
                condition: check.condition,
            });
        }
    }
    Ok(tables.into_iter().map(|table| table.found).collect())
}

fn same(one: &QueryResult, other: &QueryResult) -> bool {
    matches!((cell::<i64>(one, "at"), cell::<i64>(other, "at")), (Ok(one), Ok(other)) if one == other)
}

fn begin(row: &QueryResult) -> Result<Read, DbErr> {
    let mut found = Found {
        name: cell(row, "of_table")?,
        ..Found::default()
    };
    if cell::<i64>(row, "without_rowid")? == 1 {
        found.unmanaged.push(Unmanaged::Table(TableProperty::WithoutRowid));
    }
    if cell::<i64>(row, "strict")? == 1 {
        found.unmanaged.push(Unmanaged::Table(TableProperty::Strict));
    }
    let text = Definition::read(&cell::<String>(row, "definition")?);
    let text = text.unwrap_or_else(|| {
        found
            .unmanaged
            .push(Unmanaged::Table(TableProperty::UnreadableDefinition));
        Definition::default()
    });
    if text.conflicts {
        found.unmanaged.push(Unmanaged::Table(TableProperty::OnConflict));
    }
    Ok(Read { found, text })
}

fn column(table: &mut Read, row: &QueryResult, key: &mut Vec<(i64, String)>) -> Result<(), DbErr> {
    let name: String = cell(row, "name")?;
    let mut kind: String = cell(row, "kind")?;
    let key_at: i64 = cell(row, "key_at")?;
    let generated = cell::<i64>(row, "hidden")? > 1;
    if kind == "INTEGER" && table.text.is_integer(&name) {
        kind = "integer".to_owned();
    }
    let collation = table.text.collation(&name);
    if let Some(collation) = collation.filter(|collation| !collation.eq_ignore_ascii_case("binary")) {
        kind = format!("{kind} COLLATE {}", quoted(collation));
        if !collation.eq_ignore_ascii_case("decimal") {
            let collation = collation.to_owned();
            table.found.unmanaged.push(Unmanaged::Collation {
                column: name.clone(),
                collation,
            });
        }
    }
    if generated {
        table.found.unmanaged.push(Unmanaged::GeneratedColumn(name.clone()));
    }
    if key_at > 0 {
        key.push((key_at, name.clone()));
    }
    table.found.columns.push(FoundColumn {
        name,
        kind,
        // SQLite lets most keys be NULL for the sake of an old mistake (https://sqlite.org/lang_createtable.html, 3.5).
        nullable: cell::<i64>(row, "not_null")? == 0 && key_at == 0,
        default: cell::<Option<String>>(row, "default_value")?.filter(|_| !generated),
        counted: false,
    });
    Ok(())
}

fn index(table: &mut Read, rows: &[&QueryResult]) -> Result<(), DbErr> {
    let Some(first) = rows.first() else {
        return Ok(());
    };
    let name: String = cell(first, "name")?;
    let unique = cell::<i64>(first, "is_unique")? == 1;
    let mut plain = cell::<i64>(first, "partial")? == 0;
    let mut columns = Vec::new();
    for row in rows {
        match cell::<Option<String>>(row, "column_name")? {
            Some(column) => {
                let collation: String = cell(row, "collation")?;
                let own = table.text.collation(&column).unwrap_or("BINARY");
                plain &= cell::<i64>(row, "descending")? == 0 && collation.eq_ignore_ascii_case(own);
                columns.push(column);
            }
            None => plain = false,
        }
    }
    match cell::<String>(first, "origin")?.as_str() {
        "pk" => {}
        "u" => {
            let name = take(&mut table.text.uniques, &columns).and_then(|unique| unique.name);
            if !plain {
                table.found.unmanaged.push(Unmanaged::UniqueOrder(columns.clone()));
            }
            table.found.uniques.push(FoundIndex { name, columns });
        }
        _ if plain => {
            let list = if unique {
                &mut table.found.uniques
            } else {
                &mut table.found.indexes
            };
            let name = Some(name);
            list.push(FoundIndex { name, columns });
        }
        _ => table.found.unmanaged.push(Unmanaged::Index { name, unique }),
    }
    Ok(())
}

fn reference(table: &mut Read, rows: &[&QueryResult]) -> Result<(), DbErr> {
    let Some(first) = rows.first() else {
        return Ok(());
    };
    let columns = rows
        .iter()
        .map(|row| cell(row, "name"))
        .collect::<Result<Vec<String>, _>>()?;
    let text = take(&mut table.text.references, &columns);
    let name = text.as_ref().and_then(|text| text.name.clone());
    let target_table: String = cell(first, "target_table")?;
    let (on_delete, on_update): (String, String) = (cell(first, "on_delete")?, cell(first, "on_update")?);
    let targets = rows
        .iter()
        .map(|row| cell(row, "target"))
        .collect::<Result<Option<Vec<String>>, _>>()?;
    let key = || KeyName::Unnamed {
        columns: columns.clone(),
        table: target_table.clone(),
    };
    let no_action = on_delete == "NO ACTION";
    let targets = targets.filter(|_| are_distinct(&columns));
    let (Some(on_delete), Some(targets)) = (action(&on_delete), targets) else {
        table.found.unmanaged.push(Unmanaged::ForeignKey {
            key: key(),
            definition: None,
        });
        return Ok(());
    };
    if text.is_some_and(|text| text.deferrable) {
        table.found.unmanaged.push(Unmanaged::DeferrableKey(key()));
    }
    if !matches!(on_update.as_str(), "NO ACTION" | "RESTRICT") {
        table.found.unmanaged.push(Unmanaged::OnUpdate {
            key: key(),
            action: on_update,
        });
    }
    table.found.foreign_keys.push(FoundKey {
        name,
        columns,
        table: target_table,
        targets,
        on_delete,
        no_action,
    });
    Ok(())
}

/// Takes the constraint of these columns out of those that the text names.
fn take(list: &mut Vec<Named>, columns: &[String]) -> Option<Named> {
    let at = list.iter().position(|named| {
        let pairs = named.columns.iter().zip(columns);
        named.columns.len() == columns.len() && pairs.into_iter().all(|(one, other)| one.eq_ignore_ascii_case(other))
    })?;
    Some(list.remove(at))
}
