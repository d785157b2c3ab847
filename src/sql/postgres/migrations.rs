//! Queries for runs of migrations.

/// What belongs to tables and isn't copied with them.
pub(super) const UNCOPIED: &str = "SELECT what FROM (\
     SELECT CASE c.relkind WHEN 'v' THEN 'view ' ELSE 'materialized view ' END || c.relname AS what, c.relnamespace AS space \
     FROM pg_catalog.pg_class AS c WHERE c.relkind IN ('v', 'm') \
     UNION ALL SELECT 'trigger ' || t.tgname || ' of ' || c.relname, c.relnamespace \
     FROM pg_catalog.pg_trigger AS t JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal \
     UNION ALL SELECT 'index ' || c.relname, c.relnamespace \
     FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid \
     WHERE i.indexprs IS NOT NULL OR i.indpred IS NOT NULL\
     ) AS found WHERE space = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = current_schema()) ORDER BY what";

/// Everything that `fresh` drops. Partitions go with their table, and sequences of columns with theirs.
pub(super) const EVERYTHING: &str = "SELECT sort, name FROM (\
     SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' \
     WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END AS sort, c.relname::text AS name, \
     CASE c.relkind WHEN 'v' THEN 0 WHEN 'm' THEN 1 WHEN 'S' THEN 3 ELSE 2 END AS rank \
     FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
     WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND NOT c.relispartition \
     AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS d WHERE d.objid = c.oid \
     AND d.classid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('e', 'a', 'i') AND d.objsubid = 0) \
     UNION ALL \
     SELECT CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, t.typname::text, 4 \
     FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace \
     WHERE n.nspname = current_schema() AND t.typtype IN ('e', 'd') \
     AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS d WHERE d.objid = t.oid \
     AND d.classid = 'pg_catalog.pg_type'::regclass AND d.deptype = 'e')\
     ) AS found ORDER BY rank, name";
