import { z } from "zod";

/** A background job that failed for the last time. Times are ISO 8601. */
export type DeadJobRow = {
  id: string;
  /** The job's name. */
  task: string;
  /** JSON text. */
  payload: string;
  attempts: number;
  lastError: string;
  createdAt: string;
  /** When somebody had it run again; null while nobody has. */
  retriedAt: string | null;
};

export type DeadJobPage = {
  rows: DeadJobRow[];
  nextCursor: string | null;
  previousCursor: string | null;
};

export const retryJobInput = z.strictObject({ jobId: z.uuid() });
