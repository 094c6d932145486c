import { type EventOrigin, type PortalEvent, recordEvents } from "../../events/record.ts";
import { type Sql, withTenantSql } from "../../platform/db.ts";

/** Denials per principal, target and minute that are recorded one by one. */
export const DENIALS_RECORDED_SINGLY = 10;

type Denial = PortalEvent & {
  action: "access.denied" | "api_key.rejected";
  target: { type: string; id: string };
};
type Denied = EventOrigin & { id: string; name: string };

/** Denials of one principal and target that were not counted yet. */
export type DenialCount = {
  who: Pick<Denied, "kind" | "id" | "name">;
  action: Denial["action"];
  target: string;
  count: number;
};

// All who count lock the rows in the same order.
const addCounts = `
  INSERT INTO denial_counts (tenant_id, actor_type, actor_id, actor_name, action, target, count, minute)
  SELECT $1, d.*, date_trunc('minute', now())
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[])
    AS d (actor_type, actor_id, actor_name, action, target, count)
  ORDER BY d.actor_id, d.action, d.target
  ON CONFLICT (tenant_id, actor_id, action, target, minute)
  DO UPDATE SET count = denial_counts.count + excluded.count
  RETURNING actor_id, action, target, count`;

const nameOf = (id: string, action: string, target: string) => JSON.stringify([id, action, target]);

/**
 * Counts denials with one statement in the caller's transaction; no two of the same principal and
 * target.
 * @returns how many of each, the first ones, are to be recorded one by one.
 */
export async function countDenials(
  sql: Sql,
  tenantId: string,
  denials: readonly DenialCount[],
): Promise<number[]> {
  type Row = { actor_id: string; action: string; target: string; count: number };
  const rows = await sql<Row>(addCounts, [
    tenantId,
    denials.map(({ who }) => who.kind),
    denials.map(({ who }) => who.id),
    denials.map(({ who }) => who.name),
    denials.map(({ action }) => action),
    denials.map(({ target }) => target),
    denials.map(({ count }) => count),
  ]);
  const totals = new Map(
    rows.map((row) => [nameOf(row.actor_id, row.action, row.target), row.count]),
  );
  return denials.map(({ who, action, target, count }) => {
    const before = (totals.get(nameOf(who.id, action, target)) ?? count) - count;
    return Math.min(count, Math.max(0, DENIALS_RECORDED_SINGLY - before));
  });
}

/**
 * Records a denial in a transaction of its own. Denials cannot drown the log: after the tenth in a
 * minute they are only counted, and `flushDenials` records the count when the minute is over.
 */
export async function recordDenial(tenantId: string, who: Denied, denial: Denial): Promise<void> {
  const counted = { who, action: denial.action, target: denial.target.id, count: 1 };
  await withTenantSql(tenantId, async (sql) => {
    const [singly] = await countDenials(sql, tenantId, [counted]);
    if (singly) await recordEvents(sql, tenantId, who, [denial]);
  });
}

type CountedDenial = {
  actor_type: EventOrigin["kind"];
  actor_id: string;
  actor_name: string;
  action: Denial["action"];
  target: string;
  minute: Date;
  count: number;
};

/**
 * Turns one tenant's counts of finished minutes into one event each, and removes them, in the
 * caller's transaction of the worker role.
 * @returns how many events were recorded.
 */
export async function flushDenials(sql: Sql, tenantId: string): Promise<number> {
  const counts = await sql<CountedDenial>(
    `DELETE FROM denial_counts WHERE tenant_id = $1 AND minute < date_trunc('minute', now())
     RETURNING actor_type, actor_id, actor_name, action, target, minute, count`,
    [tenantId],
  );
  const crowded = counts.filter((row) => row.count > DENIALS_RECORDED_SINGLY);
  for (const row of crowded) {
    const more = row.count - DENIALS_RECORDED_SINGLY;
    const origin: EventOrigin = {
      kind: row.actor_type,
      id: row.actor_id,
      name: row.actor_name,
      request: { requestId: null, ip: null, userAgent: null },
    };
    await recordEvents(sql, tenantId, origin, [
      {
        action: row.action,
        outcome: "denied",
        target: { type: row.action === "access.denied" ? "permission" : "api_key", id: row.target },
        reason: `${more} more within the same minute.`,
        details: { minute: row.minute.toISOString(), count: more },
      },
    ]);
  }
  return crowded.length;
}
