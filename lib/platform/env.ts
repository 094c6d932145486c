import { z } from "zod";
import { CannotStart } from "./cannot-start.ts";

const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: "must be a postgresql:// address",
});

/** `Number` takes "", "0x10" and "1e3" for numbers; whoever writes them meant something else. */
const wholeNumber = (min: number, max: number, fallback: number) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, error)
    .transform(Number)
    .refine((number) => number >= min && number <= max, error)
    .default(fallback);
};

export const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

const schema = z.object({
  NODE_ENV: z
    .enum(["development", "production", "test"], "must be development, production or test")
    .default("development"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: wholeNumber(1, 65_535, 3000),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "must be an http:// or https:// address", abort: true })
    .refine(isOrigin, "must be an address without a path, like https://gatehouse.example.com"),
  DATABASE_URL: postgresUrl,
  DATABASE_SEARCH_URL: postgresUrl,
  DATABASE_DIRECT_URL: postgresUrl,
  DATABASE_POOL_SIZE: wholeNumber(1, 200, 10),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: "must be a redis:// address" }).optional(),
  AUTH_SECRET: z.string().min(32, "must have at least 32 characters"),
  TRUSTED_PROXIES: wholeNumber(0, 10, 0),
  TRUSTED_PROXY_HEADER: z.enum(["x-forwarded-for", "forwarded"]).default("x-forwarded-for"),
  DRAIN_SECONDS: wholeNumber(0, 300, 0),
  METRICS_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
  UPTIME_URL: z
    .url({ protocol: /^https?$/, error: "must be an http:// or https:// address" })
    .optional(),
  SECURITY_CONTACT: z
    .url({ protocol: /^(https|mailto|tel)$/, error: "must be an https:, mailto: or tel: address" })
    .optional(),
  AUDIT_KEY_DAYS: wholeNumber(1, 365, 7),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(", ")}`).default("info"),
  GATEHOUSE_EMBEDDED_WORKER: z.enum(["0", "1"], "must be 0 or 1").default("0"),
});

/** Served under a path, half of the links would lead elsewhere. */
function isOrigin(text: string): boolean {
  const { origin, href } = new URL(text);
  return href === `${origin}/`;
}

export type Env = z.infer<typeof schema>;

/** A variable is missing or malformed; the message is one line that names it. */
export class BadEnvironment extends CannotStart {}

/**
 * Reads and checks the configuration described in `.env.example`. Empty values count as absent.
 * @throws BadEnvironment naming every variable that is wrong.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  const complaints = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return present[name] === undefined ? `${name} is missing` : `${name} ${issue.message}`;
  });
  throw new BadEnvironment(`Configuration: ${complaints.join("; ")}. See .env.example.`);
}

let cached: Env | undefined;

/** The process's configuration, checked at first use: `next build` imports modules without one. */
export function env(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}
