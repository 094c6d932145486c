import { env } from "../../platform/env.ts";

/** `__Host-` binds the cookie to this host and to https; browsers refuse it over plain http. */
export function sessionCookie(): { name: string; secure: boolean } {
  const secure = env().PUBLIC_URL.startsWith("https:");
  return { name: secure ? "__Host-gatehouse.session" : "gatehouse.session", secure };
}
