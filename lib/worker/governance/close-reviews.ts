import { closeReview, findDue } from "../../governance/reviews/close.ts";
import { pool, withTenantSql } from "../../platform/db.ts";
import { log } from "../../platform/log.ts";
import type { Job } from "../job.ts";

/**
 * Closes reviews of access that are over. The worker's role only finds them: access is changed by the
 * app's role, as everywhere, so that the owner of the queue may not.
 */
export const closeReviews: Job<"reviews.close"> = {
  schedule: "* * * * *",
  run: async () => {
    const { rows } = await pool("worker").query<{ id: string }>(
      "SELECT id FROM tenants ORDER BY id",
    );
    const failures: unknown[] = [];
    for (const { id: tenantId } of rows) {
      for (const reviewId of await withTenantSql(
        tenantId,
        (sql) => findDue(sql, tenantId),
        "worker",
      )) {
        try {
          await closeReview(tenantId, reviewId);
        } catch (error) {
          // Those of others must not wait for it.
          log.error({ err: error, tenantId, reviewId }, "a review could not be closed");
          failures.push(error);
        }
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, "reviews could not be closed");
  },
};
