-- Alerts whose matches are still being taken over, or that must be found from the one they became.
CREATE INDEX CONCURRENTLY alerts_unfinished ON alerts (tenant_id, merged_into)
  WHERE growing OR merged_into IS NOT NULL;
