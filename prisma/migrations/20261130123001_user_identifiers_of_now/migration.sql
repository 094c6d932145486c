-- Those of the people there are; a file of its own, so that nobody waits for it. What two people have
-- is an id before an address before an external id, and whose came first: the other's stays on their
-- row, does not count in decisions, and is shown on their page.
INSERT INTO user_identifiers (tenant_id, key, user_id, value)
SELECT DISTINCT ON (u.tenant_id, i.key) u.tenant_id, i.key, u.id, i.value
FROM users u, LATERAL identifiers_of(u.id, u.email::text, u.external_id) i
ORDER BY u.tenant_id, i.key, i.place, u.created_at, u.id
ON CONFLICT DO NOTHING;
