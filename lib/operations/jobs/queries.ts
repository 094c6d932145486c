import type { Grant } from "../../authz/guard/grant.ts";
import { decodeCursor, latestFirst, pageOf } from "../../core/cursor.ts";
import { withTenant } from "../../platform/db.ts";
import type { DeadJobPage } from "./schema.ts";

/** The tenant's jobs that failed for good, latest first. */
export async function searchDeadJobs(
  { tenantId }: Grant<"job.read">,
  paging: { cursor?: string | undefined; limit: number },
): Promise<DeadJobPage> {
  const cursor = paging.cursor === undefined ? undefined : decodeCursor(paging.cursor);
  const { where, orderBy } = latestFirst(cursor);
  const jobs = await withTenant(tenantId, (tx) =>
    tx.deadJob.findMany({ where: { AND: [{ tenantId }, where] }, orderBy, take: paging.limit + 1 }),
  );
  const page = pageOf(jobs, paging.limit, cursor, ({ createdAt, id }) => ({ at: createdAt, id }));
  return {
    ...page,
    rows: page.rows.map((job) => ({
      id: job.id,
      task: job.task,
      payload: JSON.stringify(job.payload, null, 2),
      attempts: job.attempts,
      lastError: job.lastError,
      createdAt: job.createdAt.toISOString(),
      retriedAt: job.retriedAt?.toISOString() ?? null,
    })),
  };
}
