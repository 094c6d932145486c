-- Whether the built-in administrators have the permissions of a registered type without being given them:
-- as before for the types there are, and not for new ones. Adds one column with a constant default.
ALTER TABLE resource_types ADD COLUMN built_in_administrators boolean NOT NULL DEFAULT true;
ALTER TABLE resource_types ALTER COLUMN built_in_administrators SET DEFAULT false;

-- Its history is kept as well; until now it was always so.
DROP TRIGGER history_insert ON resource_types;
DROP TRIGGER history_update ON resource_types;
DROP TRIGGER history_delete ON resource_types;
UPDATE access_history h SET content = h.content || '{"built_in_administrators": true}'
WHERE h.relation = 'resource_types' AND NOT h.content ? 'built_in_administrators';
CREATE TRIGGER history_insert AFTER INSERT ON resource_types REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION
  keep_access_history('id', 'tenant_id,id,name,owner_property,built_in_administrators');
CREATE TRIGGER history_update AFTER UPDATE ON resource_types
  REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION
  keep_access_history('id', 'tenant_id,id,name,owner_property,built_in_administrators');
CREATE TRIGGER history_delete AFTER DELETE ON resource_types REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION
  keep_access_history('id', 'tenant_id,id,name,owner_property,built_in_administrators');
