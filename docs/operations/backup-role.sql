-- The role that backups are made as. Row-level security is forced on the tables' owner as well, so that
-- a dump as gatehouse_owner is refused ("query would be affected by row-level security policy").
--
-- Run it once per database as a superuser, or as a role that has CREATEROLE and BYPASSRLS itself:
--
--   psql -d gatehouse -v ON_ERROR_STOP=1 -f docs/operations/backup-role.sql
--   psql -d gatehouse -c '\password gatehouse_backup'
--
-- It reads every tenant. Servers and workers refuse to start as such a role; keep its password with the
-- backups, and off the servers.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gatehouse_backup') THEN
    CREATE ROLE gatehouse_backup LOGIN BYPASSRLS NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;
  END IF;
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO gatehouse_backup', current_database());
END
$$;

-- Everything may be read, also what a later migration makes, and nothing written.
GRANT pg_read_all_data TO gatehouse_backup;
ALTER ROLE gatehouse_backup SET default_transaction_read_only TO on;
ALTER ROLE gatehouse_backup SET timezone TO 'UTC';
