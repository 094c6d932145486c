import type { z } from "zod";
import type { IngestResult, incomingEvent } from "../../audit/ingestion/schema.ts";
import type { AuditEvent, AuditPage, AuditRow } from "../../events/schema.ts";

/** What the reference at `/api/v1/docs` shows; openapi.test.ts holds each against its schema. */

export const sentEvent: z.input<typeof incomingEvent> = {
  id: "refund-10234",
  occurredAt: "2026-01-31T09:00:00Z",
  action: "invoice.refunded",
  source: "billing",
  actor: { type: "user", id: "u-17", name: "Grace Hopper" },
  target: { type: "invoice", id: "10234" },
  sourceIp: "203.0.113.7",
  details: { amount: "129.00", currency: "EUR" },
};

export const everythingRecorded: IngestResult = { accepted: 1, duplicates: 0, rejected: [] };

export const partlyRecorded: IngestResult = {
  accepted: 41,
  duplicates: 8,
  rejected: [
    {
      index: 17,
      id: "refund-10251",
      path: "occurredAt",
      reason: "must lie between the year 2000 and one day from now",
    },
  ],
};

const row: AuditRow = {
  id: "019c130f-3a80-7c55-9f0b-3d1e5a7c2b90",
  occurredAt: "2026-01-31T09:00:00.000Z",
  actorType: "user",
  actorId: "u-17",
  actorName: "Grace Hopper",
  action: "invoice.refunded",
  outcome: "success",
  targetType: "invoice",
  targetId: "10234",
  targetName: null,
  sourceIp: "203.0.113.7",
  source: "billing",
  isPortal: false,
};

export const foundPage: AuditPage = {
  rows: [row],
  nextCursor: "WyJuIiwxNzY5ODQ5ODAwMDAwLCIwMTljMTMwZi0zYTgwLTdjNTUtOWYwYi0zZDFlNWE3YzJiOTAiXQ",
  previousCursor: null,
};

export const foundEvent: AuditEvent = {
  ...row,
  eventId: "refund-10234",
  recordedAt: "2026-01-31T09:00:01.280Z",
  onBehalfOf: null,
  userAgent: null,
  requestId: null,
  sessionId: null,
  reason: null,
  details: { amount: "129.00", currency: "EUR" },
  raw: null,
};
