import { z } from "zod";
import { decisions, lineKinds, scopeKinds } from "./schema.ts";

const named = z.strictObject({ id: z.string(), name: z.string() });
const moment = z.iso.datetime();

const evidenceLine = z.strictObject({
  position: z.int(),
  id: z.string(),
  kind: z.enum(lineKinds),
  person: named.nullable(),
  group: named.nullable(),
  role: named.nullable(),
  grant: z
    .strictObject({
      id: z.string(),
      permission: z.string(),
      resourceType: z.string(),
      resourceId: z.string().nullable(),
    })
    .nullable(),
  path: z.array(z.strictObject({ type: z.string(), id: z.string(), name: z.string() })),
  reason: z.string(),
  since: moment,
  startsAt: moment.nullable(),
  endsAt: moment.nullable(),
  peopleCount: z.int().nullable(),
  /** Null is never, as far as was known when the review began. */
  lastUsedAt: moment.nullable(),
  reviewer: named,
  decision: z.enum(decisions),
  decidedBy: named.nullable(),
  decidedAt: moment.nullable(),
  comment: z.string(),
  question: z.string().nullable(),
  answer: z.string().nullable(),
  answeredBy: named.nullable(),
  answeredAt: moment.nullable(),
  /** What was done; `undecided` only when whoever ended the review wanted that nothing is. */
  outcome: z.enum(["kept", "revoked", "gone", "failed", "undecided"]),
  outcomeReason: z.string(),
  /** Whether it was done because nobody had decided by the end. */
  lapsed: z.boolean(),
  /** Ids of events in the audit log, oldest first. */
  auditEvents: z.array(z.string()),
});

/** What a signed file about a review says. */
export const evidenceDocument = z.strictObject({
  type: z.literal("gatehouse.access-review"),
  version: z.literal(1),
  tenant: named,
  review: z.strictObject({
    id: z.string(),
    name: z.string(),
    scope: z.strictObject({ kind: z.enum(scopeKinds), items: z.array(named) }),
    startedBy: named,
    startedAt: moment,
    deadline: moment,
    endedBy: named.nullable(),
    undecided: z.enum(["revoke", "keep"]),
    closedAt: moment,
    auditEvents: z.array(z.string()),
  }),
  lines: z.array(evidenceLine),
});
export type EvidenceDocument = z.output<typeof evidenceDocument>;

type Outcome = EvidenceDocument["lines"][number]["outcome"];
const outcomeWords: Record<Outcome, string> = {
  kept: "kept",
  revoked: "revoked",
  gone: "gone before anything was done",
  failed: "could not be revoked",
  undecided: "left as it was, undecided",
};

/** What a file says, in words, a line each. */
export function evidenceWords({ tenant, review, lines }: EvidenceDocument): string[] {
  const { scope, startedBy, endedBy } = review;
  const count = (outcome: Outcome) => lines.filter((line) => line.outcome === outcome).length;
  const lapsed = lines.filter((line) => line.lapsed).length;
  const counts = (Object.keys(outcomeWords) as Outcome[])
    .filter((outcome) => count(outcome) > 0)
    .map((outcome) => `  ${count(outcome)} ${outcomeWords[outcome]}`);
  return [
    `Review of access: ${review.name}`,
    `  at ${tenant.name} (${tenant.id})`,
    `  about ${scope.kind}: ${scope.items.map(({ name }) => name).join(", ")}`,
    `  started by ${startedBy.name} on ${review.startedAt}, until ${review.deadline}`,
    `  ${endedBy ? `ended early by ${endedBy.name}, ` : ""}closed on ${review.closedAt}`,
    `${lines.length} lines:`,
    ...counts,
    ...(lapsed > 0 ? [`  ${lapsed} of these because nobody had decided by the end`] : []),
  ];
}
