-- Roles of a tenant's own, alerts from arriving events, the facts that KPIs are computed from, and
-- preferences. Only adds; every lock is short: the tables that exist are small or only get a column.

-- Roles -----------------------------------------------------------------------------------------

-- Built-in roles are rows as well, so that an assignment can refer to them; what they are called and
-- what they may do stands in lib/access/roles.ts.
CREATE TABLE roles (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  -- An id of lib/access/roles.ts, or a UUID.
  id text NOT NULL,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  built_in boolean NOT NULL DEFAULT false,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX roles_name_key ON roles (tenant_id, lower(name));
ALTER TABLE roles ENABLE ROW LEVEL SECURITY;
ALTER TABLE roles FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON roles TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON roles TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON roles TO gatehouse_app;

CREATE TABLE role_permissions (
  tenant_id uuid NOT NULL,
  role_id text NOT NULL,
  permission text NOT NULL,
  PRIMARY KEY (tenant_id, role_id, permission),
  FOREIGN KEY (tenant_id, role_id) REFERENCES roles (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE role_permissions ENABLE ROW LEVEL SECURITY;
ALTER TABLE role_permissions FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON role_permissions TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON role_permissions TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, DELETE ON role_permissions TO gatehouse_app;

-- Moves with everything that changes what somebody may do. Whoever changes access locks this row
-- first; whoever has cached access compares it.
CREATE TABLE access_versions (
  tenant_id uuid PRIMARY KEY REFERENCES tenants (id),
  version bigint NOT NULL DEFAULT 1
);
ALTER TABLE access_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON access_versions TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON access_versions TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE ON access_versions TO gatehouse_app;

-- What every tenant has from its first moment.
CREATE FUNCTION furnish_tenant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO access_versions (tenant_id) VALUES (NEW.id);
  INSERT INTO roles (tenant_id, id, name, built_in) VALUES
    (NEW.id, 'tenant_admin', 'Tenant admin', true),
    (NEW.id, 'security_officer', 'Security officer', true),
    (NEW.id, 'executive', 'Executive', true);
  RETURN NULL;
END $$;
CREATE TRIGGER furnish AFTER INSERT ON tenants FOR EACH ROW EXECUTE FUNCTION furnish_tenant();
INSERT INTO access_versions (tenant_id) SELECT id FROM tenants;
INSERT INTO roles (tenant_id, id, name, built_in)
SELECT tenants.id, built_in.id, built_in.name, true
FROM tenants, (VALUES ('tenant_admin', 'Tenant admin'), ('security_officer', 'Security officer'),
  ('executive', 'Executive')) AS built_in (id, name);

ALTER TABLE role_assignments ADD CONSTRAINT role_assignments_role_fkey
  FOREIGN KEY (tenant_id, role) REFERENCES roles (tenant_id, id) NOT VALID;
ALTER TABLE role_assignments VALIDATE CONSTRAINT role_assignments_role_fkey;
CREATE INDEX role_assignments_role ON role_assignments (tenant_id, role);

-- One statement moves the version once, however many rows it changes.
CREATE FUNCTION move_access_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO access_versions AS known (tenant_id) SELECT DISTINCT tenant_id FROM changed
  ON CONFLICT (tenant_id) DO UPDATE SET version = known.version + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER assigned AFTER INSERT ON role_assignments REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER unassigned AFTER DELETE ON role_assignments REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER permission_added AFTER INSERT ON role_permissions REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER permission_removed AFTER DELETE ON role_permissions REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER renamed AFTER UPDATE ON roles REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER changed AFTER UPDATE ON users REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();

-- Events on their way to detection and KPIs -------------------------------------------------------

-- One row per transaction that recorded events, removed by whoever has evaluated them in the same
-- transaction: no event is evaluated twice or never, whatever is killed in between.
CREATE TABLE audit_arrivals (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  event_ids uuid[] NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
ALTER TABLE audit_arrivals ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_arrivals FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON audit_arrivals TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY append ON audit_arrivals FOR INSERT TO gatehouse_app, gatehouse_worker
  WITH CHECK (tenant_id = current_tenant_id());
CREATE POLICY evaluate ON audit_arrivals FOR DELETE TO gatehouse_worker
  USING (tenant_id = current_tenant_id());
-- The worker must see which tenants have something to do.
CREATE POLICY every_tenant ON audit_arrivals FOR SELECT TO gatehouse_worker USING (true);
GRANT INSERT ON audit_arrivals TO gatehouse_app;
GRANT SELECT, INSERT, DELETE ON audit_arrivals TO gatehouse_worker;

-- Alerts ----------------------------------------------------------------------------------------

CREATE TABLE alerts (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  rule_id text NOT NULL,
  -- The field by which the rule counts, and its value in this alert: account, ada@example.com.
  group_by text NOT NULL,
  group_value text NOT NULL,
  severity text NOT NULL CHECK (severity IN ('low', 'medium', 'high', 'critical')),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'acknowledged', 'resolved')),
  verdict text CHECK (verdict IN ('true_positive', 'benign', 'false_positive')),
  event_count integer NOT NULL,
  first_event_at timestamptz(3) NOT NULL,
  last_event_at timestamptz(3) NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  acknowledged_at timestamptz(3),
  resolved_at timestamptz(3),
  PRIMARY KEY (tenant_id, id),
  CHECK ((state = 'resolved') = (resolved_at IS NOT NULL)),
  CHECK ((state = 'resolved') = (verdict IS NOT NULL))
);
CREATE INDEX alerts_created ON alerts (tenant_id, created_at DESC, id DESC);
CREATE INDEX alerts_unresolved ON alerts (tenant_id, rule_id, group_by, group_value)
  WHERE state <> 'resolved';
ALTER TABLE alerts ENABLE ROW LEVEL SECURITY;
ALTER TABLE alerts FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON alerts TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON alerts TO gatehouse_app, gatehouse_worker
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, UPDATE ON alerts TO gatehouse_app;
GRANT SELECT, INSERT, UPDATE ON alerts TO gatehouse_worker;

-- Who did what with an alert, oldest first by id.
CREATE TABLE alert_changes (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  alert_id uuid NOT NULL,
  change text NOT NULL CHECK (change IN ('raised', 'acknowledged', 'resolved', 'reopened')),
  verdict text,
  comment text,
  actor_type text NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  changed_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, alert_id) REFERENCES alerts (tenant_id, id)
);
CREATE INDEX alert_changes_alert ON alert_changes (tenant_id, alert_id, id);
ALTER TABLE alert_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE alert_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON alert_changes TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON alert_changes TO gatehouse_app, gatehouse_worker
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT ON alert_changes TO gatehouse_app, gatehouse_worker;

-- An event that a rule matched, once per field by which the rule counts.
CREATE TABLE rule_matches (
  tenant_id uuid NOT NULL,
  rule_id text NOT NULL,
  group_by text NOT NULL,
  -- audit_events.id, which leads to its partition.
  event_id uuid NOT NULL,
  group_value text NOT NULL,
  -- What a rule counts when it counts distinct values within the group.
  counted_value text,
  occurred_at timestamptz(3) NOT NULL,
  alert_id uuid,
  PRIMARY KEY (tenant_id, rule_id, group_by, event_id),
  FOREIGN KEY (tenant_id, alert_id) REFERENCES alerts (tenant_id, id)
);
CREATE INDEX rule_matches_group
  ON rule_matches (tenant_id, rule_id, group_by, group_value, occurred_at);
CREATE INDEX rule_matches_occurred ON rule_matches (tenant_id, rule_id, occurred_at);
CREATE INDEX rule_matches_alert ON rule_matches (tenant_id, alert_id, occurred_at)
  WHERE alert_id IS NOT NULL;
ALTER TABLE rule_matches ENABLE ROW LEVEL SECURITY;
ALTER TABLE rule_matches FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON rule_matches TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON rule_matches TO gatehouse_app, gatehouse_worker
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT ON rule_matches TO gatehouse_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON rule_matches TO gatehouse_worker;

-- Facts of the KPIs -----------------------------------------------------------------------------

-- One row per person and UTC day on which the audit log has an event of theirs.
CREATE TABLE user_activity (
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  user_id text NOT NULL,
  user_name text,
  event_count integer NOT NULL,
  PRIMARY KEY (tenant_id, day, user_id)
);
ALTER TABLE user_activity ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_activity FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON user_activity TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON user_activity TO gatehouse_app, gatehouse_worker
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT ON user_activity TO gatehouse_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON user_activity TO gatehouse_worker;

-- One row per five minutes, route and process. A process writes its running totals over its own
-- row, so writing twice changes nothing.
CREATE TABLE request_metrics (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  slot timestamptz(3) NOT NULL,
  route text NOT NULL,
  instance uuid NOT NULL,
  requests integer NOT NULL,
  client_errors integer NOT NULL,
  server_errors integer NOT NULL,
  -- Sparse histogram: bucket n of lib/core/histogram.ts holds the nth count.
  latency_buckets smallint[] NOT NULL,
  latency_counts integer[] NOT NULL,
  PRIMARY KEY (tenant_id, slot, route, instance)
);
ALTER TABLE request_metrics ENABLE ROW LEVEL SECURITY;
ALTER TABLE request_metrics FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON request_metrics TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON request_metrics TO gatehouse_app, gatehouse_worker
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE ON request_metrics TO gatehouse_app;
GRANT SELECT, DELETE ON request_metrics TO gatehouse_worker;

CREATE TABLE cache_metrics (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  slot timestamptz(3) NOT NULL,
  kind text NOT NULL,
  instance uuid NOT NULL,
  hits integer NOT NULL,
  misses integer NOT NULL,
  PRIMARY KEY (tenant_id, slot, kind, instance)
);
ALTER TABLE cache_metrics ENABLE ROW LEVEL SECURITY;
ALTER TABLE cache_metrics FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON cache_metrics TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON cache_metrics TO gatehouse_app, gatehouse_worker
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE ON cache_metrics TO gatehouse_app;
GRANT SELECT, DELETE ON cache_metrics TO gatehouse_worker;

-- Belongs to no tenant: whether the installation answered, minute by minute.
CREATE TABLE uptime_checks (
  minute timestamptz(3) PRIMARY KEY,
  ok boolean NOT NULL,
  duration_ms integer NOT NULL,
  -- Why it was not.
  reason text
);
GRANT SELECT ON uptime_checks TO gatehouse_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON uptime_checks TO gatehouse_worker;

-- Preferences -----------------------------------------------------------------------------------

-- A null means: not chosen.
CREATE TABLE preferences (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  theme text CHECK (theme IN ('system', 'light', 'dark')),
  density text CHECK (density IN ('comfortable', 'compact')),
  time_zone text,
  locale text,
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, user_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE preferences ENABLE ROW LEVEL SECURITY;
ALTER TABLE preferences FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON preferences TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON preferences TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE ON preferences TO gatehouse_app;

-- Jobs ------------------------------------------------------------------------------------------

-- Jobs that failed for the last time. The queue belongs to the worker; this is what people may see.
CREATE TABLE dead_jobs (
  -- The platform's for jobs that are no tenant's; its row may not exist yet, as with audit events.
  tenant_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  -- The queue's own number of the job.
  queue_id bigint NOT NULL,
  task text NOT NULL,
  payload json NOT NULL,
  attempts integer NOT NULL,
  last_error text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  -- Set when somebody had it run again.
  retried_at timestamptz(3),
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX dead_jobs_queue_id ON dead_jobs (queue_id);
CREATE INDEX dead_jobs_created ON dead_jobs (tenant_id, created_at DESC, id DESC);
ALTER TABLE dead_jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE dead_jobs FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON dead_jobs TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON dead_jobs TO gatehouse_app, gatehouse_worker
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, UPDATE ON dead_jobs TO gatehouse_app;
GRANT SELECT, INSERT, DELETE ON dead_jobs TO gatehouse_worker;

-- The queue's names for the worker's threads: what a dead one held can be given to others.
ALTER TABLE worker_heartbeats ADD COLUMN queue_workers text[] NOT NULL DEFAULT '{}';

-- The one way to enqueue from a transaction of the app role: the queue's tables have row-level
-- security of their own and belong to the worker. `npm run gatehouse -- migrate` makes the queue.
SET ROLE gatehouse_worker;
CREATE SCHEMA gatehouse_jobs;
CREATE FUNCTION gatehouse_jobs.enqueue(task text, payload json) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF (payload ->> 'tenantId')::uuid IS DISTINCT FROM public.current_tenant_id() THEN
    RAISE EXCEPTION 'a job can be enqueued for the current tenant only' USING ERRCODE = '42501';
  END IF;
  PERFORM graphile_worker.add_job(task, payload => payload, max_attempts => 10);
END $$;
REVOKE ALL ON FUNCTION gatehouse_jobs.enqueue(text, json) FROM PUBLIC;
GRANT USAGE ON SCHEMA gatehouse_jobs TO gatehouse_app;
GRANT EXECUTE ON FUNCTION gatehouse_jobs.enqueue(text, json) TO gatehouse_app;
RESET ROLE;
