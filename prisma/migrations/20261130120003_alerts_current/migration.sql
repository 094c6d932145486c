CREATE INDEX CONCURRENTLY alerts_current
  ON alerts (tenant_id, rule_id, group_by, group_key, last_event_at)
  WHERE state <> 'resolved' AND merged_into IS NULL;
