import type { Hono } from "hono";
import { env } from "../platform/env.ts";
import type { ApiEnv } from "./http/environment.ts";

/** RFC 9116 wants less than a year; what is served anew each day need not say more than this. */
const DAYS = 90;
const DAY_MS = 24 * 3600 * 1000;

/**
 * Adds `/.well-known/security.txt` (RFC 9116), which says whom to tell of a vulnerability. Only whoever
 * runs an installation knows that, so it is made from their configuration and absent without it.
 */
export function securityTextRoute(app: Hono<ApiEnv>): void {
  app.get("/.well-known/security.txt", (c) => {
    const { SECURITY_CONTACT, PUBLIC_URL } = env();
    if (!SECURITY_CONTACT) return c.notFound();
    return c.text(securityText(SECURITY_CONTACT, PUBLIC_URL, Date.now()));
  });
}

/** The file at a moment (milliseconds since 1970). It is the same all day (UTC). */
export function securityText(contact: string, publicUrl: string, now: number): string {
  const expires = new Date((Math.floor(now / DAY_MS) + DAYS) * DAY_MS).toISOString();
  return [
    `Contact: ${new URL(contact)}`,
    `Expires: ${expires}`,
    `Canonical: ${new URL("/.well-known/security.txt", publicUrl)}`,
    "Preferred-Languages: en",
    "",
  ].join("\n");
}
