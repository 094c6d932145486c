import { pino } from "pino";
import { logLevels } from "./env.ts";

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

// Read directly because a bad environment, and a bad level too, must still be able to log: `env`
// complains of it in one line, where pino would throw.
const level = logLevels.find((known) => known === process.env.LOG_LEVEL) ?? "info";
const options = { level, base: { pid: process.pid } };

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
