-- What a tenant's products call the type of a subject that is a person, beside `user`, which every tenant
-- has. Only adds; the table is empty.
CREATE TABLE subject_types (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  type text NOT NULL,
  -- By what a search of this type names people; null is by the external id, or else the e-mail address.
  id_format text CHECK (id_format IN ('external_id', 'email', 'user_id')),
  PRIMARY KEY (tenant_id, type)
);
ALTER TABLE subject_types ENABLE ROW LEVEL SECURITY;
ALTER TABLE subject_types FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON subject_types TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON subject_types TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON subject_types TO gatehouse_app;

-- Whom a question is about depends on it.
CREATE TRIGGER version_insert AFTER INSERT ON subject_types REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_update AFTER UPDATE ON subject_types REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_delete AFTER DELETE ON subject_types REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();

CREATE TRIGGER history_insert AFTER INSERT ON subject_types REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('type');
CREATE TRIGGER history_update AFTER UPDATE ON subject_types
  REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('type');
CREATE TRIGGER history_delete AFTER DELETE ON subject_types REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('type');
