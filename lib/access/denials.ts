import { type EventOrigin, type PortalEvent, recordEvents } from "../audit/record.ts";
import { type Sql, withTenantSql } from "../platform/db.ts";

/** Denials per principal, target and minute that are recorded one by one. */
export const DENIALS_RECORDED_SINGLY = 10;

type Denial = PortalEvent & {
  action: "access.denied" | "api_key.rejected";
  target: { type: string; id: string };
};
type Denied = EventOrigin & { id: string; name: string };

const countDenial = `
  INSERT INTO denial_counts (tenant_id, actor_type, actor_id, actor_name, action, target, minute, count)
  VALUES ($1, $2, $3, $4, $5, $6, date_trunc('minute', now()), 1)
  ON CONFLICT (tenant_id, actor_id, action, target, minute)
  DO UPDATE SET count = denial_counts.count + 1
  RETURNING count`;

/**
 * Records a denial in a transaction of its own. Denials cannot drown the log: after the tenth in a
 * minute they are only counted, and `flushDenials` records the count when the minute is over.
 */
export async function recordDenial(tenantId: string, who: Denied, denial: Denial): Promise<void> {
  await withTenantSql(tenantId, async (sql) => {
    const parameters = [tenantId, who.kind, who.id, who.name, denial.action, denial.target.id];
    const [row] = await sql<{ count: number }>(countDenial, parameters);
    if (row && row.count <= DENIALS_RECORDED_SINGLY) {
      await recordEvents(sql, tenantId, who, [denial]);
    }
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
