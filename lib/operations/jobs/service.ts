import { defineAction } from "../../action/define-action.ts";
import { GatehouseError } from "../../core/errors.ts";
import { sqlOf } from "../../platform/db.ts";
import { enqueue, isJobName, jobPayloads } from "../../platform/jobs.ts";
import { retryJobInput } from "./schema.ts";

/** Enqueues a dead job once more, with the payload that it had. */
export const retryJob = defineAction({
  permission: "job.retry",
  input: retryJobInput,
  run: async (tx, { jobId }, { tenantId }) => {
    const [job] = await tx.deadJob.updateManyAndReturn({
      where: { tenantId, id: jobId, retriedAt: null },
      data: { retriedAt: new Date() },
    });
    if (!job) throw new GatehouseError("not_found", "This job was retried already, or is gone.");
    if (!isJobName(job.task)) {
      const message = `This version of Gatehouse has no job called ${job.task}.`;
      throw new GatehouseError("conflict", message);
    }
    await enqueue(sqlOf(tx), tenantId, job.task, jobPayloads[job.task].parse(job.payload));
    const target = { type: "job", id: jobId, name: job.task };
    return { data: { jobId }, events: [{ action: "job.retried", target }] };
  },
});
