-- One address may have an account in each of several tenants.
CREATE FUNCTION find_logins(address citext)
  RETURNS TABLE (tenant_id uuid, tenant_name text, user_id uuid, name text, password_hash text,
    status text, unlocked_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT u.tenant_id, t.name, u.id, u.name, u.password_hash, u.status, u.unlocked_at
  FROM users u JOIN tenants t ON t.id = u.tenant_id
  WHERE u.email = address ORDER BY u.created_at, u.id
$$;
REVOKE ALL ON FUNCTION find_logins(citext) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_logins(citext) TO gatehouse_app;

-- Servers of the version before take the first: the account that was there when they were.
CREATE OR REPLACE FUNCTION find_login(address citext)
  RETURNS TABLE (tenant_id uuid, user_id uuid, name text, password_hash text, status text,
    unlocked_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT u.tenant_id, u.id, u.name, u.password_hash, u.status, u.unlocked_at
  FROM users u WHERE u.email = address ORDER BY u.created_at, u.id
$$;
