//! The migrations make the declared tables: what `migrate` applies and what the declaration alone would create are the same.

use std::env;
use std::process::ExitCode;

use warp_openapi::sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbErr, Statement};

use super::Tasks;

/// Two databases of one server: the first gets the migrations, the second what is missing.
struct Pair {
    migrated: String,
    declared: String,
}

/// All of a database that a declaration or a migration makes, one line each.
const SQLITE: &str = "
    SELECT sql AS line FROM sqlite_schema
    WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'seaql_migrations%' AND name NOT LIKE 'sqlite_%'
    ORDER BY name";

const POSTGRES: &str = "
    SELECT concat_ws(' ', table_name, ordinal_position, column_name, data_type, udt_name, character_maximum_length,
                     numeric_precision, numeric_scale, datetime_precision, is_nullable, column_default,
                     is_identity, identity_generation) AS line
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'seaql_migrations'
    UNION ALL
    SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'seaql_migrations'
    UNION ALL
    SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'seaql_migrations'
    ORDER BY line";

async fn lines(url: &str, query: &str) -> Result<Vec<String>, DbErr> {
    let database = Database::connect(url).await?;
    let statement = Statement::from_string(database.get_database_backend(), query);
    let rows = database.query_all_raw(statement).await?;
    rows.iter().map(|row| Ok(plain(row.try_get("", "line")?))).collect()
}

/// Takes away the `NULL` that migrations write behind a column that may be null; it means nothing.
fn plain(line: String) -> String {
    let kept = line.replace("NOT NULL", "NOT\0NULL").replace("SET NULL", "SET\0NULL");
    kept.replace(" NULL", "").replace('\0', " ")
}

/// Brings both databases up to the API, each in its way, and compares them.
fn compare(pair: &Pair, query: &str) {
    let migrate = |url: &str| ["tasks", "--quiet", "migrate", "--datastore", url].map(str::to_owned);
    let migrations = Tasks::cli().migrator::<migration::Migrator>();
    assert_eq!(migrations.run_from(migrate(&pair.migrated)), ExitCode::SUCCESS);
    assert_eq!(Tasks::cli().run_from(migrate(&pair.declared)), ExitCode::SUCCESS);

    run(async {
        let declared = lines(&pair.declared, query).await.unwrap();
        assert!(declared.len() > 4, "{declared:#?}");
        let migrated = lines(&pair.migrated, query).await.unwrap();
        for (migrated, declared) in migrated.iter().zip(&declared) {
            assert_eq!(migrated, declared);
        }
        assert_eq!(migrated.len(), declared.len());
    });
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(work)
}

#[test]
fn the_migrations_make_the_declared_tables_on_sqlite() {
    let folder = env::temp_dir().join(format!("tasks-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = |name| format!("sqlite://{}?mode=rwc", folder.join(name).display());
    let pair = Pair {
        migrated: file("migrated.sqlite"),
        declared: file("declared.sqlite"),
    };
    compare(&pair, SQLITE);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_migrations_make_the_declared_tables_on_postgresql() {
    let Ok(server) = env::var("TEST_POSTGRES_URL") else {
        eprintln!("PostgreSQL is left out: set TEST_POSTGRES_URL to a server whose user may create databases");
        return;
    };
    let name = |which| format!("tasks_{which}_{}", std::process::id());
    let url = |name: &str| {
        let (address, _) = server.rsplit_once('/').unwrap();
        format!("{address}/{name}")
    };
    let names = [name("migrated"), name("declared")];
    let on_each = async |sql: &str| -> Result<DatabaseConnection, DbErr> {
        let database = Database::connect(&server).await?;
        for name in &names {
            database.execute_unprepared(&sql.replace("NAME", name)).await?;
        }
        Ok(database)
    };

    run(on_each("CREATE DATABASE NAME")).unwrap();
    let pair = Pair {
        migrated: url(&names[0]),
        declared: url(&names[1]),
    };
    let compared = std::panic::catch_unwind(|| compare(&pair, POSTGRES));
    run(on_each("DROP DATABASE NAME WITH (FORCE)")).unwrap();
    if let Err(failure) = compared {
        std::panic::resume_unwind(failure);
    }
}
