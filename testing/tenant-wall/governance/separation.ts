import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { putResourceType } from "../../../lib/access/resources/service.ts";
import type { Actor } from "../../../lib/authz/guard/actor.ts";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import {
  getExceptionNeed,
  listSodExceptions,
  listSodRules,
} from "../../../lib/governance/separation/queries.ts";
import {
  approveException,
  askException,
  createSodRule,
  deleteSodRule,
  endException,
  refuseException,
  updateSodRule,
  withdrawException,
} from "../../../lib/governance/separation/service.ts";
import { dataOf } from "../../data-of.ts";
import { a, b, factory, inAnHour, makeRole, notFound, type Probes } from "../wall.ts";

export const separation: Probes = {
  "governance/separation/queries.listSodRules": async () => {
    const { ruleId } = await makeSodRule(b);
    const idsOf = async (actor: Actor) =>
      (await listSodRules(await requirePermission(actor, "sod.read"))).map(({ id }) => id);
    expect(await idsOf(b)).toContain(ruleId);
    expect(await idsOf(a)).not.toContain(ruleId);
  },
  "governance/separation/queries.listSodExceptions": async () => {
    const { exceptionId } = await makeException(b);
    const idsOf = async (actor: Actor) =>
      (await listSodExceptions(await requirePermission(actor, "sod.read"))).map(({ id }) => id);
    expect(await idsOf(b)).toContain(exceptionId);
    expect(await idsOf(a)).not.toContain(exceptionId);
  },
  "governance/separation/queries.getExceptionNeed": async () => {
    const { ruleId, roles } = await makeSodRule(b);
    await factory.query(
      "INSERT INTO role_assignments (tenant_id, user_id, role) SELECT $1, $2, unnest($3::text[])",
      [b.tenantId, b.id, roles],
    );
    const needOf = async (actor: Actor) =>
      getExceptionNeed(await requirePermission(actor, "sod.read"), { ruleId, userId: b.id });
    expect(await needOf(b)).toEqual({ by: "held" });
    expect(await needOf(a)).toEqual({ by: "nothing" });
  },
  "governance/separation/service.createSodRule": async () => {
    const roles = [await makeRole(a), await makeRole(b)];
    const mixed = await createSodRule(a, { name: randomUUID(), kind: "static", roles });
    expect(mixed).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    const type = `t${randomUUID()}`;
    const actions = [{ name: "open" }, { name: "close" }];
    dataOf(await putResourceType(b, { type, name: type, actions }));
    const permissions = actions.map(({ name }) => `${type}.${name}`);
    const foreign = await createSodRule(a, { name: randomUUID(), kind: "static", permissions });
    expect(foreign).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    const { ruleId } = await makeSodRule(a);
    const rows = await factory.query("SELECT tenant_id FROM sod_rules WHERE id = $1", [ruleId]);
    expect(rows).toEqual([{ tenant_id: a.tenantId }]);
  },
  "governance/separation/service.updateSodRule": async () => {
    const { ruleId, roles } = await makeSodRule(b);
    const basedOn = new Date().toISOString();
    const input = { ruleId, name: "Taken", kind: "dynamic", roles, basedOn };
    expect(await updateSodRule(a, input)).toMatchObject(notFound);
    const rows = await factory.query("SELECT kind FROM sod_rules WHERE id = $1", [ruleId]);
    expect(rows).toEqual([{ kind: "static" }]);
  },
  "governance/separation/service.deleteSodRule": async () => {
    const { ruleId } = await makeSodRule(b);
    expect(await deleteSodRule(a, { ruleId })).toMatchObject(notFound);
    expect(await factory.query("SELECT 1 FROM sod_rules WHERE id = $1", [ruleId])).toHaveLength(1);
  },
  "governance/separation/service.askException": async () => {
    const [ofA, ofB] = [await makeSodRule(a), await makeSodRule(b)];
    const asked = { reason: "Wall", endsAt: inAnHour() };
    for (const input of [
      { ...asked, ruleId: ofB.ruleId, userId: a.id },
      { ...asked, ruleId: ofA.ruleId, userId: b.id },
    ]) {
      expect(await askException(a, input)).toMatchObject(notFound);
    }
  },
  "governance/separation/service.approveException": async () => {
    const { exceptionId } = await makeException(b);
    expect(await approveException(a, { exceptionId })).toMatchObject(notFound);
    await expectException(exceptionId, "asked");
  },
  "governance/separation/service.refuseException": async () => {
    const { exceptionId } = await makeException(b);
    expect(await refuseException(a, { exceptionId })).toMatchObject(notFound);
    await expectException(exceptionId, "asked");
  },
  "governance/separation/service.endException": async () => {
    const { exceptionId } = await makeException(b);
    const decider = await factory.createActor(b.tenantId);
    expect(await approveException(decider, { exceptionId })).toMatchObject({ ok: true });
    expect(await endException(a, { exceptionId })).toMatchObject(notFound);
    await expectException(exceptionId, "approved");
  },
  "governance/separation/service.withdrawException": async () => {
    const { exceptionId } = await makeException(b);
    expect(await withdrawException({ ...a, id: b.id }, { exceptionId })).toMatchObject({
      ok: false,
    });
    expect(await withdrawException(a, { exceptionId })).toMatchObject(notFound);
    await expectException(exceptionId, "asked");
  },
};

/** A separation of duty between two roles of its own. */
async function makeSodRule(actor: Actor): Promise<{ ruleId: string; roles: string[] }> {
  const roles = [await makeRole(actor), await makeRole(actor)];
  const input = { name: randomUUID(), kind: "static", roles };
  const { ruleId } = dataOf(await createSodRule(actor, input));
  return { ruleId, roles };
}

/** An exception that the actor has asked for about somebody else. */
async function makeException(actor: Actor): Promise<{ exceptionId: string }> {
  const { ruleId } = await makeSodRule(actor);
  const { id: userId } = await factory.createUser(actor.tenantId);
  const about = { ruleId, userId, endsAt: inAnHour(), reason: "Wall" };
  return dataOf(await askException(actor, about));
}

async function expectException(exceptionId: string, state: string): Promise<void> {
  const rows = await factory.query("SELECT state FROM sod_exceptions WHERE id = $1", [exceptionId]);
  expect(rows).toEqual([{ state }]);
}
