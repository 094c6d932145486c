-- What decisions are made of: roles that inherit and deny, groups, grants on resources, products'
-- own resource types, and the history of all of it. Only adds; every lock is short: new columns are
-- null or have a constant default, and the tables with constraints to check are small.

-- Roles -----------------------------------------------------------------------------------------

ALTER TABLE role_permissions
  ADD COLUMN effect text NOT NULL DEFAULT 'allow' CHECK (effect IN ('allow', 'deny')),
  -- Only on resources that the person owns.
  ADD COLUMN own_only boolean NOT NULL DEFAULT false,
  ADD CHECK (effect = 'allow' OR NOT own_only);

-- A role has what its parents have, and their denials. Cycles are refused by lib/roles/service.ts.
CREATE TABLE role_parents (
  tenant_id uuid NOT NULL,
  role_id text NOT NULL,
  parent_id text NOT NULL,
  PRIMARY KEY (tenant_id, role_id, parent_id),
  CHECK (role_id <> parent_id),
  FOREIGN KEY (tenant_id, role_id) REFERENCES roles (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, parent_id) REFERENCES roles (tenant_id, id)
);
CREATE INDEX role_parents_parent ON role_parents (tenant_id, parent_id);
ALTER TABLE role_parents ENABLE ROW LEVEL SECURITY;
ALTER TABLE role_parents FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON role_parents TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON role_parents TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, DELETE ON role_parents TO gatehouse_app;

ALTER TABLE role_assignments
  ADD COLUMN starts_at timestamptz(3),
  ADD COLUMN ends_at timestamptz(3),
  ADD COLUMN reason text NOT NULL DEFAULT '',
  ADD CHECK (ends_at > starts_at);
GRANT UPDATE ON role_assignments TO gatehouse_app;

-- The roles that every tenant has from now on. Whoever runs the platform has one above all others.
CREATE OR REPLACE FUNCTION furnish_tenant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO access_versions (tenant_id) VALUES (NEW.id);
  INSERT INTO roles (tenant_id, id, name, built_in) VALUES
    (NEW.id, 'tenant_admin', 'Tenant admin', true),
    (NEW.id, 'manager', 'Manager', true),
    (NEW.id, 'user', 'User', true),
    (NEW.id, 'security_officer', 'Security officer', true),
    (NEW.id, 'executive', 'Executive', true);
  IF NEW.kind = 'platform' THEN
    INSERT INTO roles (tenant_id, id, name, built_in)
    VALUES (NEW.id, 'super_admin', 'Super admin', true);
  END IF;
  RETURN NULL;
END $$;
-- A tenant may have a role called Manager or User of its own: ours is then told apart by its name.
INSERT INTO roles (tenant_id, id, name, built_in)
SELECT t.id, b.id, CASE WHEN r.id IS NULL THEN b.name ELSE b.name || ' (built in)' END, true
FROM tenants t
CROSS JOIN (VALUES ('manager', 'Manager'), ('user', 'User'), ('super_admin', 'Super admin')) b (id, name)
LEFT JOIN roles r ON r.tenant_id = t.id AND lower(r.name) = lower(b.name)
WHERE b.id <> 'super_admin' OR t.kind = 'platform';

-- People and groups -----------------------------------------------------------------------------

ALTER TABLE users
  -- What other programs call the person: the subject of their identity provider.
  ADD COLUMN external_id text,
  -- What is known of the person, by name: {"department": "finance"}. Values are strings.
  ADD COLUMN attributes jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(attributes) = 'object');

-- People are added by administrators, who hand the link over.
GRANT INSERT ON login_links TO gatehouse_app;

CREATE TABLE groups (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL DEFAULT uuidv7(),
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  -- Null for a group by hand; else conditions that all hold for its members:
  -- [{"attribute": "department", "operator": "is", "values": ["finance"]}]
  rule jsonb CHECK (jsonb_typeof(rule) = 'array' AND jsonb_array_length(rule) > 0),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX groups_name_key ON groups (tenant_id, lower(name));
ALTER TABLE groups ENABLE ROW LEVEL SECURITY;
ALTER TABLE groups FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON groups TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON groups TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON groups TO gatehouse_app;

-- Those of a group by rule are kept by the triggers below.
CREATE TABLE group_members (
  tenant_id uuid NOT NULL,
  group_id uuid NOT NULL,
  user_id uuid NOT NULL,
  added_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, group_id, user_id),
  FOREIGN KEY (tenant_id, group_id) REFERENCES groups (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX group_members_user ON group_members (tenant_id, user_id);
ALTER TABLE group_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_members FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON group_members TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON group_members TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, DELETE ON group_members TO gatehouse_app;

CREATE TABLE group_roles (
  tenant_id uuid NOT NULL,
  group_id uuid NOT NULL,
  role text NOT NULL,
  -- In force from, and until; null is always.
  starts_at timestamptz(3),
  ends_at timestamptz(3),
  reason text NOT NULL DEFAULT '',
  assigned_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, group_id, role),
  CHECK (ends_at > starts_at),
  FOREIGN KEY (tenant_id, group_id) REFERENCES groups (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, role) REFERENCES roles (tenant_id, id)
);
CREATE INDEX group_roles_role ON group_roles (tenant_id, role);
ALTER TABLE group_roles ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_roles FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON group_roles TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON group_roles TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON group_roles TO gatehouse_app;

-- Whether every condition of a group's rule holds. An attribute that a person lacks fulfils none,
-- not even "is_not"; case does not count.
CREATE FUNCTION matches_group_rule(rule jsonb, attributes jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT NOT EXISTS (
    SELECT FROM jsonb_array_elements(rule) AS c,
      LATERAL (SELECT lower(attributes ->> (c ->> 'attribute')) AS actual) AS a,
      LATERAL (SELECT array_agg(lower(v)) AS wanted FROM jsonb_array_elements_text(c -> 'values') v) AS w
    WHERE NOT coalesce(CASE c ->> 'operator'
      WHEN 'is' THEN actual = ANY (wanted)
      WHEN 'is_not' THEN actual <> ALL (wanted)
      WHEN 'starts_with' THEN EXISTS (SELECT FROM unnest(wanted) v WHERE starts_with(actual, v))
      WHEN 'ends_with' THEN EXISTS (SELECT FROM unnest(wanted) v WHERE right(actual, length(v)) = v)
    END, false))
$$;

CREATE FUNCTION apply_group_rules_to_users() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NOT EXISTS (SELECT FROM changed n JOIN former o USING (tenant_id, id)
      WHERE n.attributes <> o.attributes OR n.email <> o.email) THEN
      RETURN NULL;
    END IF;
    DELETE FROM group_members m USING groups g, changed n
    WHERE g.rule IS NOT NULL AND n.tenant_id = g.tenant_id AND m.tenant_id = g.tenant_id
      AND m.group_id = g.id AND m.user_id = n.id
      AND NOT matches_group_rule(g.rule, n.attributes || jsonb_build_object('email', n.email));
  END IF;
  INSERT INTO group_members (tenant_id, group_id, user_id)
  SELECT g.tenant_id, g.id, n.id FROM changed n JOIN groups g ON g.tenant_id = n.tenant_id
  WHERE g.rule IS NOT NULL
    AND matches_group_rule(g.rule, n.attributes || jsonb_build_object('email', n.email))
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER group_rules_insert AFTER INSERT ON users REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION apply_group_rules_to_users();
CREATE TRIGGER group_rules_update AFTER UPDATE ON users
  REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION apply_group_rules_to_users();

CREATE FUNCTION apply_group_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.rule IS NULL OR (TG_OP = 'UPDATE' AND NEW.rule IS NOT DISTINCT FROM OLD.rule) THEN
    RETURN NULL;
  END IF;
  DELETE FROM group_members m USING users u
  WHERE m.tenant_id = NEW.tenant_id AND m.group_id = NEW.id
    AND u.tenant_id = NEW.tenant_id AND u.id = m.user_id
    AND NOT matches_group_rule(NEW.rule, u.attributes || jsonb_build_object('email', u.email));
  INSERT INTO group_members (tenant_id, group_id, user_id)
  SELECT NEW.tenant_id, NEW.id, u.id FROM users u
  WHERE u.tenant_id = NEW.tenant_id
    AND matches_group_rule(NEW.rule, u.attributes || jsonb_build_object('email', u.email))
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER group_rule AFTER INSERT OR UPDATE ON groups
  FOR EACH ROW EXECUTE FUNCTION apply_group_rule();

-- Resources -------------------------------------------------------------------------------------

-- Kinds of things that a tenant's own products ask about, beside those of lib/access.
CREATE TABLE resource_types (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id text NOT NULL,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  -- The property in which a product's question names the owner of the resource.
  owner_property text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
ALTER TABLE resource_types ENABLE ROW LEVEL SECURITY;
ALTER TABLE resource_types FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON resource_types TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON resource_types TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON resource_types TO gatehouse_app;

-- What can be done to them; `resource_type` is one of the above or of lib/access.
CREATE TABLE resource_actions (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  resource_type text NOT NULL,
  name text NOT NULL,
  sentence text NOT NULL DEFAULT '',
  risk text NOT NULL DEFAULT 'medium' CHECK (risk IN ('low', 'medium', 'high', 'critical')),
  PRIMARY KEY (tenant_id, resource_type, name)
);
ALTER TABLE resource_actions ENABLE ROW LEVEL SECURITY;
ALTER TABLE resource_actions FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON resource_actions TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON resource_actions TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON resource_actions TO gatehouse_app;

-- The tree down which grants reach: organization > workspace > project > document.
CREATE TABLE resources (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  type text NOT NULL,
  id text NOT NULL,
  name text NOT NULL DEFAULT '',
  -- A user's id, e-mail address or external id.
  owner text,
  parent_type text,
  parent_id text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, type, id),
  CHECK ((parent_type IS NULL) = (parent_id IS NULL)),
  FOREIGN KEY (tenant_id, parent_type, parent_id) REFERENCES resources (tenant_id, type, id)
);
CREATE INDEX resources_parent ON resources (tenant_id, parent_type, parent_id);
ALTER TABLE resources ENABLE ROW LEVEL SECURITY;
ALTER TABLE resources FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON resources TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON resources TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON resources TO gatehouse_app;

CREATE TABLE resource_grants (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL DEFAULT uuidv7(),
  user_id uuid,
  group_id uuid,
  permission text NOT NULL,
  effect text NOT NULL DEFAULT 'allow' CHECK (effect IN ('allow', 'deny')),
  resource_type text NOT NULL,
  -- Null is every resource of the type. It need not be one of `resources`.
  resource_id text,
  -- In force from, and until; null is always.
  starts_at timestamptz(3),
  ends_at timestamptz(3),
  reason text NOT NULL DEFAULT '',
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  CHECK (num_nonnulls(user_id, group_id) = 1),
  CHECK (ends_at > starts_at),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, group_id) REFERENCES groups (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX resource_grants_user ON resource_grants (tenant_id, user_id) WHERE user_id IS NOT NULL;
CREATE INDEX resource_grants_group ON resource_grants (tenant_id, group_id) WHERE group_id IS NOT NULL;
CREATE INDEX resource_grants_resource ON resource_grants (tenant_id, resource_type, resource_id);
ALTER TABLE resource_grants ENABLE ROW LEVEL SECURITY;
ALTER TABLE resource_grants FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON resource_grants TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON resource_grants TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON resource_grants TO gatehouse_app;

-- Modules that are switched off for the whole tenant: ids of lib/access, without `module.`.
CREATE TABLE disabled_modules (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  module text NOT NULL,
  PRIMARY KEY (tenant_id, module)
);
ALTER TABLE disabled_modules ENABLE ROW LEVEL SECURITY;
ALTER TABLE disabled_modules FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON disabled_modules TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON disabled_modules TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, DELETE ON disabled_modules TO gatehouse_app;

-- Versions --------------------------------------------------------------------------------------

-- Moves with everything that changes what lies under what, and who owns it. A new resource changes
-- nothing that anybody has remembered.
ALTER TABLE access_versions ADD COLUMN tree_version bigint NOT NULL DEFAULT 1;

CREATE FUNCTION move_tree_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO access_versions AS known (tenant_id) SELECT DISTINCT tenant_id FROM changed
  ON CONFLICT (tenant_id) DO UPDATE SET tree_version = known.tree_version + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER tree_moved AFTER UPDATE ON resources REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_tree_version();
CREATE TRIGGER tree_pruned AFTER DELETE ON resources REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_tree_version();

CREATE TRIGGER version_insert AFTER INSERT ON role_parents REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_update AFTER UPDATE ON role_parents REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_delete AFTER DELETE ON role_parents REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_insert AFTER INSERT ON groups REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_update AFTER UPDATE ON groups REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_delete AFTER DELETE ON groups REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_insert AFTER INSERT ON group_members REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_update AFTER UPDATE ON group_members REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_delete AFTER DELETE ON group_members REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_insert AFTER INSERT ON group_roles REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_update AFTER UPDATE ON group_roles REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_delete AFTER DELETE ON group_roles REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_insert AFTER INSERT ON resource_types REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_update AFTER UPDATE ON resource_types REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_delete AFTER DELETE ON resource_types REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_insert AFTER INSERT ON resource_actions REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_update AFTER UPDATE ON resource_actions REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_delete AFTER DELETE ON resource_actions REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_insert AFTER INSERT ON resource_grants REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_update AFTER UPDATE ON resource_grants REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_delete AFTER DELETE ON resource_grants REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_insert AFTER INSERT ON disabled_modules REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_update AFTER UPDATE ON disabled_modules REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_delete AFTER DELETE ON disabled_modules REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_update AFTER UPDATE ON role_assignments REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_update AFTER UPDATE ON role_permissions REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();
CREATE TRIGGER version_delete AFTER DELETE ON roles REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION move_access_version();

-- History ---------------------------------------------------------------------------------------

-- Every row that decisions were made of, and when it was so: a question "as of" a moment is the
-- question of now over the rows of then. Written by triggers only.
CREATE TABLE access_history (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL DEFAULT uuidv7(),
  relation text NOT NULL,
  -- The row's key within its tenant, joined by "/".
  key text NOT NULL,
  content jsonb NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX access_history_moment ON access_history (tenant_id, relation, valid_from);
CREATE UNIQUE INDEX access_history_current ON access_history (tenant_id, relation, key)
  WHERE valid_to IS NULL;
ALTER TABLE access_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_history FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON access_history TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON access_history TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT ON access_history TO gatehouse_app;

CREATE FUNCTION history_key(content jsonb, columns text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT string_agg(content ->> name, '/' ORDER BY position)
  FROM unnest(columns) WITH ORDINALITY AS c (name, position)
$$;

-- Arguments: the key's columns, and the columns to keep, where not all are.
CREATE FUNCTION keep_access_history() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  moment timestamptz := clock_timestamp();
  key_columns text[] := string_to_array(TG_ARGV[0], ',');
  kept text[] := string_to_array(TG_ARGV[1], ',');
  before jsonb[] := '{}';
  after jsonb[] := '{}';
BEGIN
  IF TG_OP <> 'INSERT' THEN SELECT coalesce(array_agg(to_jsonb(o)), '{}') INTO before FROM former o; END IF;
  IF TG_OP <> 'DELETE' THEN SELECT coalesce(array_agg(to_jsonb(n)), '{}') INTO after FROM changed n; END IF;
  IF kept IS NOT NULL THEN
    before := ARRAY(SELECT (SELECT jsonb_object_agg(c, r -> c) FROM unnest(kept) c) FROM unnest(before) r);
    after := ARRAY(SELECT (SELECT jsonb_object_agg(c, r -> c) FROM unnest(kept) c) FROM unnest(after) r);
  END IF;
  UPDATE access_history h SET valid_to = moment
  FROM (SELECT r FROM unnest(before) r EXCEPT SELECT r FROM unnest(after) r) AS gone
  WHERE h.tenant_id = (gone.r ->> 'tenant_id')::uuid AND h.relation = TG_TABLE_NAME
    AND h.key = history_key(gone.r, key_columns) AND h.valid_to IS NULL;
  INSERT INTO access_history (tenant_id, relation, key, content, valid_from)
  SELECT (r ->> 'tenant_id')::uuid, TG_TABLE_NAME, history_key(r, key_columns), r, moment
  FROM (SELECT r FROM unnest(after) r EXCEPT SELECT r FROM unnest(before) r) AS new;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION keep_access_history() FROM PUBLIC;

CREATE TRIGGER history_insert AFTER INSERT ON users REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('id', 'tenant_id,id,status');
CREATE TRIGGER history_update AFTER UPDATE ON users REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('id', 'tenant_id,id,status');
CREATE TRIGGER history_delete AFTER DELETE ON users REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('id', 'tenant_id,id,status');
CREATE TRIGGER history_insert AFTER INSERT ON roles REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('id', 'tenant_id,id,name,description,built_in');
CREATE TRIGGER history_update AFTER UPDATE ON roles REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('id', 'tenant_id,id,name,description,built_in');
CREATE TRIGGER history_delete AFTER DELETE ON roles REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('id', 'tenant_id,id,name,description,built_in');
CREATE TRIGGER history_insert AFTER INSERT ON role_permissions REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('role_id,permission');
CREATE TRIGGER history_update AFTER UPDATE ON role_permissions REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('role_id,permission');
CREATE TRIGGER history_delete AFTER DELETE ON role_permissions REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('role_id,permission');
CREATE TRIGGER history_insert AFTER INSERT ON role_parents REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('role_id,parent_id');
CREATE TRIGGER history_update AFTER UPDATE ON role_parents REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('role_id,parent_id');
CREATE TRIGGER history_delete AFTER DELETE ON role_parents REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('role_id,parent_id');
CREATE TRIGGER history_insert AFTER INSERT ON role_assignments REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('user_id,role');
CREATE TRIGGER history_update AFTER UPDATE ON role_assignments REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('user_id,role');
CREATE TRIGGER history_delete AFTER DELETE ON role_assignments REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('user_id,role');
CREATE TRIGGER history_insert AFTER INSERT ON groups REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('id', 'tenant_id,id,name');
CREATE TRIGGER history_update AFTER UPDATE ON groups REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('id', 'tenant_id,id,name');
CREATE TRIGGER history_delete AFTER DELETE ON groups REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('id', 'tenant_id,id,name');
CREATE TRIGGER history_insert AFTER INSERT ON group_members REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('group_id,user_id');
CREATE TRIGGER history_update AFTER UPDATE ON group_members REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('group_id,user_id');
CREATE TRIGGER history_delete AFTER DELETE ON group_members REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('group_id,user_id');
CREATE TRIGGER history_insert AFTER INSERT ON group_roles REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('group_id,role');
CREATE TRIGGER history_update AFTER UPDATE ON group_roles REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('group_id,role');
CREATE TRIGGER history_delete AFTER DELETE ON group_roles REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('group_id,role');
CREATE TRIGGER history_insert AFTER INSERT ON resource_types REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('id', 'tenant_id,id,name,owner_property');
CREATE TRIGGER history_update AFTER UPDATE ON resource_types REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('id', 'tenant_id,id,name,owner_property');
CREATE TRIGGER history_delete AFTER DELETE ON resource_types REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('id', 'tenant_id,id,name,owner_property');
CREATE TRIGGER history_insert AFTER INSERT ON resource_actions REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('resource_type,name');
CREATE TRIGGER history_update AFTER UPDATE ON resource_actions REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('resource_type,name');
CREATE TRIGGER history_delete AFTER DELETE ON resource_actions REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('resource_type,name');
CREATE TRIGGER history_insert AFTER INSERT ON resources REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('type,id');
CREATE TRIGGER history_update AFTER UPDATE ON resources REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('type,id');
CREATE TRIGGER history_delete AFTER DELETE ON resources REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('type,id');
CREATE TRIGGER history_insert AFTER INSERT ON resource_grants REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('id');
CREATE TRIGGER history_update AFTER UPDATE ON resource_grants REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('id');
CREATE TRIGGER history_delete AFTER DELETE ON resource_grants REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('id');
CREATE TRIGGER history_insert AFTER INSERT ON disabled_modules REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('module');
CREATE TRIGGER history_update AFTER UPDATE ON disabled_modules REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('module');
CREATE TRIGGER history_delete AFTER DELETE ON disabled_modules REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_access_history('module');

-- What is there already has been so since it was made, as far as anybody can know.
INSERT INTO access_history (tenant_id, relation, key, content, valid_from)
SELECT x.tenant_id, 'users', x.id::text, jsonb_build_object('tenant_id', x.tenant_id, 'id', x.id, 'status', x.status), x.created_at FROM users x;
INSERT INTO access_history (tenant_id, relation, key, content, valid_from)
SELECT x.tenant_id, 'roles', x.id::text, jsonb_build_object('tenant_id', x.tenant_id, 'id', x.id, 'name', x.name, 'description', x.description, 'built_in', x.built_in), x.created_at FROM roles x;
INSERT INTO access_history (tenant_id, relation, key, content, valid_from)
SELECT x.tenant_id, 'role_permissions', x.role_id::text || '/' || x.permission::text, to_jsonb(x), r.created_at FROM role_permissions x JOIN roles r ON r.tenant_id = x.tenant_id AND r.id = x.role_id;
INSERT INTO access_history (tenant_id, relation, key, content, valid_from)
SELECT x.tenant_id, 'role_assignments', x.user_id::text || '/' || x.role::text, to_jsonb(x), x.assigned_at FROM role_assignments x;
