-- What belongs to no alert yet, in the order in which it is counted.
CREATE INDEX CONCURRENTLY rule_matches_waiting
  ON rule_matches (tenant_id, rule_id, group_by, group_key, occurred_at, event_id)
  WHERE alert_id IS NULL AND group_key IS NOT NULL;
