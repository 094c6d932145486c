-- Names are stored composed (NFC), and are the same name in any case and any Unicode form.

-- What two equal names have in common: full case folding and compatibility forms (UAX #15, UAX #44).
CREATE FUNCTION folded_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT normalize(casefold(normalize(name, NFKC) COLLATE pg_unicode_fast), NFKC)
$$;

UPDATE users SET name = normalize(name, NFC) WHERE name IS NOT NFC NORMALIZED;
UPDATE resource_types SET name = normalize(name, NFC) WHERE name IS NOT NFC NORMALIZED;

-- The later one of two that have the same name now gets the end of its id behind it (the beginning is a time).
UPDATE groups g SET name = left(normalize(g.name, NFC), 50) || ' ' || right(g.id::text, 8)
FROM (SELECT tenant_id, id, row_number() OVER (PARTITION BY tenant_id, folded_name(name)
    ORDER BY created_at, id) AS position FROM groups) AS same
WHERE same.position > 1 AND g.tenant_id = same.tenant_id AND g.id = same.id;
UPDATE groups SET name = normalize(name, NFC) WHERE name IS NOT NFC NORMALIZED;

UPDATE roles r SET name = left(normalize(r.name, NFC), 50) || ' ' || right(r.id, 8)
FROM (SELECT tenant_id, id, row_number() OVER (PARTITION BY tenant_id, folded_name(name)
    ORDER BY built_in DESC, created_at, id) AS position FROM roles) AS same
WHERE same.position > 1 AND r.tenant_id = same.tenant_id AND r.id = same.id;
UPDATE roles SET name = normalize(name, NFC) WHERE name IS NOT NFC NORMALIZED;

UPDATE sod_rules s SET name = left(normalize(s.name, NFC), 50) || ' ' || right(s.id::text, 8)
FROM (SELECT tenant_id, id, row_number() OVER (PARTITION BY tenant_id, folded_name(name)
    ORDER BY id) AS position FROM sod_rules) AS same
WHERE same.position > 1 AND s.tenant_id = same.tenant_id AND s.id = same.id;
UPDATE sod_rules SET name = normalize(name, NFC) WHERE name IS NOT NFC NORMALIZED;

-- Attributes are compared in one form as well, whichever they were stored in.
CREATE OR REPLACE FUNCTION matches_group_rule(rule jsonb, attributes jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT NOT EXISTS (
    SELECT FROM jsonb_array_elements(rule) AS c,
      LATERAL (SELECT lower(normalize(attributes ->> (c ->> 'attribute'), NFC)) AS actual) AS a,
      LATERAL (SELECT array_agg(lower(normalize(v, NFC))) AS wanted
        FROM jsonb_array_elements_text(c -> 'values') v) AS w
    WHERE NOT coalesce(CASE c ->> 'operator'
      WHEN 'is' THEN actual = ANY (wanted)
      WHEN 'is_not' THEN actual <> ALL (wanted)
      WHEN 'starts_with' THEN EXISTS (SELECT FROM unnest(wanted) v WHERE starts_with(actual, v))
      WHEN 'ends_with' THEN EXISTS (SELECT FROM unnest(wanted) v WHERE right(actual, length(v)) = v)
    END, false))
$$;
