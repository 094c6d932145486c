-- Failed log-ins from before this moment do not count against the person: an administrator's unlock,
-- a new password and being enabled again set it.
ALTER TABLE users ADD COLUMN unlocked_at timestamptz(3);

DROP FUNCTION find_login(citext);
CREATE FUNCTION find_login(address citext)
  RETURNS TABLE (tenant_id uuid, user_id uuid, name text, password_hash text, status text,
    unlocked_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT u.tenant_id, u.id, u.name, u.password_hash, u.status, u.unlocked_at
  FROM users u WHERE u.email = address
$$;
REVOKE ALL ON FUNCTION find_login(citext) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_login(citext) TO gatehouse_app;
