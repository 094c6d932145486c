import { hash } from "node:crypto";
import type { NormalizedEvent } from "../rules/normalized-event.ts";
import { type Candidate, findBursts } from "./bursts.ts";
import { parametersOf, type Scope } from "./scope.ts";

/** An event that a rule selected, as one of its correlations counts it. Keys are SHA-256 in hex. */
export type Match = {
  eventId: string;
  occurredAt: Date;
  /** Null for what is kept and not counted. */
  groupKey: string | null;
  label: string;
  countedKey: string | null;
};

/** What people read of a group; a sender may write kilobytes. */
const MAX_LABEL_LENGTH = 256;

/** The matches of a correlation among selected events. */
export function matchesOf({ correlation }: Scope, events: readonly NormalizedEvent[]): Match[] {
  const { groupOf, countedOf, distinct } = correlation;
  return events.flatMap((event): Match[] => {
    const group = groupOf(event);
    if (group === null) return [];
    const counted = countedOf?.(event) ?? null;
    const isCounted = distinct === undefined || counted !== null;
    return [
      {
        eventId: event.id,
        occurredAt: event.occurredAt,
        groupKey: isCounted ? keyOf(group.key) : null,
        label: shortened(group.label),
        countedKey: counted === null ? null : keyOf(counted),
      },
    ];
  });
}

/** Senders' texts may be longer than a B-tree takes, their hash is not. */
function keyOf(text: string): string {
  return hash("sha256", text, "hex");
}

function shortened(text: string): string {
  if (text.length <= MAX_LABEL_LENGTH) return text;
  return `${text.slice(0, MAX_LABEL_LENGTH - 1)}`.toWellFormed().concat("…");
}

/** A key as the database has it. */
export function bytesOf(key: string | null): Buffer | null {
  return key === null ? null : Buffer.from(key, "hex");
}

/** The span that is within a correlation's window of each match, as ISO 8601: when it opens, and closes. */
export function spansOf(
  { correlation }: Scope,
  matches: readonly Match[],
): { opens: string[]; closes: string[] } {
  const windowMs = correlation.windowSeconds * 1000;
  const shifted = (ms: number) =>
    matches.map(({ occurredAt }) => new Date(occurredAt.getTime() + ms).toISOString());
  return { opens: shifted(-windowMs), closes: shifted(windowMs) };
}

/** Stores matches; one that is stored already stays as it is. */
export async function storeMatches(scope: Scope, matches: readonly Match[]): Promise<void> {
  await scope.sql(
    `INSERT INTO rule_matches (tenant_id, rule_id, group_by, event_id, group_key, group_value,
       counted_key, occurred_at)
     SELECT $1, $2, $3, m.*
     FROM unnest($4::uuid[], $5::bytea[], $6::text[], $7::bytea[], $8::timestamptz[]) AS m
     ON CONFLICT DO NOTHING`,
    [
      ...parametersOf(scope),
      matches.map((match) => match.eventId),
      matches.map((match) => bytesOf(match.groupKey)),
      matches.map((match) => match.label),
      matches.map((match) => bytesOf(match.countedKey)),
      matches.map((match) => match.occurredAt.toISOString()),
    ],
  );
}

/** A match as it is stored, without an alert. */
export type Waiting = Candidate & {
  eventId: string;
  groupKey: string;
  label: string;
};

// `threshold` matches in a row, in the one order that they have, show a burst whenever there is one:
// so many on either side of each new match are read, however many there are. What is compared with a
// column is never computed here: under row-level security a function that is not leakproof would be a
// filter over the whole group, instead of a place in the index.
const selectNeighbours = `
  SELECT near.event_id AS "eventId", near.occurred_at AS "occurredAt",
    encode(fresh.group_key, 'hex') AS "groupKey", near.group_value AS label,
    encode(near.counted_key, 'hex') AS counted
  FROM unnest($4::bytea[], $5::uuid[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[])
    AS fresh (group_key, event_id, at, opens, closes)
  CROSS JOIN LATERAL (
    (SELECT event_id, occurred_at, group_value, counted_key FROM rule_matches
     WHERE tenant_id = $1 AND rule_id = $2 AND group_by = $3 AND group_key = fresh.group_key
       AND alert_id IS NULL AND (occurred_at, event_id) <= (fresh.at, fresh.event_id)
       AND occurred_at > fresh.opens
     ORDER BY occurred_at DESC, event_id DESC LIMIT $9)
    UNION ALL
    (SELECT event_id, occurred_at, group_value, counted_key FROM rule_matches
     WHERE tenant_id = $1 AND rule_id = $2 AND group_by = $3 AND group_key = fresh.group_key
       AND alert_id IS NULL AND (occurred_at, event_id) > (fresh.at, fresh.event_id)
       AND occurred_at < fresh.closes
     ORDER BY occurred_at, event_id LIMIT $9)
  ) AS near`;

/** The bursts that new matches, which must be stored, are part of; at least `threshold` of each. */
export async function findNewBursts(scope: Scope, fresh: readonly Match[]): Promise<Waiting[][]> {
  const { sql, correlation } = scope;
  const { opens, closes } = spansOf(scope, fresh);
  const found = await sql<Waiting>(selectNeighbours, [
    ...parametersOf(scope),
    fresh.map((match) => bytesOf(match.groupKey)),
    fresh.map((match) => match.eventId),
    fresh.map((match) => match.occurredAt.toISOString()),
    opens,
    closes,
    correlation.threshold,
  ]);
  const distinct = new Map(found.map((match) => [match.eventId, match]));
  const inOrder = [...distinct.values()].sort(
    (a, b) => a.occurredAt.getTime() - b.occurredAt.getTime(),
  );
  const groups = Map.groupBy(inOrder, (match) => match.groupKey);
  return [...groups.values()].flatMap((matches) => findBursts(matches, correlation));
}
