-- A new resource with an owner or a place changes who may do what on it, and what was known of it before is
-- that it lies nowhere: the version moves. One without either still moves nothing. Whoever registers
-- one that is placed holds the lock on the version's row already.
CREATE FUNCTION grow_tree_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO access_versions AS known (tenant_id) SELECT DISTINCT tenant_id FROM changed
    WHERE owner IS NOT NULL OR parent_type IS NOT NULL
  ON CONFLICT (tenant_id) DO UPDATE SET tree_version = known.tree_version + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER tree_grown AFTER INSERT ON resources REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION grow_tree_version();
