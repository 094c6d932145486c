-- Roles for a limited time: which can be asked for or taken in an emergency, who asked, and what
-- became of it. Only adds.

-- A role that goes away can no longer be asked for.
CREATE TABLE elevation_rules (
  tenant_id uuid NOT NULL,
  role_id text NOT NULL,
  -- For how long at most somebody gets it who asks; null: it cannot be asked for.
  request_minutes int CHECK (request_minutes > 0),
  -- For how long at most somebody takes it in an emergency; null: it cannot be taken.
  emergency_minutes int CHECK (emergency_minutes > 0),
  PRIMARY KEY (tenant_id, role_id),
  CHECK (num_nonnulls(request_minutes, emergency_minutes) > 0),
  FOREIGN KEY (tenant_id, role_id) REFERENCES roles (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE elevation_rules ENABLE ROW LEVEL SECURITY;
ALTER TABLE elevation_rules FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON elevation_rules TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON elevation_rules TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON elevation_rules TO gatehouse_app;

CREATE TABLE access_requests (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  user_id uuid NOT NULL,
  -- No foreign key: what was asked for is known also when the role is gone.
  role_id text NOT NULL,
  role_name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('request', 'emergency')),
  -- As asked for; what was given says ends_at.
  minutes int NOT NULL CHECK (minutes > 0),
  reason text NOT NULL CHECK (reason <> ''),
  -- Pending requests lapse with time and approved ones end with it; neither needs a row to change.
  state text NOT NULL DEFAULT 'pending'
    CHECK (state IN ('pending', 'approved', 'refused', 'withdrawn', 'lapsed', 'ended')),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz(3),
  comment text NOT NULL DEFAULT '',
  -- In force from, and until; ended_at is when somebody ended it before its time.
  starts_at timestamptz(3),
  ends_at timestamptz(3),
  ended_by uuid,
  ended_by_name text,
  ended_at timestamptz(3),
  PRIMARY KEY (tenant_id, id),
  CHECK (ends_at > starts_at),
  -- Nobody decides on what they have asked for; what is taken in an emergency, nobody decides.
  CHECK (decided_by <> user_id),
  CHECK ((decided_by IS NOT NULL)
    = (kind = 'request' AND state IN ('approved', 'refused', 'ended'))),
  CHECK ((state IN ('approved', 'ended')) = (starts_at IS NOT NULL AND ends_at IS NOT NULL)),
  CHECK ((state = 'ended') = (ended_at IS NOT NULL)),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX access_requests_pending ON access_requests (tenant_id, user_id, role_id)
  WHERE state = 'pending';
CREATE INDEX access_requests_newest ON access_requests (tenant_id, created_at DESC, id DESC);
CREATE INDEX access_requests_person ON access_requests (tenant_id, user_id, created_at DESC);
CREATE INDEX access_requests_queue ON access_requests (tenant_id, created_at) WHERE state = 'pending';
CREATE INDEX access_requests_in_force ON access_requests (tenant_id, ends_at)
  WHERE state = 'approved';
ALTER TABLE access_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_requests FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON access_requests TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON access_requests TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE ON access_requests TO gatehouse_app;

-- The alert about an emergency role is raised by the statement that records the event: it is there
-- when the role is, whether a worker runs or not. The match says to detection that this event has its
-- alert (lib/security/rules/break-glass.ts, by which the worker would raise it otherwise). With the
-- owner's rights, so that the app needs none to make alerts.
CREATE FUNCTION raise_emergency_alert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  alert uuid := coalesce((NEW.details ->> 'alertId')::uuid, uuidv7());
  who text := coalesce(NEW.actor_name, NEW.actor_id, 'somebody');
BEGIN
  INSERT INTO alerts (tenant_id, id, rule_id, group_by, group_value, severity, event_count,
    first_event_at, last_event_at)
  VALUES (NEW.tenant_id, alert, 'break_glass', 'account', who, 'critical', 1,
    NEW.occurred_at, NEW.occurred_at);
  INSERT INTO alert_changes (tenant_id, alert_id, change, actor_type, actor_id, actor_name)
  VALUES (NEW.tenant_id, alert, 'raised', 'system', 'detection', 'Gatehouse');
  INSERT INTO rule_matches (tenant_id, rule_id, group_by, event_id, group_value, occurred_at, alert_id)
  VALUES (NEW.tenant_id, 'break_glass', 'account', NEW.id, who, NEW.occurred_at, alert);
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION raise_emergency_alert() FROM PUBLIC;
-- Only an event of the portal's own has its row's id as its event id: no program can send one.
CREATE TRIGGER emergency_alert AFTER INSERT ON audit_events FOR EACH ROW
  WHEN (NEW.action = 'break_glass.used' AND NEW.source = 'portal' AND NEW.event_id = NEW.id::text)
  EXECUTE FUNCTION raise_emergency_alert();
