import type { Grant } from "../../authz/guard/grant.ts";
import { GatehouseError } from "../../core/errors.ts";
import { type Sql, withTenantSnapshot } from "../../platform/db.ts";
import { findGivers } from "./givers.ts";
import type { Origin } from "./held.ts";
import { Judge } from "./judge.ts";
import { type Candidate, readCandidates } from "./people-history.ts";
import { countedBy, onlyRoles, readPolicyHistory, rolesThatCount } from "./policy-history.ts";
import { relevantTo } from "./question.ts";
import { historyOf } from "./read-history.ts";
import type { Given, TracedPerson, TracePage, TraceQuestion } from "./schema.ts";
import type { Span } from "./span.ts";
import { placesIn, readTargetHistory } from "./target-history.ts";
import { type FoundStretch, stretchesOf } from "./ways.ts";
import { worldsOf } from "./worlds.ts";

/**
 * Everybody who could do something at any moment of a span, by name: when, on which ways, and who gave
 * them what they had. Every moment is decided by the engine, as it would have been then.
 * @param paging `cursor` is that of another page of the same question.
 * @throws GatehouseError invalid_input for a span that lies in the future, or a damaged cursor.
 */
export async function traceAccess(
  { tenantId }: Grant<"access.trace">,
  question: TraceQuestion,
  paging: { cursor?: string | undefined; limit: number },
): Promise<TracePage> {
  const span = spanOf(question);
  const offset = offsetOf(paging.cursor);
  const { judge, able } = await withTenantSnapshot(
    tenantId,
    (sql) => find(sql, tenantId, question, span),
    "heavy",
  );
  const page = able.slice(offset, offset + paging.limit).map((candidate) => ({
    candidate,
    stretches: stretchesOf(question.permission, candidate, judge.momentsOf(candidate)),
  }));
  const ways = page.flatMap(({ stretches }) => stretches.flatMap((stretch) => stretch.ways));
  const origins = ways.flatMap(({ given, joined }) => (joined ? [given, joined] : [given]));
  const givers = await findGivers(tenantId, [...new Set(origins)]);
  return {
    rows: page.map(({ candidate, stretches }) => personOf(candidate, stretches, span, givers)),
    total: able.length,
    nextCursor: offset + paging.limit < able.length ? String(offset + paging.limit) : null,
    previousCursor: offset > 0 ? String(Math.max(0, offset - paging.limit)) : null,
    from: isoOf(span.from),
    to: isoOf(span.to),
  };
}

type Found = { judge: Judge; able: Candidate[] };

async function find(
  sql: Sql,
  tenantId: string,
  { permission, resourceType, resourceId }: TraceQuestion,
  span: Span,
): Promise<Found> {
  const history = historyOf(sql, tenantId, span);
  const relevant = relevantTo(permission);
  const policy = await readPolicyHistory(history, relevant);
  const ref = resourceType && resourceId ? { type: resourceType, id: resourceId } : null;
  const target = ref && (await readTargetHistory(history, ref));
  const roles = rolesThatCount(relevant, policy);
  const places = target ? placesIn(target) : [];
  const counted = countedBy(policy.rulePermissions);
  const about = { relevant, counted, roles, places };
  const candidates = await readCandidates(sql, tenantId, history, about);
  const worlds = worldsOf(span, onlyRoles(policy, roles.all), target);
  const judge = new Judge(permission, worlds);
  return { judge, able: candidates.filter((candidate) => judge.isAble(candidate)) };
}

function spanOf({ from, to }: TraceQuestion): Span {
  const now = Date.now();
  const span = { from: Date.parse(from), to: Math.min(Date.parse(to), now) };
  if (span.from < span.to) return span;
  const message = "This is still to come. Choose a time in the past.";
  throw new GatehouseError("invalid_input", message, { from: [message] });
}

function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  const message = "This page link is damaged. Go back to the first page.";
  throw new GatehouseError("invalid_input", message, { cursor: [message] });
}

function personOf(
  { id, name, email, status }: Candidate,
  stretches: readonly FoundStretch[],
  span: Span,
  givers: ReadonlyMap<Origin, Given>,
): TracedPerson {
  const given = (origin: Origin): Given =>
    givers.get(origin) ?? { at: isoOf(origin.at), reason: origin.reason, by: null, eventId: null };
  return {
    id,
    name,
    email,
    status,
    stretches: stretches.map(({ from, to, ways }) => ({
      from: isoOf(from),
      to: isoOf(to),
      began: from > span.from,
      ended: to < span.to,
      ways: ways.map((way) => ({
        from: isoOf(way.from),
        to: isoOf(way.to),
        reason: way.reason,
        rule: way.rule,
        given: given(way.given),
        joined: way.joined && given(way.joined),
      })),
    })),
  };
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
