/** Seconds after which whoever was told of an outage may ask again. */
export const RETRY_AFTER_SECONDS = 5;

export const OUTAGE = "The database does not answer just now. Try again in a moment.";

/**
 * Why a statement could not even be tried: nothing listens, the connection broke or was ended (class
 * 08 and 57P0x), there are no connections left, or the server starts up; of Node, PostgreSQL and Prisma.
 */
const codes =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|08...|57P0[1-5]|53300|P1001|P1002|P1008|P1017|P2024|P2028)$/;
const kinds = /^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections)$/;
/** What pg says without a code. */
const words =
  /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Cannot use a pool after)/;
/** An error tells its cause, and that one its own. */
const MAX_CAUSES = 8;

/** Whether something failed only because the database could not be reached. */
export function isOutage(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > MAX_CAUSES) return false;
  const { code, originalCode, kind, message, cause, errors } = error as Record<string, unknown>;
  if ([code, originalCode].some((each) => typeof each === "string" && codes.test(each)))
    return true;
  if (typeof kind === "string" && kinds.test(kind)) return true;
  if (typeof message === "string" && words.test(message)) return true;
  const several = Array.isArray(errors) ? errors : [];
  return [cause, ...several].some((each) => isOutage(each, depth + 1));
}
