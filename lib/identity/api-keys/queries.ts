import type { Grant } from "../../authz/guard/grant.ts";
import { decodeCursor, latestFirst, pageOf } from "../../core/cursor.ts";
import { withTenant } from "../../platform/db.ts";
import type { ApiKeyPage } from "./schema.ts";

/** The tenant's API keys, revoked and expired ones included, newest first. */
export async function searchApiKeys(
  grant: Grant<"api_key.read">,
  paging: { cursor?: string | undefined; limit: number },
): Promise<ApiKeyPage> {
  const { tenantId } = grant;
  const cursor = paging.cursor === undefined ? undefined : decodeCursor(paging.cursor);
  const { where, orderBy } = latestFirst(cursor);
  const rows = await withTenant(tenantId, (tx) =>
    tx.apiKey.findMany({
      where: { tenantId, ...where },
      omit: { secretHash: true },
      include: { creator: { select: { name: true, status: true } } },
      orderBy,
      take: paging.limit + 1,
    }),
  );
  const page = pageOf(rows, paging.limit, cursor, (row) => ({ at: row.createdAt, id: row.id }));
  return {
    ...page,
    rows: page.rows.map((row) => ({
      id: row.id,
      name: row.name,
      scopes: row.scopes,
      createdByName: row.creator?.name ?? null,
      isOrphan: row.creator !== null && row.creator.status !== "active",
      createdAt: row.createdAt.toISOString(),
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
      expiresAt: row.expiresAt?.toISOString() ?? null,
      revokedAt: row.revokedAt?.toISOString() ?? null,
    })),
  };
}
