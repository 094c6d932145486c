import type { EventOrigin } from "../../events/record.ts";
import type { Sql } from "../../platform/db.ts";
import type { Correlation, Rule } from "../rules/rule.ts";

/** Detection as the audit log and an alert's history name it. */
export const detection: EventOrigin & { id: string; name: string } = {
  kind: "system",
  id: "detection",
  name: "Gatehouse",
  request: { requestId: null, ip: null, userAgent: null },
};

/** One correlation of one rule in one tenant, within the caller's transaction. */
export type Scope = {
  sql: Sql;
  tenantId: string;
  ruleId: string;
  rule: Rule;
  correlation: Correlation;
};

/** What every statement about a correlation begins with: `$1` to `$3`. */
export function parametersOf({ tenantId, ruleId, correlation }: Scope): unknown[] {
  return [tenantId, ruleId, correlation.groupBy];
}

/**
 * Makes the planner walk an index wherever one has the order that is asked for, in the rest of the
 * transaction. An attack is newer than the statistics: they say that nobody has matches of this
 * minute, and thousands would be read and sorted for each new one.
 */
export async function walkIndexes(sql: Sql): Promise<void> {
  await sql(
    `SELECT set_config('enable_sort', 'off', true),
       set_config('enable_incremental_sort', 'off', true)`,
    [],
  );
}
