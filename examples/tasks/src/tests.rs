//! Tests of an API of one's own, with `warp_openapi::testing`: on SQLite, and on PostgreSQL where there is a server.

use migration::{Migrator, MigratorTrait as _};
use warp_openapi::sea_orm::{ConnectionTrait as _, Statement};
use warp_openapi::testing::{Database, databases};

use super::Tasks;

/// The tables of an SQLite database, and their indexes.
const SQLITE: &str = "
    SELECT sql AS line FROM sqlite_schema
    WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'seaql_migrations%' AND name NOT LIKE 'sqlite_%'
    ORDER BY name";

/// The columns, constraints and indexes of a PostgreSQL database.
const POSTGRESQL: &str = "
    SELECT concat_ws(' ', table_name, ordinal_position, column_name, data_type, udt_name, character_maximum_length,
                     numeric_precision, numeric_scale, datetime_precision, is_nullable, column_default,
                     is_identity, identity_generation, collation_name) AS line
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'seaql_migrations'
    UNION ALL
    SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'seaql_migrations'
    UNION ALL
    SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'seaql_migrations'
    ORDER BY line";

/// All that a declaration or a migration makes in a database, a line each.
async fn tables(database: &Database) -> Vec<String> {
    let query = match database.name() {
        "SQLite" => SQLITE,
        _ => POSTGRESQL,
    };
    let connection = database.connection();
    let statement = Statement::from_string(connection.get_database_backend(), query);
    let rows = connection.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| plain(row.try_get("", "line").unwrap())).collect()
}

/// Takes away the `NULL` that migrations write behind a column that may be null; it means nothing.
fn plain(line: String) -> String {
    let kept = line.replace("NOT NULL", "NOT\0NULL").replace("SET NULL", "SET\0NULL");
    kept.replace(" NULL", "").replace('\0', " ")
}

#[tokio::test]
async fn the_migrations_make_the_declared_tables() {
    for (migrated, declared) in databases().await.into_iter().zip(databases().await) {
        Migrator::up(migrated.connection(), None).await.unwrap();
        declared.create_tables(Tasks::API).await;
        let declared = tables(&declared).await;
        assert!(declared.len() > 4, "{declared:#?}");
        assert_eq!(tables(&migrated).await, declared, "{}", migrated.name());
    }
}

#[tokio::test]
async fn the_migrations_can_be_taken_back() {
    for database in databases().await {
        Migrator::up(database.connection(), None).await.unwrap();
        Migrator::down(database.connection(), None).await.unwrap();
        assert_eq!(tables(&database).await, Vec::<String>::new(), "{}", database.name());
    }
}
