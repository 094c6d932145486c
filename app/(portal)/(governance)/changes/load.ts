import type { Grant } from "#lib/authz/guard/grant";
import { type FieldErrors, GatehouseError } from "#lib/core/errors";
import { countFacets, countUnnamed, searchChanges } from "#lib/governance/changes/queries";
import type { ChangeFacets, ChangePage } from "#lib/governance/changes/schema";
import { log } from "#lib/platform/log";
import type { ChangesRequest } from "./search-params.ts";

type ReadGrant = Grant<"access_change.read">;

const PAGE_SIZE = 50;

/** A page of changes, or why this search gives none; `errors` are for beside the filters. */
export type SearchOutcome =
  | { page: ChangePage; unnamed: number; errors: FieldErrors }
  | { page: null; message: string; errors: FieldErrors };

/** Rejects for our own mistakes only: what the person asked for wrongly is an outcome. */
export async function findChanges(
  grant: ReadGrant,
  { filters, cursor, errors }: ChangesRequest,
): Promise<SearchOutcome> {
  const [first] = Object.values(errors).flat();
  if (first !== undefined) return { page: null, message: first, errors };
  try {
    const [page, unnamed] = await Promise.all([
      searchChanges(grant, filters, { cursor, limit: PAGE_SIZE }),
      filters.unnamed ? 0 : countUnnamed(grant, filters),
    ]);
    return { page, unnamed, errors };
  } catch (error) {
    if (!(error instanceof GatehouseError)) throw error;
    return { page: null, message: error.message, errors: error.fieldErrors };
  }
}

/** Null when they cannot be counted: the page is of use without them. */
export async function loadFacets(grant: ReadGrant): Promise<ChangeFacets | null> {
  try {
    return await countFacets(grant);
  } catch (error) {
    if (!(error instanceof GatehouseError)) log.error({ err: error }, "counting changes failed");
    return null;
  }
}
