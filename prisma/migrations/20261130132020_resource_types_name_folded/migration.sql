-- A file of its own: CONCURRENTLY takes no transaction.
CREATE UNIQUE INDEX CONCURRENTLY resource_types_name_folded ON resource_types (tenant_id, folded_name(name));
