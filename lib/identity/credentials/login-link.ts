import { createHash, randomBytes } from "node:crypto";
import { isUuid } from "../../platform/db.ts";

/** How long the first administrator's link works. */
export const LOGIN_LINK_HOURS = 24;

type LoginLink = { tenantId: string; linkId: string; secret: string };

/** `<tenant id>.<link id>.<256-bit secret>`: enough to find the row before the tenant is known. */
export function makeLoginLink(tenantId: string, linkId: string): { token: string; secret: string } {
  const secret = randomBytes(32).toString("base64url");
  return { token: `${tenantId}.${linkId}.${secret}`, secret };
}

/** Null when the text has not the form of a link's token. */
export function parseLoginLink(token: string): LoginLink | null {
  const [tenantId, linkId, secret, ...rest] = token.split(".");
  if (!tenantId || !linkId || !secret || rest.length > 0) return null;
  if (!isUuid(tenantId) || !isUuid(linkId)) return null;
  return { tenantId, linkId, secret };
}

export function hashLinkSecret(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
