-- The servers set these limits on each connection that they open. Behind a pool in transaction mode that connection is PgBouncer's, so a
-- limit may be missing where it matters, or stay on a connection that another program gets. As settings of the role they hold everywhere.
-- Run this once, as the owner of the database: psql --file limits.sql
ALTER ROLE tasks SET statement_timeout = '30s';
ALTER ROLE tasks SET lock_timeout = '10s';
ALTER ROLE tasks SET client_connection_check_interval = '500ms';
