import { pool } from "../../platform/db.ts";
import { log } from "../../platform/log.ts";
import type { Job } from "../job.ts";

/** How far ahead partitions exist: a worker may be away for weeks before an insert could fail. */
const MONTHS_AHEAD = 3;

/** Makes the months to come, so that no insert ever waits for, or misses, its partition. */
export const createAuditPartitions: Job<"audit.create_partitions"> = {
  schedule: "17 3 * * *",
  run: async () => {
    const { rows } = await pool("worker").query<{ made: number }>(
      "SELECT ensure_audit_partitions($1) AS made",
      [MONTHS_AHEAD],
    );
    const made = rows[0]?.made ?? 0;
    if (made > 0) log.info({ made }, "created audit partitions");
  },
};
