import type { Sql } from "../../platform/db.ts";
import type { Span } from "./span.ts";

/** Reads the rows of one relation that were so at some moment of a span. */
export type History = <Row>(read: {
  relation: string;
  /** SQL over `h.key` and `h.content`. */
  columns: string;
  /** SQL over the same; its parameters begin with `$5`. */
  where?: string;
  parameters?: unknown[];
}) => Promise<(Row & Span)[]>;

// Questions are about milliseconds: at those from this one on the row was so, and at no earlier one.
const ms = (column: string) => `ceil(extract(epoch FROM ${column}) * 1000)::float8`;

/** A column of a stored window in milliseconds: what windows are made of in the engine. */
export const windowColumns = ["starts_at", "ends_at"]
  .map((name) => {
    const moment = `(h.content ->> '${name}')::timestamptz`;
    const as = name === "starts_at" ? "startsAt" : "endsAt";
    return `floor(extract(epoch FROM ${moment}) * 1000)::float8 AS "${as}"`;
  })
  .join(", ");

/** The history of a tenant's access in a span; rows that are still so have no end. */
export function historyOf(sql: Sql, tenantId: string, span: Span): History {
  const [from, to] = [span.from, span.to].map((moment) => new Date(moment).toISOString());
  return ({ relation, columns, where = "true", parameters = [] }) =>
    sql(
      `SELECT ${columns}, ${ms("h.valid_from")} AS "from",
         coalesce(${ms("h.valid_to")}, 'Infinity'::float8) AS "to"
       FROM access_history h
       WHERE h.tenant_id = $1 AND h.relation = $2 AND h.valid_from < $4::timestamptz
         AND (h.valid_to IS NULL OR h.valid_to > $3::timestamptz) AND (${where})`,
      [tenantId, relation, from, to, ...parameters],
    );
}
