import { createHash } from "node:crypto";
import { z } from "zod";
import { canonicalJson, type Json } from "../../core/canonical-json.ts";
import { GatehouseError } from "../../core/errors.ts";
import { storableText } from "../../core/text.ts";

const wire = z.tuple([z.string(), storableText(512)]);

/** A search as a whole: its token may not be used for another, nor in another tenant. */
export type Search = {
  tenantId: string;
  kind: "subject" | "resource" | "action";
  /** The request, with or without its token. */
  request: { page?: { token?: string | undefined } | undefined };
};

function fingerprint({ tenantId, kind, request }: Search): string {
  const { token: _, ...page } = request.page ?? {};
  // Through JSON, so that what is undefined is not there.
  const asked = JSON.parse(JSON.stringify({ ...request, page })) as Json;
  const text = `${tenantId} ${kind} ${canonicalJson(asked)}`;
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}

/**
 * An opaque text for the place after which a search goes on. It keeps searches apart, no secrets: a
 * forged one gives a place in the forger's own tenant.
 */
export function tokenOf(search: Search, after: string): string {
  return Buffer.from(JSON.stringify([fingerprint(search), after])).toString("base64url");
}

/** @throws GatehouseError malformed when the token is not one of this search. */
export function placeOf(search: Search): string | null {
  const token = search.request.page?.token;
  if (!token) return null;
  try {
    const [made, after] = wire.parse(JSON.parse(Buffer.from(token, "base64url").toString()));
    if (made === fingerprint(search)) return after;
  } catch {
    // Said below.
  }
  throw new GatehouseError("malformed", "page.token does not belong to this search.");
}
