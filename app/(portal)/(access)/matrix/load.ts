import {
  countColumnFacets,
  findPersonInMatrix,
  getRoleMatrix,
  searchPeopleMatrix,
} from "#lib/access/matrix/queries";
import type { MatrixPage, MatrixRow } from "#lib/access/matrix/schema";
import { countHolders, listRoles } from "#lib/access/roles/queries";
import type { Actor } from "#lib/authz/guard/actor";
import type { Grant } from "#lib/authz/guard/grant";
import { requirePermission } from "#lib/authz/guard/grant";
import { countUserFacets } from "#lib/identity/users/queries";
import { isUuid } from "#lib/platform/db";
import { log } from "#lib/platform/log";
import type { FacetValues } from "./matrix-toolbar.tsx";
import type { MatrixRequest } from "./search-params.ts";

const PAGE_SIZE = 100;

/** Null when they cannot be counted: the page is of use without them. */
export async function loadFacets(
  actor: Actor,
  grant: Grant<"matrix.read">,
): Promise<FacetValues | null> {
  try {
    const roleGrant = await requirePermission(actor, "role.read");
    const [columns, people, roles, holders] = await Promise.all([
      countColumnFacets(grant),
      countUserFacets(await requirePermission(actor, "user.read")),
      listRoles(roleGrant),
      countHolders(roleGrant),
    ]);
    return {
      ...columns,
      role: roles.map(({ id, name }) => ({ value: id, label: name, count: holders.get(id) ?? 0 })),
      // The matrix shows nobody who is disabled.
      group: people.group.map(({ activeCount, ...group }) => ({ ...group, count: activeCount })),
    };
  } catch (error) {
    log.error({ err: error }, "counting what the matrix is filtered by failed");
    return null;
  }
}

type Loaded = { page: MatrixPage; picked: MatrixRow | null };

/** The first page, and whom the URL picks when they are not on it. */
export async function loadMatrix(
  grant: Grant<"matrix.read">,
  { filters, pick }: MatrixRequest,
): Promise<Loaded> {
  if (filters.view === "roles") return { page: await getRoleMatrix(grant, filters), picked: null };
  const page = await searchPeopleMatrix(grant, filters, { limit: PAGE_SIZE });
  const isElsewhere = pick !== undefined && !page.rows.some(({ id }) => id === pick);
  if (!isElsewhere || !isUuid(pick)) return { page, picked: null };
  return { page, picked: await findPersonInMatrix(grant, filters, pick) };
}
