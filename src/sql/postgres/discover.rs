//! Tables of PostgreSQL: those of the current schema that belong to no extension and are no part of another table.

use sea_orm::{DatabaseExecutor, DbErr, QueryResult};

use super::super::discover::{
    Found, FoundCheck, FoundColumn, FoundIndex, FoundKey, action, are_distinct, cell, rows, table,
};
use crate::schema::model::{KeyName, TableProperty, Unmanaged};

/// The tables that the other queries are about.
const TABLES: &str = "\
    WITH tables AS (\
        SELECT c.oid, c.relname, c.relkind, c.relrowsecurity, c.relpersistence FROM pg_catalog.pg_class c \
        WHERE c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = current_schema()) \
        AND c.relkind IN ('r', 'p') AND NOT c.relispartition \
        AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass \
            AND d.objid = c.oid AND d.deptype = 'e') \
        AND ($1::text IS NULL OR c.relname = $1)\
    ) ";

const NAMES: &str = "\
    SELECT t.relname::text AS of_table, t.relkind = 'p' AS partitioned, t.relrowsecurity AS secured, \
        t.relpersistence = 'u' AS unlogged, \
        EXISTS (SELECT 1 FROM pg_catalog.pg_inherits i WHERE i.inhrelid = t.oid) AS inherits \
    FROM tables t ORDER BY t.relname::text COLLATE \"C\"";

const COLUMNS: &str = "\
    SELECT t.relname::text AS of_table, a.attname::text AS name, \
        pg_catalog.format_type(a.atttypid, a.atttypmod) AS kind, NOT a.attnotnull AS nullable, \
        pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS default_value, \
        a.attidentity <> '' AS identity, a.attgenerated <> '' AS generated, \
        EXISTS (SELECT 1 FROM pg_catalog.pg_depend s WHERE s.classid = 'pg_catalog.pg_class'::regclass \
            AND s.refclassid = 'pg_catalog.pg_class'::regclass AND s.refobjid = a.attrelid \
            AND s.refobjsubid = a.attnum AND s.deptype = 'a') AS owns_sequence \
    FROM tables t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped \
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
    ORDER BY t.oid, a.attnum";

const CONSTRAINTS: &str = "\
    SELECT t.relname::text AS of_table, c.conname::text AS name, c.contype::text AS what, \
        (SELECT json_agg(a.attname ORDER BY k.at)::text FROM unnest(c.conkey) WITH ORDINALITY AS k(num, at) \
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num) AS columns, \
        (SELECT json_agg(a.attname ORDER BY k.at)::text FROM unnest(c.confkey) WITH ORDINALITY AS k(num, at) \
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.num) AS targets, \
        f.relname::text AS target_table, f.relnamespace = r.relnamespace AS same_schema, \
        c.confdeltype::text AS on_delete, c.confupdtype::text AS on_update, c.condeferrable AS deferrable, \
        c.confmatchtype = 'f' AS match_full, c.convalidated AS validated, \
        CASE c.contype WHEN 'c' THEN pg_catalog.pg_get_expr(c.conbin, c.conrelid) \
            ELSE pg_catalog.pg_get_constraintdef(c.oid) END AS definition \
    FROM tables t JOIN pg_catalog.pg_constraint c ON c.conrelid = t.oid AND c.contype IN ('p', 'u', 'c', 'f', 'x') \
    JOIN pg_catalog.pg_class r ON r.oid = t.oid \
    LEFT JOIN pg_catalog.pg_class f ON f.oid = c.confrelid \
    ORDER BY t.oid, c.oid";

/// Those that back no constraint. A plain one is a B-tree of whole columns, in ascending order by the types' own.
const INDEXES: &str = "\
    SELECT t.relname::text AS of_table, x.relname::text AS name, i.indisunique AS is_unique, i.indisvalid AS valid, \
        (SELECT json_agg(a.attname ORDER BY k.at)::text FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(num, at) \
            JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num) AS columns, \
        (m.amname = 'btree' AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indnkeyatts = i.indnatts \
            AND NOT EXISTS (SELECT 1 FROM unnest(i.indoption::int2[]) AS o(bits) WHERE o.bits <> 0) \
            AND NOT EXISTS (SELECT 1 FROM unnest(i.indclass::oid[]) AS k(class) \
                JOIN pg_catalog.pg_opclass p ON p.oid = k.class WHERE NOT p.opcdefault) \
            AND pg_catalog.pg_get_indexdef(i.indexrelid) NOT LIKE '%NULLS NOT DISTINCT%') AS plain \
    FROM tables t JOIN pg_catalog.pg_index i ON i.indrelid = t.oid \
    JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid \
    JOIN pg_catalog.pg_am m ON m.oid = x.relam \
    WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint c WHERE c.conindid = i.indexrelid \
        AND c.contype IN ('p', 'u', 'x')) \
    ORDER BY t.oid, i.indexrelid";

const TRIGGERS: &str = "\
    SELECT t.relname::text AS of_table, g.tgname::text AS name \
    FROM tables t JOIN pg_catalog.pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal \
    ORDER BY t.oid, g.tgname";

/// Runs one of the queries.
async fn query(connection: &DatabaseExecutor<'_>, sql: &str, name: Option<&str>) -> Result<Vec<QueryResult>, DbErr> {
    rows(connection, &format!("{TABLES}{sql}"), name).await
}

pub(super) async fn tables(connection: &DatabaseExecutor<'_>, name: Option<&str>) -> Result<Vec<Found>, DbErr> {
    let mut tables = Vec::new();
    for row in query(connection, NAMES, name).await? {
        let mut found = Found {
            name: cell(&row, "of_table")?,
            ..Found::default()
        };
        for (column, property) in [
            ("partitioned", TableProperty::Partitioned),
            ("inherits", TableProperty::Inherits),
            ("secured", TableProperty::RowLevelSecurity),
            ("unlogged", TableProperty::Unlogged),
        ] {
            if cell(&row, column)? {
                found.unmanaged.push(Unmanaged::Table(property));
            }
        }
        tables.push(found);
    }
    if tables.is_empty() {
        return Ok(tables);
    }
    for row in query(connection, COLUMNS, name).await? {
        if let Some(found) = table(&mut tables, &row)? {
            column(found, &row)?;
        }
    }
    for row in query(connection, CONSTRAINTS, name).await? {
        if let Some(found) = table(&mut tables, &row)? {
            constraint(found, &row)?;
        }
    }
    for row in query(connection, INDEXES, name).await? {
        if let Some(found) = table(&mut tables, &row)? {
            index(found, &row)?;
        }
    }
    for row in query(connection, TRIGGERS, name).await? {
        if let Some(found) = table(&mut tables, &row)? {
            found.unmanaged.push(Unmanaged::Trigger(cell(&row, "name")?));
        }
    }
    Ok(tables)
}

fn column(found: &mut Found, row: &QueryResult) -> Result<(), DbErr> {
    let name: String = cell(row, "name")?;
    let default: Option<String> = cell(row, "default_value")?;
    let generated: bool = cell(row, "generated")?;
    let serial = cell(row, "owns_sequence")? && default.as_ref().is_some_and(|text| text.starts_with("nextval("));
    let counted = serial || cell(row, "identity")?;
    if generated {
        found.unmanaged.push(Unmanaged::GeneratedColumn(name.clone()));
    }
    found.columns.push(FoundColumn {
        name,
        kind: cell(row, "kind")?,
        nullable: cell(row, "nullable")?,
        default: default.filter(|_| !generated && !counted),
        counted,
    });
    Ok(())
}

fn constraint(found: &mut Found, row: &QueryResult) -> Result<(), DbErr> {
    let name: String = cell(row, "name")?;
    let columns = names(row, "columns")?;
    let deferrable: bool = cell(row, "deferrable")?;
    if !cell::<bool>(row, "validated")? {
        found.unmanaged.push(Unmanaged::NotValid(name.clone()));
    }
    match cell::<String>(row, "what")?.as_str() {
        "p" => found.primary_key = columns,
        "u" => {
            if deferrable {
                found.unmanaged.push(Unmanaged::Deferrable(name.clone()));
            }
            let definition: Option<String> = cell(row, "definition")?;
            if definition.is_some_and(|definition| definition.contains(" NULLS NOT DISTINCT ")) {
                found.unmanaged.push(Unmanaged::NullsNotDistinct(name.clone()));
            }
            found.uniques.push(FoundIndex {
                name: Some(name),
                columns,
            });
        }
        "c" => found.checks.push(FoundCheck {
            name: Some(name),
            columns,
            condition: cell::<Option<String>>(row, "definition")?.unwrap_or_default(),
        }),
        "f" => reference(found, row, name, columns, deferrable)?,
        _ => found.unmanaged.push(Unmanaged::Constraint {
            name,
            definition: cell(row, "definition")?,
        }),
    }
    Ok(())
}

fn reference(
    found: &mut Found,
    row: &QueryResult,
    name: String,
    columns: Vec<String>,
    deferrable: bool,
) -> Result<(), DbErr> {
    let targets = names(row, "targets")?;
    let (on_delete, on_update) = (
        word(&cell::<String>(row, "on_delete")?),
        word(&cell::<String>(row, "on_update")?),
    );
    let here = cell::<Option<bool>>(row, "same_schema")? == Some(true);
    let no_action = on_delete == "NO ACTION";
    let definition: Option<String> = cell(row, "definition")?;
    // Only keys of several columns differ by these: MATCH FULL, `SET NULL` of some columns, and a column that is named twice.
    let in_part = columns.len() > 1 && definition.as_ref().is_some_and(|text| text.contains(" SET NULL ("));
    let full = cell::<Option<bool>>(row, "match_full")? == Some(true) && columns.len() > 1;
    let expressible = here && !in_part && !full && are_distinct(&columns);
    let (Some(on_delete), true) = (action(on_delete), expressible) else {
        found.unmanaged.push(Unmanaged::ForeignKey {
            key: KeyName::Named(name),
            definition,
        });
        return Ok(());
    };
    if deferrable {
        found
            .unmanaged
            .push(Unmanaged::DeferrableKey(KeyName::Named(name.clone())));
    }
    if !matches!(on_update, "NO ACTION" | "RESTRICT") {
        found.unmanaged.push(Unmanaged::OnUpdate {
            key: KeyName::Named(name.clone()),
            action: on_update.to_owned(),
        });
    }
    found.foreign_keys.push(FoundKey {
        name: Some(name),
        columns,
        table: cell(row, "target_table")?,
        targets,
        on_delete,
        no_action,
    });
    Ok(())
}

/// The words for the letters of pg_constraint.
fn word(letter: &str) -> &'static str {
    match letter {
        "c" => "CASCADE",
        "n" => "SET NULL",
        "d" => "SET DEFAULT",
        "r" => "RESTRICT",
        _ => "NO ACTION",
    }
}

fn index(found: &mut Found, row: &QueryResult) -> Result<(), DbErr> {
    let name: String = cell(row, "name")?;
    let unique: bool = cell(row, "is_unique")?;
    // `CREATE INDEX CONCURRENTLY` leaves an invalid index when it fails, which enforces nothing.
    if !cell::<bool>(row, "valid")? {
        found.invalid_indexes.push(name.clone());
        found.unmanaged.push(Unmanaged::InvalidIndex { name, unique });
        return Ok(());
    }
    if !cell::<bool>(row, "plain")? {
        found.unmanaged.push(Unmanaged::Index { name, unique });
        return Ok(());
    }
    let list = if unique { &mut found.uniques } else { &mut found.indexes };
    list.push(FoundIndex {
        name: Some(name),
        columns: names(row, "columns")?,
    });
    Ok(())
}

/// A list of names, which comes as JSON.
fn names(row: &QueryResult, column: &str) -> Result<Vec<String>, DbErr> {
    let text: Option<String> = cell(row, column)?;
    let names = text.map(|text| serde_json::from_str(&text)).transpose();
    let names = names.map_err(|error| DbErr::Type(format!("names of columns: {error}")))?;
    Ok(names.unwrap_or_default())
}
