import type { JobName } from "../platform/jobs.ts";
import { flushDenials } from "./access/flush-denials.ts";
import { pruneUses } from "./access/prune-uses.ts";
import { createAuditPartitions } from "./audit/create-audit-partitions.ts";
import { pruneAuditKeys } from "./audit/prune-audit-keys.ts";
import { checkUptime } from "./business/check-uptime.ts";
import { pruneFacts } from "./business/prune-facts.ts";
import { evaluateArrivals } from "./evaluate-arrivals.ts";
import { closeReviews } from "./governance/close-reviews.ts";
import type { Job, Loop } from "./job.ts";
import { sweepQueue } from "./sweep-queue.ts";

/** The handler of every declared job, by the name that the queue stores. */
export const jobs = {
  "audit.create_partitions": createAuditPartitions,
  "audit.prune_keys": pruneAuditKeys,
  "access.flush_denials": flushDenials,
  "access.prune_uses": pruneUses,
  "reviews.close": closeReviews,
  "kpis.check_uptime": checkUptime,
  "kpis.prune_facts": pruneFacts,
} satisfies { [Name in JobName]: Job<Name> };

/** What every worker does all the time. */
export const loops = {
  "audit.evaluate_arrivals": evaluateArrivals,
  "jobs.sweep_queue": sweepQueue,
} satisfies Record<string, Loop>;
