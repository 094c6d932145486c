import { pool } from "./db.ts";

/** What waits for detection, over all tenants. */
export type Backlog = {
  /** At most those of 100,000 recordings. */
  events: number;
  /** How long the oldest has been waiting; 0 when nothing is. */
  oldestSeconds: number;
  /** How many were set aside because they cannot be evaluated. */
  setAside: number;
};

/** Reads it as the app role, which sees no tenant's arrivals (`detection_backlog`). */
export async function readBacklog(): Promise<Backlog> {
  const { rows } = await pool("app").query<Backlog>(
    `SELECT events::float8 AS events, oldest_seconds AS "oldestSeconds",
       set_aside::float8 AS "setAside" FROM detection_backlog()`,
  );
  if (!rows[0]) throw new Error("detection_backlog() returned nothing");
  return rows[0];
}
