import { decodeCursor, latestFirst, pageOf } from "../core/cursor.ts";
import type { Grant } from "../core/grant.ts";
import { withTenant } from "../platform/db.ts";
import type { GrantFilters, GrantPage } from "./schema.ts";

/** Grants on resources, latest first. */
export async function searchGrants(
  { tenantId }: Grant<"grant.read">,
  { userId, groupId, resourceType, resourceId }: GrantFilters,
  paging: { cursor?: string | undefined; limit: number },
): Promise<GrantPage> {
  const cursor = paging.cursor === undefined ? undefined : decodeCursor(paging.cursor);
  const { where, orderBy } = latestFirst(cursor);
  const found = await withTenant(tenantId, (tx) =>
    tx.resourceGrant.findMany({
      where: {
        AND: [
          { tenantId },
          userId === undefined ? {} : { userId },
          groupId === undefined ? {} : { groupId },
          resourceType === undefined ? {} : { resourceType },
          resourceId === undefined ? {} : { resourceId },
          where,
        ],
      },
      include: {
        user: { select: { id: true, name: true } },
        group: { select: { id: true, name: true } },
      },
      orderBy,
      take: paging.limit + 1,
    }),
  );
  const page = pageOf(found, paging.limit, cursor, ({ createdAt, id }) => ({ at: createdAt, id }));
  return {
    ...page,
    rows: page.rows.map((row) => ({
      id: row.id,
      user: row.user,
      group: row.group,
      permission: row.permission,
      effect: row.effect === "deny" ? "deny" : "allow",
      resourceType: row.resourceType,
      resourceId: row.resourceId,
      startsAt: row.startsAt?.toISOString() ?? null,
      endsAt: row.endsAt?.toISOString() ?? null,
      reason: row.reason,
      createdAt: row.createdAt.toISOString(),
    })),
  };
}
