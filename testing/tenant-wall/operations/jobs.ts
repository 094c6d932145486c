import { expect } from "vitest";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import { searchDeadJobs } from "../../../lib/operations/jobs/queries.ts";
import { retryJob } from "../../../lib/operations/jobs/service.ts";
import { a, b, factory, notFound, type Probes } from "../wall.ts";

export const jobs: Probes = {
  "operations/jobs/queries.searchDeadJobs": async () => {
    const jobId = await makeDeadJob(b.tenantId);
    const { rows } = await searchDeadJobs(await requirePermission(a, "job.read"), { limit: 200 });
    expect(rows.map((row) => row.id)).not.toContain(jobId);
  },
  "operations/jobs/service.retryJob": async () => {
    const jobId = await makeDeadJob(b.tenantId);
    expect(await retryJob(a, { jobId })).toMatchObject(notFound);
    const [row] = await factory.query("SELECT retried_at FROM dead_jobs WHERE id = $1", [jobId]);
    expect(row).toEqual({ retried_at: null });
  },
};

async function makeDeadJob(tenantId: string): Promise<string> {
  const [row] = await factory.query<{ id: string }>(
    `INSERT INTO dead_jobs (tenant_id, queue_id, task, payload, attempts, last_error)
     VALUES ($1, floor(random() * 1e9), 'kpis.prune_facts', '{}', 3, 'broken') RETURNING id`,
    [tenantId],
  );
  return row?.id ?? "";
}
