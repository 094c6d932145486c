import { createAuditPartitions } from "./create-audit-partitions.ts";
import { flushDenials } from "./flush-denials.ts";
import type { Job } from "./job.ts";
import { pruneAuditKeys } from "./prune-audit-keys.ts";

/** Every job, by the name that graphile-worker stores. */
export const jobs = {
  "audit.create_partitions": createAuditPartitions,
  "audit.prune_keys": pruneAuditKeys,
  "access.flush_denials": flushDenials,
} satisfies Record<string, Job>;
