-- Until when log-ins of a person are refused from somewhere, after too many wrong passwords. The counts
-- themselves are in Redis or a process; this tells administrators whom there is something to unlock for.
-- Only adds; the table is empty.
CREATE TABLE login_lockouts (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  until timestamptz(3) NOT NULL,
  -- What `users.unlocked_at` was: it holds only while that is the same.
  counted_from timestamptz(3),
  PRIMARY KEY (tenant_id, user_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE login_lockouts ENABLE ROW LEVEL SECURITY;
ALTER TABLE login_lockouts FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON login_lockouts TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON login_lockouts TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE ON login_lockouts TO gatehouse_app;
