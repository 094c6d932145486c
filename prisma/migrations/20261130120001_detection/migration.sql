-- Detection that no event can stop: what is indexed of a sender's text is its hash, events that
-- cannot be evaluated are set aside, and what waits can be seen. Only adds; every lock is short.

-- The SHA-256 of whatever matches are counted by, and of the value that must differ among them. Null
-- in rows of before, and for a match that is not counted: it joins nothing.
ALTER TABLE rule_matches ADD COLUMN group_key bytea, ADD COLUMN counted_key bytea;

ALTER TABLE alerts ADD COLUMN group_key bytea,
  -- The alert of which this one has become a part: an event that came late lies between the two.
  ADD COLUMN merged_into uuid,
  -- There are more matches that belong to it than one turn of the worker may take.
  ADD COLUMN growing boolean NOT NULL DEFAULT false;
ALTER TABLE alerts ADD CONSTRAINT alerts_merged_into_fkey
  FOREIGN KEY (tenant_id, merged_into) REFERENCES alerts (tenant_id, id) NOT VALID;
ALTER TABLE alerts VALIDATE CONSTRAINT alerts_merged_into_fkey;

-- Events that failed each time they were evaluated, so that the others went on without them.
CREATE TABLE unevaluated_events (
  tenant_id uuid NOT NULL,
  -- audit_events.id, which leads to its partition.
  event_id uuid NOT NULL,
  error text NOT NULL,
  set_aside_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, event_id)
);
ALTER TABLE unevaluated_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE unevaluated_events FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON unevaluated_events TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON unevaluated_events TO gatehouse_app, gatehouse_worker
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT ON unevaluated_events TO gatehouse_app;
GRANT SELECT, INSERT, DELETE ON unevaluated_events TO gatehouse_worker;

-- What /metrics and /readyz say of all tenants together, and nothing of any one: how many events
-- wait (counted in at most 100,000 batches), since when the oldest does, and how many were set aside.
-- One step of the recursion for each tenant that has something: DISTINCT would read every row.
CREATE FUNCTION detection_backlog()
  RETURNS TABLE (events bigint, oldest_seconds float8, set_aside bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  WITH RECURSIVE waiting AS (
    (SELECT tenant_id, id FROM audit_arrivals ORDER BY tenant_id, id LIMIT 1)
    UNION ALL
    SELECT following.* FROM waiting CROSS JOIN LATERAL (
      SELECT a.tenant_id, a.id FROM audit_arrivals a
      WHERE a.tenant_id > waiting.tenant_id ORDER BY a.tenant_id, a.id LIMIT 1) AS following
  )
  SELECT
    (SELECT coalesce(sum(cardinality(event_ids)), 0)
     FROM (SELECT event_ids FROM audit_arrivals LIMIT 100000) AS counted),
    (SELECT coalesce(greatest(extract(epoch FROM
       clock_timestamp() - min(uuid_extract_timestamp(id))), 0), 0)::float8 FROM waiting),
    (SELECT count(*) FROM unevaluated_events)
$$;
REVOKE ALL ON FUNCTION detection_backlog() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION detection_backlog() TO gatehouse_app, gatehouse_worker;
