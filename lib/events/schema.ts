import { z } from "zod";
import { queryNumber } from "../core/query-number.ts";

/** The newest an event may claim to be: allows for senders' clocks that run ahead. */
export const MAX_CLOCK_SKEW_MS = 24 * 3_600_000;
/** The oldest `occurred_at` that is believed; earlier dates are unset clocks, not history. */
export const EARLIEST_OCCURRED_AT = Date.UTC(2000, 0, 1);

/** The source of what Gatehouse records of itself; that it did is what the category says. */
export const PORTAL_SOURCE = "portal";

export const outcomes = ["success", "failure", "denied"] as const;
export type Outcome = (typeof outcomes)[number];

export const actorTypes = ["user", "api_key", "system", "external"] as const;
export type ActorType = (typeof actorTypes)[number];

/** One row of a result list: everything the table shows and nothing heavy. */
export const auditRow = z.object({
  id: z.uuid().describe("UUIDv7; carries the time of recording."),
  occurredAt: z.iso.datetime(),
  actorType: z.enum(actorTypes),
  actorId: z.string().nullable(),
  actorName: z.string().nullable(),
  action: z.string(),
  outcome: z.enum(outcomes),
  targetType: z.string().nullable(),
  targetId: z.string().nullable(),
  targetName: z.string().nullable(),
  sourceIp: z.string().nullable(),
  source: z.string().describe("The program it happened in; `portal` is Gatehouse itself."),
  isPortal: z
    .boolean()
    .describe(
      "Whether Gatehouse recorded it of itself. Nothing that a program sends makes this true.",
    ),
});
export type AuditRow = z.infer<typeof auditRow>;

/** The whole event, as the side panel shows it. */
export const auditEvent = auditRow.extend({
  eventId: z.string().describe("The sender's own id."),
  recordedAt: z.iso.datetime(),
  onBehalfOf: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string().nullable(),
  sessionId: z.string().nullable(),
  reason: z.string().nullable(),
  details: z.unknown().describe("Structured facts, e.g. before and after of a change."),
  raw: z.unknown().describe("The event in the form in which its source wrote it."),
});
export type AuditEvent = z.infer<typeof auditEvent>;

export type FacetValue = { value: string; label: string; count: number };

/** Counts per facet under all filters but the facet's own. */
export type AuditFacets = {
  actor: FacetValue[];
  action: FacetValue[];
  outcome: FacetValue[];
  source: FacetValue[];
  /** True when counting stopped at `FACET_ROW_LIMIT` rows: counts are then lower bounds. */
  truncated: boolean;
};

export const auditPage = z.object({
  rows: z.array(auditRow),
  nextCursor: z.string().nullable().describe("Opaque; null at the end."),
  previousCursor: z.string().nullable().describe("Opaque; null at the beginning."),
});
export type AuditPage = z.infer<typeof auditPage>;

/** PostgreSQL knows no year 0; nothing is older than the epoch anyway. */
const instant = z.iso
  .datetime({ offset: true })
  .refine((text) => Date.parse(text) >= 0, { error: "must be an instant since 1970" });
/** A URL says `actor=a&actor=b`, and `actor=a` for a list of one. */
const several = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((value) => (typeof value === "string" ? [value] : value), z.array(item).max(50));
const list = (max: number) =>
  several(
    z
      .string()
      .min(1)
      .max(max)
      .refine((text) => !text.includes("\0"), { error: "contains a NUL character" }),
  );

/** Filters of the audit page and of `GET /api/v1/audit/events`; all optional, all combined by AND. */
export const auditFilters = z.strictObject({
  from: instant.optional().describe("Only events that occurred at or after this instant."),
  to: instant.optional().describe("Only events that occurred before this instant."),
  actor: list(256).optional().describe("Actor ids; any of them."),
  action: list(128).optional().describe("Actions; any of them."),
  outcome: several(z.enum(outcomes))
    .optional()
    .meta({ description: "Outcomes; any of them.", examples: [["success"]] }),
  source: list(64).optional().describe("Where events came from: portal, api, cloudtrail, …"),
  ip: z.string().max(64).optional().describe("Source address or CIDR block, IPv4 or IPv6."),
  text: z
    .string()
    .max(200)
    .optional()
    .meta({
      description: "Words; each must begin a word somewhere in the event.",
      examples: ["refund"],
    }),
});
export type AuditFilters = z.infer<typeof auditFilters>;

export const auditPaging = z.strictObject({
  cursor: z
    .string()
    .max(512)
    .optional()
    .describe("`nextCursor` or `previousCursor` of the page before."),
  limit: queryNumber(1, 200).default(50).describe("Events on a page."),
});
