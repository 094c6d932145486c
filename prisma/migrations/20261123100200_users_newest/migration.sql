-- People are listed from the one added last. A file of its own: CONCURRENTLY takes no transaction.
CREATE INDEX CONCURRENTLY users_newest ON users (tenant_id, created_at DESC, id DESC);
