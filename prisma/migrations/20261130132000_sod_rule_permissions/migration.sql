-- A separation of duty can name permissions beside roles. Rules that are there already name none.

-- A permission that goes away leaves the rules that name it (lib/access/resources/types.ts).
CREATE TABLE sod_rule_permissions (
  tenant_id uuid NOT NULL,
  rule_id uuid NOT NULL,
  permission text NOT NULL,
  PRIMARY KEY (tenant_id, rule_id, permission),
  FOREIGN KEY (tenant_id, rule_id) REFERENCES sod_rules (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE sod_rule_permissions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sod_rule_permissions FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON sod_rule_permissions TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON sod_rule_permissions TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, DELETE ON sod_rule_permissions TO gatehouse_app;

CREATE TRIGGER version_insert AFTER INSERT ON sod_rule_permissions REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_update AFTER UPDATE ON sod_rule_permissions REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_delete AFTER DELETE ON sod_rule_permissions REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER history_insert AFTER INSERT ON sod_rule_permissions REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('rule_id,permission');
CREATE TRIGGER history_update AFTER UPDATE ON sod_rule_permissions REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('rule_id,permission');
CREATE TRIGGER history_delete AFTER DELETE ON sod_rule_permissions REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('rule_id,permission');
