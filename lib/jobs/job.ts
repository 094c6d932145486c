/** A background job that runs by the clock. `schedule` is a cron pattern in UTC. */
export type Job = { schedule: string; run: () => Promise<void> };
