import { aboutException, fileException } from "../../authz/change/file-exception.ts";
import { compilePolicy, type Policy } from "../../authz/engine/policy.ts";
import { SeparationBroken } from "../../authz/engine/require-separation.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { readPeopleFacts, readPolicyFacts } from "../../authz/store/read-facts.ts";
import type { PortalEvent } from "../../events/record.ts";
import { sqlOf, type TenantTx } from "../../platform/db.ts";
import { forbiddenBy, latestEnd, readAsked } from "./forbidden.ts";
import { MAX_REQUEST_MINUTES } from "./schema.ts";

type Wanted = {
  role: { id: string; name: string };
  minutes: number;
  /** Why they should be excepted; null when they do not ask for it. */
  exception: string | null;
};

/**
 * Asks for the exceptions without which nobody could approve that the actor gets a role for so long. One
 * that was asked for before and lasts long enough is not asked for again.
 * @returns the events of those.
 * @throws SeparationBroken when one is needed and not asked for.
 */
export async function askExceptions(
  tx: TenantTx,
  actor: Actor,
  policy: Policy,
  { role, minutes, exception }: Wanted,
): Promise<PortalEvent[]> {
  const { tenantId, id: userId, name } = actor;
  const sql = sqlOf(tx);
  const facts = (await readPeopleFacts(sql, tenantId, [userId], new Date())).get(userId);
  if (!facts) return [];
  const asked = await readAsked(sql, tenantId, userId);
  const events: PortalEvent[] = [];
  for (const { rule, together } of forbiddenBy(policy, facts, role.id, minutes)) {
    const until = asked.get(rule.id)?.getTime() ?? 0;
    if (until >= Date.now() + minutes * 60_000) continue;
    if (exception === null) {
      const message = `With ${role.name} you would have ${together}, which the separation of duty “${rule.name}” forbids. Ask for an exception with it.`;
      throw new SeparationBroken(message, { ruleId: rule.id, userId });
    }
    const endsAt = latestEnd(minutes).toISOString();
    const person = { id: userId, name };
    const filed = await fileException(tx, actor, { rule, person, endsAt, reason: exception });
    events.push(filed.event);
  }
  return events;
}

type Given = { tenantId: string; userId: string; roleId: string };

/**
 * Ends what a person has asked for themselves, and nobody has decided, that was needed for a role which they
 * no longer wait for.
 * @returns the events of those.
 */
export async function withdrawExceptions(
  tx: TenantTx,
  { tenantId, userId, roleId }: Given,
): Promise<PortalEvent[]> {
  const sql = sqlOf(tx);
  const policy = compilePolicy(await readPolicyFacts(sql, tenantId));
  const facts = (await readPeopleFacts(sql, tenantId, [userId], new Date())).get(userId);
  const rules = facts ? forbiddenBy(policy, facts, roleId, MAX_REQUEST_MINUTES) : [];
  const where = { tenantId, userId, askedBy: userId, state: "asked" };
  const asked = await tx.sodException.findMany({
    where: { ...where, ruleId: { in: rules.map(({ rule }) => rule.id) } },
    include: { rule: { select: { id: true, name: true } }, user: { select: { name: true } } },
  });
  await tx.sodException.updateMany({
    where: { tenantId, id: { in: asked.map(({ id }) => id) } },
    data: { state: "ended" },
  });
  return asked.map(({ id, rule, user, endsAt }) => {
    const person = { id: userId, name: user.name };
    const about = aboutException({ id, rule, person, endsAt: endsAt.toISOString() });
    return { action: "sod_exception.ended", ...about };
  });
}
