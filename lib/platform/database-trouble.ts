import { type PoolName, poolRoles, UnsafeConnection } from "./connection.ts";

const unreachable = [
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPIPE",
  "57P01",
  "57P02",
  "57P03",
];
const refusedLogIn = ["28P01", "28000"];
const noSchema = ["42P01", "42883", "3F000"];
/** What pg says without a code: of a connection that broke, and of one that gave no answer in time. */
const broken = /^Connection terminated|timeout expired|read timeout|timeout exceeded/;

/**
 * What keeps the database from serving, as one sentence without host names; null when the failure is
 * of another kind, so a defect of ours. Except for `UnsafeConnection` it may pass without a restart.
 */
export function describeDatabaseTrouble(name: PoolName, error: unknown): string | null {
  if (error instanceof UnsafeConnection) return error.message;
  if (!(error instanceof Error)) return null;
  const { role, variable } = poolRoles[name];
  const code = "code" in error ? String(error.code) : "";
  const [first] = error instanceof AggregateError ? error.errors : [];
  if (!code && first) return describeDatabaseTrouble(name, first);
  if (unreachable.includes(code) || broken.test(error.message)) {
    return `The database does not answer (${variable}).`;
  }
  if (refusedLogIn.includes(code) || /password authentication failed/.test(error.message)) {
    return `The database refuses the log-in of ${role}: check the password and ${variable}.`;
  }
  if (code === "3D000") return `There is no database of the name in ${variable}.`;
  if (code === "53300") return "The database has no connection left: raise max_connections.";
  if (noSchema.includes(code)) {
    return "The schema is not there, or too old: run npm run gatehouse -- init, or migrate.";
  }
  // Class 08, and what poolers make of a server that they cannot reach or log in to.
  if (code.startsWith("08")) return `The database does not answer (${variable}): ${error.message}`;
  return null;
}
