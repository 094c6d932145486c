-- The database roles of Gatehouse, and their rights on one database and its schema "public".
--
-- Run it once per database as a superuser, or as a role with CREATEROLE that owns the database. It
-- may be run again at any time. What each table allows whom is written in the migrations.
--
--   psql -d postgres  -c 'CREATE DATABASE gatehouse TEMPLATE template0 ENCODING UTF8'
--   psql -d gatehouse -v ON_ERROR_STOP=1 -f prisma/roles.sql
--
-- The roles are made without passwords. Give each its own, in psql so that no log keeps it:
--
--   \password gatehouse_owner      (and gatehouse_app, gatehouse_worker, gatehouse_search)
--
--   gatehouse_owner    owns the schema; migrations and backfills    DATABASE_OWNER_URL
--   gatehouse_app      the server: one tenant's rows at a time      DATABASE_URL
--   gatehouse_worker   background jobs; owns the job queue's schema DATABASE_DIRECT_URL
--   gatehouse_search   reads the audit tables, and nothing else     DATABASE_SEARCH_URL
--
-- Needs PostgreSQL 16 or newer.

DO $$
DECLARE
  wanted text;
  existing record;
BEGIN
  FOREACH wanted IN ARRAY ARRAY[
    'gatehouse_owner', 'gatehouse_app', 'gatehouse_worker', 'gatehouse_search'
  ] LOOP
    SELECT rolsuper, rolbypassrls INTO existing FROM pg_roles WHERE rolname = wanted;
    IF NOT FOUND THEN
      EXECUTE format(
        'CREATE ROLE %I LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION',
        wanted
      );
    ELSIF existing.rolsuper OR existing.rolbypassrls THEN
      -- The wall between tenants is row-level security, and such a role walks through it.
      RAISE EXCEPTION 'role % is a superuser or bypasses row-level security', wanted
        USING HINT = format('ALTER ROLE %I NOSUPERUSER NOBYPASSRLS', wanted);
    END IF;
  END LOOP;

  -- A managed server's administrator is no superuser, and must be a member to hand things over.
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT gatehouse_owner TO %I WITH INHERIT TRUE, SET TRUE', current_user);
  END IF;
END
$$;

-- Moments are right only in UTC: every connection asks for it, and this is for psql and other tools.
ALTER ROLE gatehouse_owner SET timezone TO 'UTC';
ALTER ROLE gatehouse_app SET timezone TO 'UTC';
ALTER ROLE gatehouse_worker SET timezone TO 'UTC';
ALTER ROLE gatehouse_search SET timezone TO 'UTC';

-- A search that takes longer is given up: one person must not slow everybody. It is a setting of the
-- role because poolers refuse it as a parameter of a connection.
ALTER ROLE gatehouse_search SET statement_timeout TO '5s';

-- Migrations make the job queue's objects as the worker, by SET ROLE; its rights are not inherited.
GRANT gatehouse_worker TO gatehouse_owner WITH INHERIT FALSE, SET TRUE;

DO $$
DECLARE
  database text := quote_ident(current_database());
BEGIN
  EXECUTE 'ALTER DATABASE ' || database || ' OWNER TO gatehouse_owner';
  EXECUTE 'ALTER DATABASE ' || database || ' SET timezone TO ''UTC''';
  EXECUTE 'REVOKE ALL ON DATABASE ' || database || ' FROM PUBLIC';
  EXECUTE 'GRANT CONNECT ON DATABASE ' || database
    || ' TO gatehouse_owner, gatehouse_app, gatehouse_worker, gatehouse_search';
  EXECUTE 'GRANT CREATE ON DATABASE ' || database || ' TO gatehouse_worker';
END
$$;

ALTER SCHEMA public OWNER TO gatehouse_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
