-- Two types of a tenant's products are not called the same, in any case and Unicode form.

-- The later one of two that are called the same now gets something of its id behind its name. Ids
-- themselves stay, also those that differ by case only: products ask with them. New ones are refused
-- (lib/access/resources/names.ts).
UPDATE resource_types t SET name = left(t.name, 50) || ' ' || left(md5(t.id), 8)
FROM (SELECT tenant_id, id, row_number() OVER (PARTITION BY tenant_id, folded_name(name)
    ORDER BY created_at, id) AS position FROM resource_types) AS same
WHERE same.position > 1 AND t.tenant_id = same.tenant_id AND t.id = same.id;
