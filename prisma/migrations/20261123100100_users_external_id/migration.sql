-- Products name people by it in their questions. A file of its own: CONCURRENTLY takes no transaction.
CREATE UNIQUE INDEX CONCURRENTLY users_external_id_key ON users (tenant_id, external_id)
  WHERE external_id IS NOT NULL;
