import { pino } from "pino";

/** Names that never reach a log line, at any of the depths our objects have. */
const secretNames = [
  "password",
  "passwordHash",
  "secret",
  "token",
  "key",
  "authorization",
  "cookie",
  "csrfToken",
];

/**
 * The process's logger: JSON lines on standard output. Log ids and counts, never request bodies.
 * LOG_LEVEL is read directly because a bad environment must still be able to log.
 */
export const log = pino({
  level: process.env.LOG_LEVEL || "info",
  base: { pid: process.pid },
  redact: {
    paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
    censor: "[redacted]",
  },
});
