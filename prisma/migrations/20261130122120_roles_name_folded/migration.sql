-- A file of its own: CONCURRENTLY takes no transaction.
CREATE UNIQUE INDEX CONCURRENTLY roles_name_folded ON roles (tenant_id, folded_name(name));
