-- A file of its own: CONCURRENTLY takes no transaction.
CREATE UNIQUE INDEX CONCURRENTLY sod_rules_name_folded ON sod_rules (tenant_id, folded_name(name));
