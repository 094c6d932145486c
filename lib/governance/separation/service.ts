import { randomUUID } from "node:crypto";
import { defineAction } from "../../action/define-action.ts";
import { announceAccess } from "../../authz/change/announce.ts";
import { changeAccess } from "../../authz/change/change-access.ts";
import { claimAccess } from "../../authz/change/claim-access.ts";
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
  requireUnbound,
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
    await changeAccess(tx, actor, "sod.update", {}, async ({ policy }) => {
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
          details: { after: rule, ...concerned },
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
    const { result: before } = await changeAccess(tx, actor, "sod.update", {}, async (claimed) => {
      const found = await requireRule(tx, tenantId, ruleId);
      requireUnbound(claimed.access, found);
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
      await setMembers(tx, { tenantId, ruleId }, rule, claimed.policy);
      return wordsOf(found);
    });
    const concerned = await concernedBy(tx, tenantId, ruleId);
    return {
      data: { ruleId },
      events: [
        {
          action: "sod_rule.updated",
          target: { type: "sod_rule", id: ruleId, name: rule.name },
          ...(reason ? { reason } : {}),
          details: { before, after: rule, ...concerned },
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
    const access = await claimAccess(tx, actor, "sod.update");
    const found = await requireRule(tx, tenantId, ruleId);
    requireUnbound(access, found);
    await tx.sodRule.delete({ where: { tenantId_id: { tenantId, id: ruleId } } });
    return {
      data: { ruleId },
      events: [
        {
          action: "sod_rule.deleted",
          target: { type: "sod_rule", id: ruleId, name: found.name },
          ...(reason ? { reason } : {}),
          details: { before: wordsOf(found) },
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
    const current = { tenantId, ruleId, userId, state: { in: ["asked", "approved"] } };
    await tx.sodException.updateMany({
      where: { ...current, endsAt: { lte: new Date() } },
      data: { state: "ended" },
    });
    if (await tx.sodException.findFirst({ where: current, select: { id: true } })) {
      const message = `There is an exception for ${person.name} already. End it first.`;
      throw new GatehouseError("conflict", message);
    }
    const exceptionId = randomUUID();
    const asked = { askedBy: actor.id, askedByName: actor.name };
    const data = { tenantId, id: exceptionId, ruleId, userId, endsAt, reason, ...asked };
    await tx.sodException.create({ data });
    const about = { id: exceptionId, rule: { id: ruleId, name: rule.name }, person: person.name };
    return {
      data: { exceptionId },
      events: [
        { action: "sod_exception.created", reason, ...eventOf({ ...about, userId, endsAt }) },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Lets somebody break a rule for a time; not oneself, and not what one has asked for. */
export const approveException = defineAction({
  permission: "sod_exception.approve",
  input: decideExceptionInput,
  run: async (tx, { exceptionId, reason }, actor) => {
    const found = await decideException(tx, actor, exceptionId, "approved");
    return {
      data: { exceptionId },
      events: [
        { action: "sod_exception.approved", ...(reason ? { reason } : {}), ...eventOf(found) },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

export const refuseException = defineAction({
  permission: "sod_exception.approve",
  input: decideExceptionInput,
  run: async (tx, { exceptionId, reason }, actor) => {
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
    await claimAccess(tx, actor, "sod_exception.approve");
    const found = await requireException(tx, actor.tenantId, exceptionId, "approved");
    await setState(tx, actor.tenantId, exceptionId, { state: "ended" });
    return {
      data: { exceptionId },
      events: [{ action: "sod_exception.ended", ...(reason ? { reason } : {}), ...eventOf(found) }],
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

async function decideException(
  tx: TenantTx,
  actor: Actor,
  exceptionId: string,
  state: "approved" | "refused",
) {
  const { tenantId } = actor;
  requirePerson(actor);
  await claimAccess(tx, actor, "sod_exception.approve");
  const found = await requireException(tx, tenantId, exceptionId, "asked");
  if (found.askedBy === actor.id || found.userId === actor.id) {
    const message = "Somebody else has to decide this: you have asked for it, or it is about you.";
    throw new GatehouseError("permission_denied", message);
  }
  const decided = { decidedBy: actor.id, decidedByName: actor.name, decidedAt: new Date() };
  await setState(tx, tenantId, exceptionId, { state, ...decided });
  return found;
}

type About = {
  id: string;
  rule: { id: string; name: string };
  person: string;
  userId: string;
  endsAt: string;
};

function eventOf({ id, rule, person, userId, endsAt }: About) {
  return {
    target: { type: "sod_exception", id, name: `${person}, ${rule.name}` },
    details: { ruleId: rule.id, ruleName: rule.name, userId, userName: person, endsAt },
  };
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
