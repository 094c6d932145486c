-- Roles that nobody may have (static) or use in one session (dynamic) together, and who is excepted
-- from that for a time. Only adds.

CREATE TABLE sod_rules (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL DEFAULT uuidv7(),
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  kind text NOT NULL CHECK (kind IN ('static', 'dynamic')),
  -- How many of its roles are too many together.
  role_limit int NOT NULL DEFAULT 2 CHECK (role_limit >= 2),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX sod_rules_name_key ON sod_rules (tenant_id, lower(name));
ALTER TABLE sod_rules ENABLE ROW LEVEL SECURITY;
ALTER TABLE sod_rules FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON sod_rules TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON sod_rules TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON sod_rules TO gatehouse_app;

-- A role that goes away leaves the rules that name it.
CREATE TABLE sod_rule_roles (
  tenant_id uuid NOT NULL,
  rule_id uuid NOT NULL,
  role_id text NOT NULL,
  PRIMARY KEY (tenant_id, rule_id, role_id),
  FOREIGN KEY (tenant_id, rule_id) REFERENCES sod_rules (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, role_id) REFERENCES roles (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX sod_rule_roles_role ON sod_rule_roles (tenant_id, role_id);
ALTER TABLE sod_rule_roles ENABLE ROW LEVEL SECURITY;
ALTER TABLE sod_rule_roles FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON sod_rule_roles TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON sod_rule_roles TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, DELETE ON sod_rule_roles TO gatehouse_app;

CREATE TABLE sod_exceptions (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  rule_id uuid NOT NULL,
  user_id uuid NOT NULL,
  reason text NOT NULL CHECK (reason <> ''),
  state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'approved', 'refused', 'ended')),
  ends_at timestamptz(3) NOT NULL,
  -- Who asked and who decided are never the same, and neither is it the one excepted who decides.
  asked_by uuid NOT NULL,
  asked_by_name text NOT NULL,
  asked_at timestamptz(3) NOT NULL DEFAULT now(),
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz(3),
  PRIMARY KEY (tenant_id, id),
  CHECK (decided_by <> asked_by AND decided_by <> user_id),
  CHECK (state NOT IN ('approved', 'refused') OR decided_by IS NOT NULL),
  FOREIGN KEY (tenant_id, rule_id) REFERENCES sod_rules (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
-- One that is open or in force for each person and rule.
CREATE UNIQUE INDEX sod_exceptions_current ON sod_exceptions (tenant_id, user_id, rule_id)
  WHERE state IN ('asked', 'approved');
CREATE INDEX sod_exceptions_rule ON sod_exceptions (tenant_id, rule_id);
ALTER TABLE sod_exceptions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sod_exceptions FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON sod_exceptions TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON sod_exceptions TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE ON sod_exceptions TO gatehouse_app;

-- Of the roles that exclude each other in one session, those that this one uses.
ALTER TABLE sessions ADD COLUMN active_roles text[] NOT NULL DEFAULT '{}';

CREATE TRIGGER version_insert AFTER INSERT ON sod_rules REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_update AFTER UPDATE ON sod_rules REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_delete AFTER DELETE ON sod_rules REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_insert AFTER INSERT ON sod_rule_roles REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_update AFTER UPDATE ON sod_rule_roles REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_delete AFTER DELETE ON sod_rule_roles REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_insert AFTER INSERT ON sod_exceptions REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_update AFTER UPDATE ON sod_exceptions REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_delete AFTER DELETE ON sod_exceptions REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();

CREATE TRIGGER history_insert AFTER INSERT ON sod_rules REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('id', 'tenant_id,id,name,kind,role_limit');
CREATE TRIGGER history_update AFTER UPDATE ON sod_rules REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('id', 'tenant_id,id,name,kind,role_limit');
CREATE TRIGGER history_delete AFTER DELETE ON sod_rules REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('id', 'tenant_id,id,name,kind,role_limit');
CREATE TRIGGER history_insert AFTER INSERT ON sod_rule_roles REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('rule_id,role_id');
CREATE TRIGGER history_update AFTER UPDATE ON sod_rule_roles REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('rule_id,role_id');
CREATE TRIGGER history_delete AFTER DELETE ON sod_rule_roles REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('rule_id,role_id');
CREATE TRIGGER history_insert AFTER INSERT ON sod_exceptions REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('id', 'tenant_id,id,rule_id,user_id,state,ends_at');
CREATE TRIGGER history_update AFTER UPDATE ON sod_exceptions REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('id', 'tenant_id,id,rule_id,user_id,state,ends_at');
CREATE TRIGGER history_delete AFTER DELETE ON sod_exceptions REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('id', 'tenant_id,id,rule_id,user_id,state,ends_at');
