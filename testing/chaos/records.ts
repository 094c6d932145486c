import pg from "pg";

/** What is wrong with the audit store; a store that kept its promises has nothing of it. */
export type Faults = {
  /** Batches that were acknowledged and of which an event is missing. */
  lost: string[];
  /** Batches of which only some events are there. */
  partial: string[];
  /** Events that are there more than once. */
  doubled: number;
  /** Events without their key, and keys without their event. */
  unmatched: number;
  /** Events that are not what was sent. */
  damaged: number;
};

// One statement, so that all of it sees one moment. The sender writes the batch into request_id.
const inspectSql = `
  WITH stored AS (SELECT * FROM audit_events WHERE source = 'chaos'),
  batches AS (
    SELECT request_id, count(DISTINCT event_id) AS events FROM stored GROUP BY request_id
  )
  SELECT
    ARRAY(SELECT sent FROM unnest($1::text[]) AS sent
          LEFT JOIN batches ON request_id = sent WHERE events IS DISTINCT FROM $2) AS lost,
    ARRAY(SELECT request_id FROM batches WHERE events <> $2) AS partial,
    (SELECT count(*) - count(DISTINCT event_id) FROM stored)::int AS doubled,
    (SELECT count(*) FROM stored e FULL JOIN audit_event_keys k USING (tenant_id, event_id)
     WHERE e.id IS NULL OR k.content_hash IS NULL)::int AS unmatched,
    (SELECT count(*) FROM stored
     WHERE event_id IS DISTINCT FROM request_id || '/' || (details ->> 'index'))::int AS damaged`;

/**
 * Holds the audit store against what was acknowledged so far.
 * @param url of the superuser, who sees every tenant's rows and keys.
 */
export async function findFaults(
  url: string,
  acknowledged: readonly string[],
  eventsPerBatch: number,
): Promise<Faults> {
  const [faults] = await askOnce<Faults>(url, inspectSql, [acknowledged, eventsPerBatch]);
  if (!faults) throw new Error("The inspection had no result");
  return faults;
}

/** One statement on a connection of its own. */
export async function askOnce<Row>(
  url: string,
  sql: string,
  parameters: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined); // the server may be killed under it; the query rejects too
  await client.connect();
  try {
    return (await client.query(sql, parameters)).rows as Row[];
  } finally {
    await client.end().catch(() => undefined);
  }
}
