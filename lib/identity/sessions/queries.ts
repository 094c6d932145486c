import type { Prisma } from "#prisma/generated/client";
import type { Actor } from "../../authz/guard/actor.ts";
import type { Grant } from "../../authz/guard/grant.ts";
import { decodeCursor, latestFirst, pageOf } from "../../core/cursor.ts";
import { literally } from "../../core/search-text.ts";
import { withTenant } from "../../platform/db.ts";
import type { SessionFilters, SessionPage, SessionRow } from "./schema.ts";

const withUser = { user: { select: { name: true, email: true } } } as const;
type StoredSession = Prisma.SessionGetPayload<{ include: typeof withUser }>;

function rowOf(session: StoredSession): SessionRow {
  return {
    id: session.id,
    userId: session.userId,
    userName: session.user.name,
    userEmail: session.user.email,
    ip: session.ip,
    userAgent: session.userAgent,
    createdAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
  };
}

function live(tenantId: string): Prisma.SessionWhereInput {
  return { tenantId, revokedAt: null, expiresAt: { gt: new Date() } };
}
/** The tenant's live sessions, newest first. */
export async function searchSessions(
  grant: Grant<"session.read">,
  filters: SessionFilters,
  paging: { cursor?: string | undefined; limit: number },
): Promise<SessionPage> {
  const cursor = paging.cursor === undefined ? undefined : decodeCursor(paging.cursor);
  const { where, orderBy } = latestFirst(cursor);
  const contains = filters.text
    ? { contains: literally(filters.text), mode: "insensitive" as const }
    : undefined;
  const rows = await withTenant(grant.tenantId, (tx) =>
    tx.session.findMany({
      where: {
        AND: [
          live(grant.tenantId),
          contains ? { user: { OR: [{ name: contains }, { email: contains }] } } : {},
          where,
        ],
      },
      include: withUser,
      orderBy,
      take: paging.limit + 1,
    }),
  );
  const page = pageOf(rows, paging.limit, cursor, (row) => ({ at: row.createdAt, id: row.id }));
  return { ...page, rows: page.rows.map(rowOf) };
}

/** A person's own live sessions, newest first; needs no permission. */
export async function listOwnSessions(actor: Actor): Promise<SessionRow[]> {
  const rows = await withTenant(actor.tenantId, (tx) =>
    tx.session.findMany({
      where: { ...live(actor.tenantId), userId: actor.id },
      include: withUser,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: 100,
    }),
  );
  return rows.map(rowOf);
}
