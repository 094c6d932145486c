import type { JobName, JobPayload } from "../platform/jobs.ts";

/** A background job: what it does, and when, if it runs by the clock. */
export type Job<Name extends JobName> = {
  /** A cron pattern in UTC. */
  schedule?: string;
  /** At least once for each time it is enqueued; a rejection is retried. */
  run: (payload: JobPayload<Name>) => Promise<void>;
};

/** Work that never ends: whatever waits is done, and then it is asked again. */
export type Loop = {
  /** How long to wait when there was nothing to do. */
  intervalMs: number;
  /** Resolves with whether there may be more. */
  drain: () => Promise<boolean>;
};
