import { createHash } from "node:crypto";
import type { Json } from "../../core/canonical-json.ts";
import { GatehouseError } from "../../core/errors.ts";
import { sqlOf, type TenantTx } from "../../platform/db.ts";
import { env } from "../../platform/env.ts";
import { type EvidenceDocument, evidenceDocument } from "./evidence.ts";
import { signJws, tenantSigningKey } from "./jws.ts";
import { lineColumns, type StoredLine, type StoredReview, subjectOf } from "./rows.ts";

/**
 * Signs what a review that has just been closed came to, and keeps it with the public key.
 * @returns the key's name and the SHA-256 of the file, which belong into the event.
 */
export async function writeEvidence(
  tx: TenantTx,
  tenantId: string,
  review: StoredReview & { closedAt: Date },
): Promise<{ kid: string; sha256: string; lines: number }> {
  const tenant = await tx.tenant.findUnique({ where: { id: tenantId } });
  if (!tenant) throw new GatehouseError("not_found", "This tenant does not exist any more.");
  const lines = await sqlOf(tx)<StoredLine>(
    `SELECT ${lineColumns} FROM review_lines l
     WHERE l.tenant_id = $1::uuid AND l.review_id = $2::uuid ORDER BY l.position`,
    [tenantId, review.id],
  );
  const key = tenantSigningKey(env().AUTH_SECRET, tenantId);
  const value = documentOf({ id: tenantId, name: tenant.name }, review, lines);
  const document = signJws(value as Json, key);
  const { kid, jwk } = key;
  await tx.reviewKey.createMany({ data: { tenantId, kid, jwk }, skipDuplicates: true });
  await tx.reviewEvidence.create({ data: { tenantId, reviewId: review.id, kid, document } });
  return { kid, sha256: createHash("sha256").update(document).digest("hex"), lines: lines.length };
}

/** Parsed, so that nothing is signed that the check would not understand. */
function documentOf(
  tenant: EvidenceDocument["tenant"],
  review: StoredReview & { closedAt: Date },
  lines: readonly StoredLine[],
): EvidenceDocument {
  return evidenceDocument.parse({
    type: "gatehouse.access-review",
    version: 1,
    tenant,
    review: {
      id: review.id,
      name: review.name,
      scope: { kind: review.scopeKind, items: review.scope },
      startedBy: review.startedBy,
      startedAt: review.createdAt.toISOString(),
      deadline: review.deadline.toISOString(),
      endedBy: review.endedBy,
      undecided: review.undecided,
      closedAt: review.closedAt.toISOString(),
      auditEvents: review.eventIds,
    },
    lines: lines.map(lineOf),
  });
}

function lineOf(line: StoredLine): EvidenceDocument["lines"][number] {
  const { position, id, reviewer, decision, comment, question, answer, lapsed } = line;
  return {
    position,
    id,
    ...subjectOf(line),
    reviewer,
    decision,
    decidedBy: line.decidedBy,
    decidedAt: line.decidedAt?.toISOString() ?? null,
    comment,
    question,
    answer,
    answeredBy: line.answeredBy,
    answeredAt: line.answeredAt?.toISOString() ?? null,
    outcome: line.outcome ?? "undecided",
    outcomeReason: line.outcomeReason,
    lapsed,
    auditEvents: line.eventIds,
  };
}
