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

// LOG_LEVEL is read directly because a bad environment must still be able to log.
const options = { level: process.env.LOG_LEVEL || "info", base: { pid: process.pid } };

/** For the one line of each request, whose fields are known: looking for secrets would cost a tenth. */
export const accessLog = pino(options);

/** The process's logger: JSON lines on standard output. Log ids and counts, never request bodies. */
export const log = pino({
  ...options,
  redact: {
    paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
    censor: "[redacted]",
  },
});
