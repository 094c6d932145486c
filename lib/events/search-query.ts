import { isIP } from "node:net";
import type { Cursor } from "../core/cursor.ts";
import { GatehouseError } from "../core/errors.ts";
import type { AuditFilters } from "./schema.ts";
import { searchQuery } from "./tokens.ts";

/** Facets that can be counted, and the column behind each. */
export const facetColumns = {
  actor: "actor_id",
  action: "action",
  outcome: "outcome",
  source: "source",
} as const;
export type FacetName = keyof typeof facetColumns;
export const facetNames = Object.keys(facetColumns) as FacetName[];

/** Conditions joined by AND, with their `$n` parameters. */
export class Conditions {
  readonly tenantId: string;
  readonly parameters: unknown[] = [];
  readonly #parts: string[] = [];

  /** The search role sees every tenant: there is no query without this predicate. */
  constructor(tenantId: string) {
    this.tenantId = tenantId;
    this.add((p) => `tenant_id = ${p}::uuid`, tenantId);
  }

  add(condition: (parameter: string) => string, value: unknown): void {
    this.#parts.push(condition(this.parameter(value)));
  }

  parameter(value: unknown): string {
    this.parameters.push(value);
    return `$${this.parameters.length}`;
  }

  /** Rows strictly beyond the cursor, in its direction. */
  beyond(cursor: Cursor): void {
    const comparison = cursor.direction === "previous" ? ">" : "<";
    const at = this.parameter(cursor.at.toISOString());
    this.add(
      (id) => `(occurred_at, id) ${comparison} (${at}::timestamptz, ${id}::uuid)`,
      cursor.id,
    );
  }

  /** These events. An id holds its recorded_at, so each leads to one row of one partition. */
  oneOf(ids: readonly string[]): void {
    this.add(
      (p) => `(recorded_at, id) IN (
        SELECT uuid_extract_timestamp(wanted), wanted FROM unnest(${p}::uuid[]) AS wanted)`,
      ids,
    );
  }

  toString(): string {
    return this.#parts.join(" AND ");
  }
}

/**
 * The conditions of a search in one tenant; `without` leaves one facet's own filter out, for its
 * counts.
 * @throws GatehouseError invalid_input for a range that ends before it begins, an address that is
 *   none, or a text without a word.
 */
export function conditionsOf(
  tenantId: string,
  filters: AuditFilters,
  without?: FacetName,
): Conditions {
  const where = new Conditions(tenantId);
  const { from, to, ip, text } = filters;
  if (from && to && Date.parse(from) >= Date.parse(to)) {
    throw invalid("to", "The end of the time range must be after its beginning.");
  }
  if (from) where.add((p) => `occurred_at >= ${p}::timestamptz`, from);
  if (to) where.add((p) => `occurred_at < ${p}::timestamptz`, to);
  for (const facet of facetNames) {
    const values = filters[facet];
    if (values?.length && facet !== without) {
      where.add((p) => `${facetColumns[facet]} = ANY (${p}::text[])`, values);
    }
  }
  if (ip) where.add((p) => `source_ip <<= ${p}::inet`, parseNetwork(ip));
  if (text?.trim()) {
    const query = searchQuery(text);
    if (!query) throw invalid("text", "Type at least one letter or digit to search for.");
    where.add((p) => `search @@ ${p}::tsquery`, query);
  }
  return where;
}

/** An address or CIDR block that PostgreSQL's inet reads; bits beyond the prefix do not matter. */
function parseNetwork(text: string): string {
  const [address = "", bits, ...rest] = text.trim().split("/");
  const width = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  const fits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= width);
  if (width > 0 && !address.includes("%") && fits && rest.length === 0) return text.trim();
  throw invalid("ip", "Enter an address like 203.0.113.7 or a block like 10.0.0.0/8.");
}

function invalid(field: keyof AuditFilters, message: string): GatehouseError {
  return new GatehouseError("invalid_input", message, { [field]: [message] });
}
