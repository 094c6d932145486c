import { createHash } from "node:crypto";
import { z } from "zod";
import { canonicalJson, type Json } from "../../core/canonical-json.ts";
import { GatehouseError } from "../../core/errors.ts";
import { storableText } from "../../core/text.ts";

const wire = z.tuple([z.string(), storableText(512), z.int().nullable()]);

/** A search as a whole: its token may not be used for another, nor in another tenant. */
export type Search = {
  tenantId: string;
  kind: "subject" | "resource" | "action";
  /** The request, with or without its token. */
  request: {
    page?: { token?: string | undefined; limit?: number | undefined } | undefined;
    context?: Readonly<Record<string, unknown>> | undefined;
  };
};

/** Where a search goes on, null at its beginning, and how many results were asked for. */
export type Place = { after: string | null; limit: number | null };

function fingerprint({ tenantId, kind, request }: Search): string {
  const { token: _, limit: __, ...page } = request.page ?? {};
  // Through JSON, so that what is undefined is not there.
  const { consistency_token: ___, ...context } = request.context ?? {};
  const asked = JSON.parse(JSON.stringify({ ...request, page, context })) as Json;
  const text = `${tenantId} ${kind} ${canonicalJson(asked)}`;
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}

/**
 * An opaque text for the place after which a search goes on. It keeps searches apart, no secrets: a
 * forged one gives a place in the forger's own tenant.
 */
export function tokenOf(search: Search, { after, limit }: Place): string {
  const said = [fingerprint(search), after ?? "", limit];
  return Buffer.from(JSON.stringify(said)).toString("base64url");
}

/**
 * A page is as long as the one before unless the request says how long, which then must be the same.
 * @throws GatehouseError malformed when the token is not one of this search.
 */
export function placeOf(search: Search): Place {
  const { token, limit = null } = search.request.page ?? {};
  if (!token) return { after: null, limit };
  try {
    const [made, after, asked] = wire.parse(JSON.parse(Buffer.from(token, "base64url").toString()));
    const isSame = limit === null || limit === asked;
    if (made === fingerprint(search) && isSame) return { after, limit: asked };
  } catch {
    // Said below.
  }
  throw new GatehouseError("malformed", "page.token does not belong to this search.");
}
