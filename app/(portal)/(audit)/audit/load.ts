import { countAuditFacets, searchAudit } from "#lib/audit/log/queries";
import type { Grant } from "#lib/authz/guard/grant";
import { type FieldErrors, GatehouseError } from "#lib/core/errors";
import type { AuditFacets, AuditPage } from "#lib/events/schema";
import { log } from "#lib/platform/log";
import type { AuditRequest } from "./search-params.ts";

type ReadGrant = Grant<"audit.read">;

const PAGE_SIZE = 50;

/** A page of events, or why this search gives none; `errors` are for beside the filters. */
export type SearchOutcome =
  | { page: AuditPage; errors: FieldErrors }
  | { page: null; message: string; errors: FieldErrors };

/** Rejects for our own mistakes only: what the person asked for wrongly is an outcome. */
export async function searchEvents(
  grant: ReadGrant,
  { filters, cursor, errors }: AuditRequest,
): Promise<SearchOutcome> {
  if (Object.keys(errors).length > 0) return { page: null, message: firstOf(errors), errors };
  try {
    return { page: await searchAudit(grant, filters, { cursor, limit: PAGE_SIZE }), errors };
  } catch (error) {
    if (!(error instanceof GatehouseError)) throw error;
    return { page: null, message: error.message, errors: error.fieldErrors };
  }
}

/** Null when they cannot be counted: the page is of use without them. */
export async function countFacets(
  grant: ReadGrant,
  { filters, errors }: AuditRequest,
): Promise<AuditFacets | null> {
  if (Object.keys(errors).length > 0) return null;
  try {
    return await countAuditFacets(grant, filters);
  } catch (error) {
    if (!(error instanceof GatehouseError)) log.error({ err: error }, "audit facets failed");
    return null;
  }
}

function firstOf(errors: FieldErrors): string {
  return Object.values(errors).flat()[0] ?? "These filters cannot be used.";
}
