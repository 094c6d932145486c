-- An address is unique within its tenant. A file of its own: CONCURRENTLY takes no transaction.
CREATE UNIQUE INDEX CONCURRENTLY users_tenant_email_key ON users (tenant_id, email);
