import { nobody } from "../../authz/engine/access.ts";
import type { PrincipalFacts } from "../../authz/engine/facts.ts";
import type { Policy } from "../../authz/engine/policy.ts";
import { newViolations } from "../../authz/engine/require-separation.ts";
import { hadWords } from "../../authz/engine/separation-words.ts";
import { violationsOf } from "../../authz/engine/violations.ts";
import type { Sql } from "../../platform/db.ts";
import { LAPSE_DAYS } from "./schema.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A separation of duty that somebody would break with a role from a moment on, in milliseconds since 1970. */
type Forbidding = {
  rule: { id: string; name: string };
  /** What they would have together: "Approver and Clerk". */
  together: string;
  from: number;
};

/**
 * The separations of duty because of which a role could not be given somebody now for so long: what
 * `changeAccess` would refuse when it is approved.
 */
export function forbiddenBy(
  policy: Policy,
  { holdings, grants, exceptions }: Pick<PrincipalFacts, "holdings" | "grants" | "exceptions">,
  roleId: string,
  minutes: number,
): Forbidding[] {
  const now = Date.now();
  const facts = { ...nobody, holdings, grants, exceptions };
  const endsAt = now + minutes * MINUTE_MS;
  const given = { roleId, via: null, startsAt: now, endsAt };
  const stateOf = (each: PrincipalFacts) => {
    const person = { name: "", facts: each, violations: violationsOf(policy, each, now) };
    return { policy, people: new Map([["", person]]) };
  };
  const after = { ...facts, holdings: [...holdings, given] };
  return newViolations(stateOf(facts), stateOf(after)).map(({ violation }) => {
    const { ruleId: id, had, from } = violation;
    const name = policy.sodRules.find((rule) => rule.id === id)?.name ?? id;
    return { rule: { id, name }, together: hadWords(policy, had), from };
  });
}

/** Until when an exception must hold for a role that is asked for now: the latest end it can come to have. */
export function latestEnd(minutes: number): Date {
  return new Date(Date.now() + LAPSE_DAYS * DAY_MS + minutes * MINUTE_MS);
}

/** The rules from which an exception was asked for somebody that nobody has decided, and until when. */
export async function readAsked(
  sql: Sql,
  tenantId: string,
  userId: string,
): Promise<Map<string, Date>> {
  const rows = await sql<{ ruleId: string; endsAt: Date }>(
    `SELECT rule_id AS "ruleId", ends_at AS "endsAt" FROM sod_exceptions
     WHERE tenant_id = $1 AND user_id = $2 AND state = 'asked' AND ends_at > now()`,
    [tenantId, userId],
  );
  return new Map(rows.map(({ ruleId, endsAt }) => [ruleId, endsAt]));
}
