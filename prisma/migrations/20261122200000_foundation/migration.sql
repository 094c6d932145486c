-- The foundation: tenants, people, sessions, API keys and the audit store, each behind row-level
-- security with FORCE. Roles come from prisma/roles.sql. Rules every later table follows are
-- asserted by lib/testing/tenant-wall.db.test.ts.

CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- After a local setting expires its value is '', not null.
CREATE FUNCTION current_tenant_id() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.tenant_id', true), '')::uuid;

-- Tenants ---------------------------------------------------------------------------------------

CREATE TABLE tenants (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name text NOT NULL,
  kind text NOT NULL DEFAULT 'customer' CHECK (kind IN ('platform', 'customer')),
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON tenants TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON tenants TO gatehouse_app USING (id = current_tenant_id());
CREATE POLICY every_tenant ON tenants FOR SELECT TO gatehouse_worker USING (true);
GRANT SELECT ON tenants TO gatehouse_app, gatehouse_worker;

-- People ----------------------------------------------------------------------------------------

CREATE TABLE users (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL DEFAULT uuidv7(),
  email citext NOT NULL,
  name text NOT NULL,
  -- Null until the person has chosen a password through a log-in link.
  password_hash text,
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
-- One account, one tenant: log-in asks for nothing but address and password.
CREATE UNIQUE INDEX users_email_key ON users (email);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON users TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON users TO gatehouse_app, gatehouse_worker
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE ON users TO gatehouse_app;

CREATE TABLE role_assignments (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  role text NOT NULL,
  assigned_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, user_id, role),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE role_assignments ENABLE ROW LEVEL SECURITY;
ALTER TABLE role_assignments FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON role_assignments TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON role_assignments TO gatehouse_app, gatehouse_worker
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, DELETE ON role_assignments TO gatehouse_app;

CREATE TABLE sessions (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  user_id uuid NOT NULL,
  ip inet,
  user_agent text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  last_seen_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL,
  revoked_at timestamptz(3),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX sessions_live ON sessions (tenant_id, created_at DESC, id DESC) WHERE revoked_at IS NULL;
CREATE INDEX sessions_of_user ON sessions (tenant_id, user_id);
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON sessions TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON sessions TO gatehouse_app, gatehouse_worker
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE ON sessions TO gatehouse_app;

CREATE TABLE login_links (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  user_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL,
  used_at timestamptz(3),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE login_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE login_links FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON login_links TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON login_links TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, UPDATE ON login_links TO gatehouse_app;

CREATE TABLE api_keys (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL DEFAULT uuidv7(),
  name text NOT NULL,
  secret_hash bytea NOT NULL,
  scopes text[] NOT NULL,
  -- Null when made on the command line.
  created_by uuid,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  last_used_at timestamptz(3),
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, created_by) REFERENCES users (tenant_id, id)
);
ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON api_keys TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON api_keys TO gatehouse_app, gatehouse_worker
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE ON api_keys TO gatehouse_app;

-- Denials beyond the tenth per principal, target (a permission, mostly) and minute are counted here,
-- and become one audit event when the minute is over.
CREATE TABLE denial_counts (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  actor_type text NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  action text NOT NULL,
  target text NOT NULL,
  minute timestamptz(3) NOT NULL,
  count integer NOT NULL,
  PRIMARY KEY (tenant_id, actor_id, action, target, minute)
);
ALTER TABLE denial_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE denial_counts FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON denial_counts TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON denial_counts TO gatehouse_app, gatehouse_worker
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE ON denial_counts TO gatehouse_app;
GRANT SELECT, DELETE ON denial_counts TO gatehouse_worker;

-- The audit store -------------------------------------------------------------------------------

CREATE TABLE audit_events (
  tenant_id uuid NOT NULL,
  -- UUID version 7 (RFC 9562): carries recorded_at, so an id alone leads to its partition.
  id uuid NOT NULL,
  recorded_at timestamptz(3) NOT NULL CHECK (recorded_at = uuid_extract_timestamp(id)),
  -- The sender's own id; equals `id` for events of the portal itself.
  event_id text NOT NULL,
  occurred_at timestamptz(3) NOT NULL,
  source text NOT NULL,
  category text NOT NULL,
  actor_type text NOT NULL,
  actor_id text,
  actor_name text,
  on_behalf_of text,
  action text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('success', 'failure', 'denied')),
  target_type text,
  target_id text,
  target_name text,
  source_ip inet,
  user_agent text,
  request_id text,
  session_id text,
  reason text,
  details json,
  -- The event as its sender wrote it; json keeps the text, jsonb would not.
  raw json,
  -- Personal fields sealed under a key of their subject, so that erasing the key erases them.
  sealed bytea,
  seal_key_id uuid,
  search tsvector NOT NULL,
  PRIMARY KEY (tenant_id, recorded_at, id)
) PARTITION BY RANGE (recorded_at);
CREATE INDEX audit_events_occurred ON audit_events (tenant_id, occurred_at DESC, id DESC);
CREATE INDEX audit_events_actor ON audit_events (tenant_id, actor_id, occurred_at DESC);
CREATE INDEX audit_events_action ON audit_events (tenant_id, action, occurred_at DESC);
CREATE INDEX audit_events_source ON audit_events (tenant_id, source, occurred_at DESC);
-- Failures and denials are few, and what people look for.
CREATE INDEX audit_events_not_success ON audit_events (tenant_id, outcome, occurred_at DESC)
  WHERE outcome <> 'success';
CREATE INDEX audit_events_source_ip ON audit_events (tenant_id, source_ip, occurred_at DESC);
CREATE INDEX audit_events_search ON audit_events USING gin (tenant_id, search);
ALTER TABLE audit_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_events FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON audit_events TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY append ON audit_events FOR INSERT TO gatehouse_app, gatehouse_worker
  WITH CHECK (tenant_id = current_tenant_id());
-- @@, <<= and LIKE are not leakproof: under a tenant policy they would not use their indexes. The
-- one query builder in lib/audit/search.ts adds the tenant.
CREATE POLICY search ON audit_events FOR SELECT TO gatehouse_search USING (true);
GRANT INSERT ON audit_events TO gatehouse_app, gatehouse_worker;
GRANT SELECT ON audit_events TO gatehouse_search;

CREATE TABLE audit_event_keys (
  tenant_id uuid NOT NULL,
  event_id text NOT NULL,
  content_hash bytea NOT NULL,
  recorded_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, event_id)
);
CREATE INDEX audit_event_keys_recorded ON audit_event_keys USING brin (recorded_at);
ALTER TABLE audit_event_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_event_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON audit_event_keys TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON audit_event_keys TO gatehouse_app, gatehouse_worker
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT ON audit_event_keys TO gatehouse_app;
GRANT SELECT, DELETE ON audit_event_keys TO gatehouse_worker;

-- Reserved for the Merkle proof: leaves outlive the events they prove.
CREATE TABLE audit_leaves (
  tenant_id uuid NOT NULL,
  seq bigint NOT NULL,
  leaf_hash bytea NOT NULL CHECK (octet_length(leaf_hash) = 32),
  PRIMARY KEY (tenant_id, seq)
);
ALTER TABLE audit_leaves ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_leaves FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON audit_leaves TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY append ON audit_leaves FOR INSERT TO gatehouse_app
  WITH CHECK (tenant_id = current_tenant_id());
GRANT INSERT ON audit_leaves TO gatehouse_app;

-- Makes the partitions of this month and the next `months_ahead`, and says how many were missing.
-- ATTACH takes a weaker lock on the parent than CREATE … PARTITION OF: writers go on. Filters go
-- together (who does what, and how it ends): without statistics over them the planner expects rows
-- where there are none, and reads a whole month in search of them.
CREATE FUNCTION ensure_audit_partitions(months_ahead integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  first_day timestamptz := date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
  made integer := 0;
  lower_bound timestamptz;
  partition_name text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ensure_audit_partitions'));
  FOR i IN 0..least(months_ahead, 24) LOOP
    lower_bound := (first_day AT TIME ZONE 'UTC' + make_interval(months => i)) AT TIME ZONE 'UTC';
    partition_name := 'audit_events_' || to_char(lower_bound AT TIME ZONE 'UTC', 'YYYY_MM');
    IF to_regclass(partition_name) IS NULL THEN
      EXECUTE format('CREATE TABLE %I (LIKE audit_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', partition_name);
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', partition_name);
      EXECUTE format('CREATE POLICY owner ON %I TO gatehouse_owner USING (true) WITH CHECK (true)', partition_name);
      EXECUTE format('ALTER TABLE audit_events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        partition_name, lower_bound,
        (lower_bound AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC');
      EXECUTE format('CREATE STATISTICS %I (mcv) ON actor_id, action, outcome, source FROM %I',
        partition_name || '_filters', partition_name);
      EXECUTE format('ALTER STATISTICS %I SET STATISTICS 1000', partition_name || '_filters');
      made := made + 1;
    END IF;
  END LOOP;
  RETURN made;
END $$;
REVOKE ALL ON FUNCTION ensure_audit_partitions(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_audit_partitions(integer) TO gatehouse_worker;
SELECT ensure_audit_partitions(3);

-- Before the tenant is known --------------------------------------------------------------------

-- The only look-up by e-mail address: returns what verifying a password needs, and nothing else.
CREATE FUNCTION find_login(address citext)
  RETURNS TABLE (tenant_id uuid, user_id uuid, name text, password_hash text, status text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT u.tenant_id, u.id, u.name, u.password_hash, u.status FROM users u WHERE u.email = address
$$;
REVOKE ALL ON FUNCTION find_login(citext) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_login(citext) TO gatehouse_app;

-- Operations ------------------------------------------------------------------------------------

-- Belongs to no tenant: one row per worker process.
CREATE TABLE worker_heartbeats (
  worker_id text PRIMARY KEY,
  beat_at timestamptz(3) NOT NULL
);
GRANT SELECT ON worker_heartbeats TO gatehouse_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON worker_heartbeats TO gatehouse_worker;
