-- A file of its own: CONCURRENTLY takes no transaction.
CREATE UNIQUE INDEX CONCURRENTLY groups_name_folded ON groups (tenant_id, folded_name(name));
