-- What decisions know people by (user id, e-mail address, external id), each unique over all of a
-- tenant in any case and normal form. Only adds; the table is empty, so its index takes no time.

-- Coarser than lib/core/identifier.ts: what the code takes for equal is equal here. Long keys are
-- hashed, because an index row has a limit and a normal form can be 18 times as long.
CREATE FUNCTION identifier_key(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN octet_length(folded) <= 400 THEN folded
    ELSE 'sha256:' || encode(sha256(convert_to(folded, 'UTF8')), 'hex') END
  FROM (SELECT normalize(casefold(normalize(value, NFKC) COLLATE "pg_unicode_fast"), NFKC) AS folded) AS f
$$;

-- A person's identifiers, each key once: an external id may be the person's own address.
CREATE FUNCTION identifiers_of(id uuid, email text, external_id text)
RETURNS TABLE (key text, value text, place int)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT DISTINCT ON (key) key, v.value, v.place
  FROM (VALUES (id::text, 1), (email, 2), (external_id, 3)) AS v (value, place),
    LATERAL (SELECT identifier_key(v.value) COLLATE "C" AS key) AS k
  WHERE v.value IS NOT NULL
  ORDER BY key, v.place
$$;

CREATE TABLE user_identifiers (
  tenant_id uuid NOT NULL,
  key text COLLATE "C" NOT NULL,
  user_id uuid NOT NULL,
  -- As the person's row has it.
  value text NOT NULL,
  PRIMARY KEY (tenant_id, key),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX user_identifiers_user ON user_identifiers (tenant_id, user_id);
ALTER TABLE user_identifiers ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_identifiers FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON user_identifiers TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON user_identifiers TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT ON user_identifiers TO gatehouse_app;

-- Written by these triggers only. Somebody whose identifier was another's before there was this table
-- keeps it without its counting; any other change of theirs goes through.
CREATE FUNCTION claim_identifiers() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO user_identifiers (tenant_id, key, user_id, value)
    SELECT n.tenant_id, i.key, n.id, i.value
    FROM changed n, LATERAL identifiers_of(n.id, n.email::text, n.external_id) i;
    RETURN NULL;
  END IF;
  IF NOT EXISTS (SELECT FROM changed n JOIN former o USING (tenant_id, id)
    WHERE n.email::text <> o.email::text OR n.external_id IS DISTINCT FROM o.external_id) THEN
    RETURN NULL;
  END IF;
  DELETE FROM user_identifiers i USING changed n
  WHERE i.tenant_id = n.tenant_id AND i.user_id = n.id
    AND NOT EXISTS (SELECT FROM identifiers_of(n.id, n.email::text, n.external_id) k
      WHERE k.key = i.key AND k.value = i.value);
  INSERT INTO user_identifiers (tenant_id, key, user_id, value)
  SELECT n.tenant_id, i.key, n.id, i.value
  FROM changed n JOIN former o USING (tenant_id, id),
    LATERAL identifiers_of(n.id, n.email::text, n.external_id) i
  WHERE NOT EXISTS (SELECT FROM user_identifiers u
    WHERE u.tenant_id = n.tenant_id AND u.key = i.key AND (u.user_id = n.id
      OR u.key IN (SELECT k.key FROM identifiers_of(o.id, o.email::text, o.external_id) k)));
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION claim_identifiers() FROM PUBLIC;
CREATE TRIGGER identifiers_insert AFTER INSERT ON users REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION claim_identifiers();
CREATE TRIGGER identifiers_update AFTER UPDATE ON users
  REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION claim_identifiers();
