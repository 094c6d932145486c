import { env } from "../../platform/env.ts";
import { eachTenant } from "../each-tenant.ts";
import type { Job } from "../job.ts";

/** Forgets event ids after AUDIT_KEY_DAYS: later, the same id would be taken as a new event. */
export const pruneAuditKeys: Job<"audit.prune_keys"> = {
  schedule: "41 * * * *",
  run: () =>
    eachTenant((sql, tenantId) =>
      sql(
        `DELETE FROM audit_event_keys
         WHERE tenant_id = $1 AND recorded_at < now() - make_interval(days => $2)`,
        [tenantId, env().AUDIT_KEY_DAYS],
      ),
    ),
};
