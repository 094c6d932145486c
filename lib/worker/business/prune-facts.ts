import { pool } from "../../platform/db.ts";
import { eachTenant } from "../each-tenant.ts";
import type { Job } from "../job.ts";

/** Longer than any window and its comparison; what alerts rest on stays with them. */
const KEPT_DAYS = 90;

const old = (column: string) => `${column} < now() - make_interval(days => ${KEPT_DAYS})`;

/** Forgets the facts that no KPI looks at any more. */
export const pruneFacts: Job<"kpis.prune_facts"> = {
  schedule: "23 2 * * *",
  run: async () => {
    await pool("worker").query(`DELETE FROM uptime_checks WHERE ${old("minute")}`);
    await eachTenant(async (sql, tenantId) => {
      for (const statement of [
        `DELETE FROM request_metrics WHERE tenant_id = $1 AND ${old("slot")}`,
        `DELETE FROM cache_metrics WHERE tenant_id = $1 AND ${old("slot")}`,
        `DELETE FROM user_activity WHERE tenant_id = $1 AND ${old("day")}`,
        `DELETE FROM rule_matches WHERE tenant_id = $1 AND alert_id IS NULL AND ${old("occurred_at")}`,
        `DELETE FROM unevaluated_events WHERE tenant_id = $1 AND ${old("set_aside_at")}`,
      ]) {
        await sql(statement, [tenantId]);
      }
    });
  },
};
