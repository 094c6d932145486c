import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** How long a log-in lasts. */
export const SESSION_SECONDS = 24 * 3600;

/** What the session cookie says: where to look. Nothing in it is secret, and nothing is believed
 * without the Session row. */
export type SessionRef = { tenantId: string; sessionId: string };

const wire = z.tuple([z.uuid(), z.uuid()]);

function sign(payload: string, secret: string): string {
  return createHmac("sha256", secret).update(`session.v1.${payload}`).digest("base64url");
}

/** `v1.<base64url of [tenantId, sessionId]>.<HMAC-SHA-256>`. */
export function encodeSessionToken(ref: SessionRef, secret: string): string {
  const payload = Buffer.from(JSON.stringify([ref.tenantId, ref.sessionId])).toString("base64url");
  return `v1.${payload}.${sign(payload, secret)}`;
}

/** Null for anything that this installation did not sign. */
export function decodeSessionToken(token: string, secret: string): SessionRef | null {
  const [version, payload, signature, ...rest] = token.split(".");
  if (version !== "v1" || !payload || !signature || rest.length > 0) return null;
  const given = Buffer.from(signature, "base64url");
  const wanted = Buffer.from(sign(payload, secret), "base64url");
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
  const [tenantId, sessionId] = wire.parse(
    JSON.parse(Buffer.from(payload, "base64url").toString()),
  );
  return { tenantId, sessionId };
}
