import { hash } from "node:crypto";
import type { Grant } from "../../authz/guard/grant.ts";
import { canonicalJson, type Json } from "../../core/canonical-json.ts";
import { findJsonFault } from "../../core/json-limits.ts";
import { takeTurns } from "../../core/take-turns.ts";
import { type EventRow, insertEvents } from "../../events/record.ts";
import { indexTokens, textsOf } from "../../events/tokens.ts";
import { type Sql, withTenantSql } from "../../platform/db.ts";
import {
  type IncomingEvent,
  type IngestResult,
  incomingEvent,
  MAX_EVENT_BYTES,
  type Rejection,
} from "./schema.ts";

/**
 * An event as its sender sent it, and where it stood in the batch. Numbers may be kept as text
 * (lib/core/kept-json.ts).
 */
export type BatchItem = { index: number; item: unknown };

type Candidate = { index: number; eventId: string; contentHash: Buffer; row: EventRow };

/** As much of a message is repeated to the sender. */
const MAX_SHOWN = 512;

const conflictReason = "another event with this id and other content was recorded before";

/**
 * Records what can be recorded of a batch, in one transaction, and says of each other item why not.
 * When this returns, the accepted events are durable; when it throws, none of them is there.
 * An id seen before with the same content counts as a duplicate, so a batch can safely be sent again.
 */
export async function ingestEvents(
  grant: Grant<"audit.record">,
  items: readonly BatchItem[],
): Promise<IngestResult> {
  const rejected: Rejection[] = [];
  const candidates = new Map<string, Candidate>();
  let duplicates = 0;
  const turn = takeTurns();
  for (const { index, item } of items) {
    await turn();
    const checked = checkItem(item, index);
    if ("reason" in checked) {
      rejected.push(checked);
      continue;
    }
    const twin = candidates.get(checked.eventId);
    if (!twin) candidates.set(checked.eventId, checked);
    else if (twin.contentHash.equals(checked.contentHash)) duplicates++;
    else rejected.push(conflict(checked));
  }
  const known = await store(grant.tenantId, [...candidates.values()]);
  for (const candidate of known) {
    if (candidate.sameContent) duplicates++;
    else rejected.push(conflict(candidate));
  }
  rejected.sort((a, b) => a.index - b.index);
  return { accepted: candidates.size - known.length, duplicates, rejected };
}

function conflict({ index, eventId }: Candidate): Rejection {
  return { index, id: eventId, path: "id", reason: conflictReason };
}

function checkItem(item: unknown, index: number): Candidate | Rejection {
  const fault = findJsonFault(item);
  if (fault) return { index, id: idOf(item), ...fault };
  const parsed = incomingEvent.safeParse(item);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = issue?.path.join(".") ?? "";
    const reason = issue?.message ?? "is not an event";
    return { index, id: idOf(item), path: shown(path), reason: shown(reason) };
  }
  const event = parsed.data;
  const canonical = canonicalJson(event as Json);
  if (Buffer.byteLength(canonical) > MAX_EVENT_BYTES) {
    const reason = `is larger than ${MAX_EVENT_BYTES / 1024} KiB`;
    return { index, id: event.id, path: "", reason };
  }
  const contentHash = hash("sha256", canonical, "buffer");
  return { index, eventId: event.id, contentHash, row: rowOf(event) };
}

/** The id of a refused item, when it is fit to be repeated to the sender. */
function idOf(item: unknown): string | null {
  if (typeof item !== "object" || item === null || !("id" in item)) return null;
  return typeof item.id === "string" ? item.id.slice(0, 128).toWellFormed() : null;
}

/** Names of unknown fields are the sender's, and as long as they please. */
function shown(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN).toWellFormed()}…` : text;
}

/** Cut, not rounded: 23:59:59.9996 is not the next day. Cursors count milliseconds as well. */
function toMilliseconds(instant: string): string {
  return instant.replace(/(\.\d{3})\d+/, "$1");
}

function rowOf(event: IncomingEvent): EventRow {
  const { actor, target, details, raw } = event;
  return {
    event_id: event.id,
    occurred_at: toMilliseconds(event.occurredAt),
    source: event.source,
    category: "external",
    actor_type: actor?.type ?? "external",
    actor_id: actor?.id ?? null,
    actor_name: actor?.name ?? null,
    on_behalf_of: event.onBehalfOf ?? null,
    action: event.action,
    outcome: event.outcome,
    target_type: target?.type ?? null,
    target_id: target?.id ?? null,
    target_name: target?.name ?? null,
    source_ip: event.sourceIp ?? null,
    user_agent: event.userAgent ?? null,
    request_id: event.requestId ?? null,
    session_id: event.sessionId ?? null,
    reason: event.reason ?? null,
    details: details === undefined ? null : JSON.stringify(details),
    raw: raw === undefined ? null : JSON.stringify(raw),
    search: indexTokens(textsOf(event)).join(" "),
  };
}

type Known = Candidate & { sameContent: boolean };

/** Inserts the candidates that are new and returns those that were known, in one transaction. */
function store(tenantId: string, candidates: Candidate[]): Promise<Known[]> {
  if (candidates.length === 0) return Promise.resolve([]);
  return withTenantSql(tenantId, async (sql) => {
    const fresh = await claimIds(sql, tenantId, candidates);
    const rows = candidates.filter((candidate) => fresh.has(candidate.eventId));
    await insertEvents(
      sql,
      tenantId,
      rows.map((candidate) => candidate.row),
    );
    const known = candidates.filter((candidate) => !fresh.has(candidate.eventId));
    return known.length > 0 ? compareContent(sql, tenantId, known) : [];
  });
}

/**
 * Claims the ids that no event has yet. A concurrent batch with the same id waits here until this
 * transaction ends; ids are claimed in order, so that two batches cannot wait for each other.
 */
async function claimIds(sql: Sql, tenantId: string, candidates: Candidate[]): Promise<Set<string>> {
  const claimed = await sql<{ event_id: string }>(
    `INSERT INTO audit_event_keys (tenant_id, event_id, content_hash)
     SELECT $1::uuid, k.event_id, k.content_hash
     FROM unnest($2::text[], $3::bytea[]) AS k (event_id, content_hash) ORDER BY k.event_id
     ON CONFLICT (tenant_id, event_id) DO NOTHING RETURNING event_id`,
    [
      tenantId,
      candidates.map((candidate) => candidate.eventId),
      candidates.map((candidate) => candidate.contentHash),
    ],
  );
  return new Set(claimed.map((row) => row.event_id));
}

async function compareContent(sql: Sql, tenantId: string, known: Candidate[]): Promise<Known[]> {
  const stored = await sql<{ event_id: string; content_hash: Buffer }>(
    `SELECT event_id, content_hash FROM audit_event_keys
     WHERE tenant_id = $1::uuid AND event_id = ANY ($2::text[])`,
    [tenantId, known.map((candidate) => candidate.eventId)],
  );
  const hashes = new Map(stored.map((row) => [row.event_id, row.content_hash]));
  return known.map((candidate) => ({
    ...candidate,
    sameContent: hashes.get(candidate.eventId)?.equals(candidate.contentHash) ?? false,
  }));
}
