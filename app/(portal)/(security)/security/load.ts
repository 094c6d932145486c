import type { Grant } from "#lib/authz/guard/grant";
import { type FieldErrors, GatehouseError } from "#lib/core/errors";
import { log } from "#lib/platform/log";
import { type AlertCounts, countAlerts, searchAlerts } from "#lib/security/alerts/queries";
import type { AlertPage } from "#lib/security/alerts/schema";
import type { AlertRequest } from "./search-params.ts";

type ReadGrant = Grant<"alert.read">;

const PAGE_SIZE = 50;

/** A page of alerts, or why this URL gives none. */
export type SearchOutcome = { page: AlertPage } | { page: null; message: string };

/** Rejects for our own mistakes only: what the person asked for wrongly is an outcome. */
export async function searchForAlerts(
  grant: ReadGrant,
  { filters, cursor, errors }: AlertRequest,
): Promise<SearchOutcome> {
  const problem = firstOf(errors);
  if (problem) return { page: null, message: problem };
  try {
    return { page: await searchAlerts(grant, filters, { cursor, limit: PAGE_SIZE }) };
  } catch (error) {
    if (!(error instanceof GatehouseError)) throw error;
    return { page: null, message: error.message };
  }
}

/** Null when they cannot be counted: the page is of use without them. */
export async function loadCounts(grant: ReadGrant): Promise<AlertCounts | null> {
  try {
    return await countAlerts(grant);
  } catch (error) {
    log.error({ err: error }, "counting alerts failed");
    return null;
  }
}

function firstOf(errors: FieldErrors): string | undefined {
  return Object.values(errors).flat()[0];
}
