import { isIP } from "node:net";
import { z } from "zod";
import "../../core/plain-messages.ts";
import {
  actorTypes,
  EARLIEST_OCCURRED_AT,
  MAX_CLOCK_SKEW_MS,
  outcomes,
} from "../../events/schema.ts";
import { sourceFault } from "./source-name.ts";

/** Events in one request. */
export const MAX_BATCH_EVENTS = 1_000;
/** Canonical JSON of one event. */
export const MAX_EVENT_BYTES = 256 * 1024;
/** JSON of one event as it is sent, with its white space and escapes. */
export const MAX_SENT_BYTES = 1024 * 1024;

/** What is too long is looked at no further. */
const short = (max: number) => z.string().min(1).max(max, { abort: true });

/** One event as another program sends it. Unknown fields are refused: they would be lost. */
export const incomingEvent = z.strictObject({
  id: short(128).describe(
    "The sender's own id. Sending the same event again is harmless; the same id with other content is refused.",
  ),
  occurredAt: z.iso
    .datetime({ offset: true, error: "must be an ISO 8601 instant like 2026-01-31T09:00:00Z" })
    .refine(isBelievable, {
      error: "must lie between the year 2000 and one day from now",
    })
    .describe(
      "When it happened, ISO 8601 with an offset. Kept to the millisecond: what is finer is cut off.",
    ),
  action: short(128).describe("What happened, e.g. `invoice.refunded` or `GetSecretValue`."),
  outcome: z.enum(outcomes).default("success").describe("How it ended."),
  source: short(64)
    .superRefine((source, context) => {
      const message = sourceFault(source);
      if (message !== null) context.addIssue({ code: "custom", message });
    })
    .default("api")
    .describe(
      "The program it happened in, e.g. `cloudtrail`. `portal` is Gatehouse itself: what reads like it is refused in whichever letters, as are characters that cannot be seen, and words with letters of two alphabets.",
    ),
  actor: z
    .strictObject({
      type: z.enum(actorTypes).default("external"),
      id: short(256),
      name: short(256).optional(),
    })
    .optional()
    .describe("Who did it."),
  onBehalfOf: short(256).optional().describe("Whom the actor acted for."),
  target: z
    .strictObject({ type: short(128), id: short(1024), name: short(1024).optional() })
    .optional()
    .describe("What it was done to."),
  sourceIp: z
    .string()
    .max(45)
    .refine(isAddress, { error: "must be an IPv4 or IPv6 address" })
    .optional(),
  userAgent: short(1024).optional(),
  requestId: short(256).optional(),
  sessionId: short(256).optional(),
  reason: short(2048).optional().describe("Why it failed or was denied, or a comment."),
  details: z.record(z.string(), z.unknown()).optional().describe("Structured facts."),
  raw: z.unknown().optional().describe("The event in the form in which its source wrote it."),
});
export type IncomingEvent = z.output<typeof incomingEvent>;

/** PostgreSQL's inet takes no zone (fe80::1%eth0) and no short or octal forms; nor does isIP. */
function isAddress(text: string): boolean {
  return isIP(text) > 0 && !text.includes("%");
}

function isBelievable(instant: string): boolean {
  const at = Date.parse(instant);
  return at >= EARLIEST_OCCURRED_AT && at <= Date.now() + MAX_CLOCK_SKEW_MS;
}

export const rejection = z.object({
  index: z.int().describe("Position in the batch, from 0."),
  id: z.string().nullable().describe("The event's id, where it had one."),
  path: z.string().describe("Where in the event; empty for the whole of it."),
  reason: z.string(),
});
export type Rejection = z.infer<typeof rejection>;

export const ingestResult = z.object({
  accepted: z.int().describe("Events recorded by this request."),
  duplicates: z.int().describe("Events that were recorded before, with the same content."),
  rejected: z.array(rejection),
});
export type IngestResult = z.infer<typeof ingestResult>;
