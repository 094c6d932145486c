import { randomUUID } from "node:crypto";
import { defineAction } from "../../action/define-action.ts";
import { announceAccess } from "../../authz/change/announce.ts";
import { type Claimed, changeAccess } from "../../authz/change/change-access.ts";
import { claimAccess } from "../../authz/change/claim-access.ts";
import { aboutException, fileException } from "../../authz/change/file-exception.ts";
import { type BlastRadius, storable } from "../../authz/engine/blast-radius.ts";
import { compilePolicy } from "../../authz/engine/policy.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { readPolicyFacts } from "../../authz/store/read-facts.ts";
import { GatehouseError } from "../../core/errors.ts";
import { sqlOf, type TenantTx } from "../../platform/db.ts";
import {
  requireException,
  requireFreeName,
  requirePerson,
  requireRule,
  setMembers,
  setState,
  wordsOf,
} from "./checks.ts";
import { namesOfBreaking, readConflicts } from "./conflicts.ts";
import {
  askExceptionInput,
  createSodRuleInput,
  decideExceptionInput,
  deleteSodRuleInput,
  updateSodRuleInput,
} from "./schema.ts";

/**
 * Keeps roles and permissions apart. Whoever has them together already is named, and keeps them; so is
 * a role that holds them by itself.
 */
export const createSodRule = defineAction({
  permission: "sod.update",
  input: createSodRuleInput,
  run: async (tx, { reason, ...rule }, actor) => {
    const { tenantId } = actor;
    const ruleId = randomUUID();
    // Refuses a rule that would make some role impossible to have.
    const { radius } = await changeAccess(tx, actor, "sod.update", {}, async ({ policy }) => {
      await requireFreeName(tx, tenantId, rule.name);
      const { name, description, kind, limit: roleLimit } = rule;
      const data = { tenantId, id: ruleId, name, description, kind, roleLimit };
      await tx.sodRule.create({ data });
      await setMembers(tx, { tenantId, ruleId }, rule, policy);
    });
    const concerned = await concernedBy(tx, tenantId, ruleId);
    return {
      data: { ruleId },
      events: [
        {
          action: "sod_rule.created",
          target: { type: "sod_rule", id: ruleId, name: rule.name },
          ...(reason ? { reason } : {}),
          details: { after: rule, ...concerned, radius: storable(radius) },
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

export const updateSodRule = defineAction({
  permission: "sod.update",
  input: updateSodRuleInput,
  run: async (tx, { ruleId, basedOn, reason, ...rule }, actor) => {
    const { tenantId } = actor;
    const update = async ({ policy }: Claimed) => {
      const found = await requireRule(tx, tenantId, ruleId);
      if (found.updatedAt.getTime() !== Date.parse(basedOn)) {
        const message = `Somebody changed ${found.name} after you opened it. Load it again first.`;
        throw new GatehouseError("conflict", message);
      }
      await requireFreeName(tx, tenantId, rule.name, ruleId);
      const { name, description, kind, limit: roleLimit } = rule;
      await tx.sodRule.update({
        where: { tenantId_id: { tenantId, id: ruleId } },
        data: { name, description, kind, roleLimit, updatedAt: new Date() },
      });
      await setMembers(tx, { tenantId, ruleId }, rule, policy);
      return wordsOf(found);
    };
    const changed = await changeAccess(tx, actor, "sod.update", {}, update);
    const { result: before, radius } = changed;
    const concerned = await concernedBy(tx, tenantId, ruleId);
    return {
      data: { ruleId },
      events: [
        {
          action: "sod_rule.updated",
          target: { type: "sod_rule", id: ruleId, name: rule.name },
          ...(reason ? { reason } : {}),
          details: { before, after: rule, ...concerned, radius: storable(radius) },
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Gives a rule up, and every exception from it. */
export const deleteSodRule = defineAction({
  permission: "sod.update",
  input: deleteSodRuleInput,
  run: async (tx, { ruleId, reason }, actor) => {
    const { tenantId } = actor;
    const remove = async () => {
      const rule = await requireRule(tx, tenantId, ruleId);
      await tx.sodRule.delete({ where: { tenantId_id: { tenantId, id: ruleId } } });
      return rule;
    };
    const { result: found, radius } = await changeAccess(tx, actor, "sod.update", {}, remove);
    return {
      data: { ruleId },
      events: [
        {
          action: "sod_rule.deleted",
          target: { type: "sod_rule", id: ruleId, name: found.name },
          ...(reason ? { reason } : {}),
          details: { before: wordsOf(found), radius: storable(radius) },
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Asks that somebody may break a rule until a moment. It holds when somebody else has approved it. */
export const askException = defineAction({
  permission: "sod_exception.create",
  input: askExceptionInput,
  run: async (tx, { ruleId, userId, endsAt, reason }, actor) => {
    const { tenantId } = actor;
    requirePerson(actor);
    await claimAccess(tx, actor, "sod_exception.create");
    const rule = await requireRule(tx, tenantId, ruleId);
    const person = await tx.user.findUnique({
      where: { tenantId_id: { tenantId, id: userId } },
      select: { name: true },
    });
    if (!person) throw new GatehouseError("not_found", "There is no such person.");
    const { name } = person;
    const about = { rule: { id: ruleId, name: rule.name }, person: { id: userId, name } };
    const { exceptionId, event } = await fileException(tx, actor, { ...about, endsAt, reason });
    return { data: { exceptionId }, events: [event] };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Lets somebody break a rule for a time; not oneself, and not what one has asked for. */
export const approveException = defineAction({
  permission: "sod_exception.approve",
  input: decideExceptionInput,
  run: async (tx, { exceptionId, reason }, actor) => {
    const decide = () => decideException(tx, actor, exceptionId, "approved");
    const { result, radius } = await changeException(tx, actor, exceptionId, decide);
    const about = eventOf(result, radius);
    return {
      data: { exceptionId },
      events: [{ action: "sod_exception.approved", ...(reason ? { reason } : {}), ...about }],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

export const refuseException = defineAction({
  permission: "sod_exception.approve",
  input: decideExceptionInput,
  run: async (tx, { exceptionId, reason }, actor) => {
    await claimAccess(tx, actor, "sod_exception.approve");
    const found = await decideException(tx, actor, exceptionId, "refused");
    return {
      data: { exceptionId },
      events: [
        { action: "sod_exception.refused", ...(reason ? { reason } : {}), ...eventOf(found) },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Ends an exception before its time. Roles that it let somebody have stay, and are listed. */
export const endException = defineAction({
  permission: "sod_exception.approve",
  input: decideExceptionInput,
  run: async (tx, { exceptionId, reason }, actor) => {
    const end = async () => {
      const found = await requireException(tx, actor.tenantId, exceptionId, "approved");
      await setState(tx, actor.tenantId, exceptionId, { state: "ended" });
      return found;
    };
    const { result, radius } = await changeException(tx, actor, exceptionId, end);
    const about = eventOf(result, radius);
    return {
      data: { exceptionId },
      events: [{ action: "sod_exception.ended", ...(reason ? { reason } : {}), ...about }],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Takes back what one has asked for and nobody has decided yet. */
export const withdrawException = defineAction({
  permission: "sod_exception.create",
  input: decideExceptionInput,
  run: async (tx, { exceptionId, reason }, actor) => {
    await claimAccess(tx, actor, "sod_exception.create");
    const found = await requireException(tx, actor.tenantId, exceptionId, "asked");
    if (found.askedBy !== actor.id) {
      throw new GatehouseError("permission_denied", "Only who has asked for it can withdraw it.");
    }
    await setState(tx, actor.tenantId, exceptionId, { state: "ended" });
    return {
      data: { exceptionId },
      events: [{ action: "sod_exception.ended", ...(reason ? { reason } : {}), ...eventOf(found) }],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Begins or ends an exception. Two people answer for one, and its end only restores what the rule says. */
async function changeException<Found>(
  tx: TenantTx,
  actor: Actor,
  id: string,
  change: () => Promise<Found>,
) {
  const where = { tenantId_id: { tenantId: actor.tenantId, id } };
  const found = await tx.sodException.findUnique({ where, select: { userId: true } });
  if (!found) throw new GatehouseError("not_found", "There is no such exception.");
  const concerned = { users: [found.userId] };
  return changeAccess(tx, actor, "sod_exception.approve", concerned, change, "mandate");
}

async function decideException(
  tx: TenantTx,
  actor: Actor,
  exceptionId: string,
  state: "approved" | "refused",
) {
  const { tenantId } = actor;
  requirePerson(actor);
  const found = await requireException(tx, tenantId, exceptionId, "asked");
  if (found.askedBy === actor.id || found.userId === actor.id) {
    const message = "Somebody else has to decide this: you have asked for it, or it is about you.";
    throw new GatehouseError("permission_denied", message);
  }
  const decided = { decidedBy: actor.id, decidedByName: actor.name, decidedAt: new Date() };
  await setState(tx, tenantId, exceptionId, { state, ...decided });
  return found;
}

type Found = Awaited<ReturnType<typeof requireException>>;

function eventOf({ userId, person, ...found }: Found, radius?: BlastRadius) {
  const about = aboutException({ ...found, person: { id: userId, name: person } });
  if (!radius) return about;
  return { ...about, details: { ...about.details, radius: storable(radius) } };
}

/** How many people an event names; the rest it counts. */
const NAMED_PEOPLE = 100;

async function concernedBy(tx: TenantTx, tenantId: string, ruleId: string) {
  const sql = sqlOf(tx);
  const policy = compilePolicy(await readPolicyFacts(sql, tenantId));
  const people = (await readConflicts(sql, tenantId, policy)).get(ruleId) ?? [];
  const breakingRoles = namesOfBreaking(policy).get(ruleId) ?? [];
  return { peopleCount: people.length, people: people.slice(0, NAMED_PEOPLE), breakingRoles };
}
