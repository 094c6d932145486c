-- The trail of access: the changes of who may do what are a small part of the audit log, and are
-- asked for by whom and what they concern.

-- Whom and what an event of the portal names: every id in it, and every plain word that is a value,
-- as the ids of built-in roles are. `+people` says that its blast radius reaches more people than it
-- names. The text is read, and not the JSON: json may hold what jsonb refuses.
CREATE FUNCTION audit_mentions(target_id text, details json) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT mention), '{}') FROM (
    SELECT target_id AS mention WHERE target_id IS NOT NULL
    UNION ALL
    SELECT found[1] FROM regexp_matches(details::text,
      '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', 'g') AS found
    UNION ALL
    SELECT found[1] FROM regexp_matches(details::text, '"([a-z][a-z_]{0,62})"(?!:)', 'g') AS found
    UNION ALL
    SELECT '+people' WHERE details::text ~ '"morePeople":[1-9]'
  ) AS mentions
$$;

-- Partial: what other programs send, which is nearly all, costs nothing more. ON ONLY: the partitions
-- that there are get theirs one by one and CONCURRENTLY, from lib/platform/migrate.ts.
CREATE INDEX audit_events_mentions ON ONLY audit_events
  USING gin (tenant_id, audit_mentions(target_id, details))
  WHERE source = 'portal' AND category IN ('access', 'configuration');
CREATE INDEX audit_events_changes ON ONLY audit_events (tenant_id, occurred_at DESC, id DESC)
  WHERE source = 'portal' AND category IN ('access', 'configuration');
