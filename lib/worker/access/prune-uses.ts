import { eachTenant } from "../each-tenant.ts";
import type { Job } from "../job.ts";

/** More than a year, so that what is done once a year was done once. */
const KEPT_DAYS = 400;

/** Forgets when permissions were used, after longer than anybody asks about. */
export const pruneUses: Job<"access.prune_uses"> = {
  schedule: "53 2 * * *",
  run: () =>
    eachTenant(async (sql, tenantId) => {
      await sql(
        `DELETE FROM permission_uses
         WHERE tenant_id = $1 AND day < (now() AT TIME ZONE 'UTC')::date - ${KEPT_DAYS}`,
        [tenantId],
      );
    }),
};
