-- Which permissions people have used, when, and by what they had them, added up by day: for finding access that
-- nobody needs, and for asking whether somebody would have missed it. Only adds.

CREATE TABLE permission_uses (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  permission text NOT NULL,
  -- In UTC.
  day date NOT NULL,
  -- What allowed it: a role everywhere, a role on what the person owns, or a grant.
  basis text NOT NULL CHECK (basis IN ('everywhere', 'own', 'grant')),
  -- Of a grant, the resource it was given on, or with an empty id the type; else empty.
  resource_type text NOT NULL DEFAULT '',
  resource_id text NOT NULL DEFAULT '',
  count bigint NOT NULL,
  last_at timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, user_id, permission, day, basis, resource_type, resource_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX permission_uses_permission ON permission_uses (tenant_id, permission, day);
ALTER TABLE permission_uses ENABLE ROW LEVEL SECURITY;
ALTER TABLE permission_uses FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON permission_uses TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON permission_uses TO gatehouse_app, gatehouse_worker
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE ON permission_uses TO gatehouse_app;
GRANT SELECT, DELETE ON permission_uses TO gatehouse_worker;
