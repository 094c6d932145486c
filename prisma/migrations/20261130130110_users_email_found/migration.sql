-- Log-in finds accounts by their address over all tenants.
CREATE INDEX CONCURRENTLY users_email_idx ON users (email);
