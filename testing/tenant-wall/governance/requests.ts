import { expect } from "vitest";
import type { Actor } from "../../../lib/authz/guard/actor.ts";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import {
  countRequests,
  listElevationRules,
  listGivenForTime,
  listInForce,
  listOwnRequests,
  listPending,
  listRequestable,
  searchRequests,
} from "../../../lib/governance/requests/queries.ts";
import {
  approveRequest,
  breakGlass,
  createRequest,
  endElevation,
  giveBack,
  refuseRequest,
  updateElevation,
  withdrawRequest,
} from "../../../lib/governance/requests/service.ts";
import { dataOf } from "../../data-of.ts";
import { a, b, factory, makeRole, notFound, type Probes } from "../wall.ts";

export const requests: Probes = {
  "governance/requests/queries.listElevationRules": async () => {
    const roleId = await makeElevation(b);
    const rules = await listElevationRules(
      await requirePermission(a, "elevation.update"),
      a.access,
    );
    expect(rules.length).toBeGreaterThan(0);
    expect(rules.map(({ role }) => role.id)).not.toContain(roleId);
  },
  "governance/requests/queries.listRequestable": async () => {
    const roleId = await makeElevation(b);
    const grantOf = (actor: Actor) => requirePermission(actor, "access_request.create");
    const ofB = await listRequestable(await grantOf(b), b.id);
    expect(ofB.map(({ id }) => id)).toContain(roleId);
    for (const userId of [a.id, b.id]) {
      const found = await listRequestable(await grantOf(a), userId);
      expect(found.map(({ id }) => id)).not.toContain(roleId);
    }
  },
  "governance/requests/queries.listOwnRequests": async () => {
    await makeRequest(b);
    const grant = await requirePermission(a, "access_request.create");
    expect(await listOwnRequests(grant, b.id)).toEqual([]);
  },
  "governance/requests/queries.listPending": async () => {
    const requestId = await makeRequest(b);
    const found = await listPending(await requirePermission(a, "access_request.read"));
    expect(found.map(({ id }) => id)).not.toContain(requestId);
  },
  "governance/requests/queries.listInForce": async () => {
    const requestId = await makeEmergency(b);
    const idsOf = async (actor: Actor) =>
      (await listInForce(await requirePermission(actor, "access_request.read"))).map((r) => r.id);
    expect(await idsOf(b)).toContain(requestId);
    expect(await idsOf(a)).not.toContain(requestId);
  },
  "governance/requests/queries.listGivenForTime": async () => {
    const { id } = await factory.createUser(b.tenantId, { roles: [] });
    await factory.query(
      `INSERT INTO role_assignments (tenant_id, user_id, role, ends_at)
       VALUES ($1, $2, 'user', now() + interval '1 day')`,
      [b.tenantId, id],
    );
    const idsOf = async (actor: Actor) =>
      (await listGivenForTime(await requirePermission(actor, "user.read"))).rows.map(
        ({ receiver }) => receiver.id,
      );
    expect(await idsOf(b)).toContain(id);
    expect(await idsOf(a)).not.toContain(id);
  },
  "governance/requests/queries.searchRequests": async () => {
    const grantA = await requirePermission(a, "access_request.read");
    const grantB = await requirePermission(b, "access_request.read");
    await makeRequest(b);
    const requestId = await makeRequest(b);
    const pageB = await searchRequests(grantB, {}, { limit: 1 });
    expect(pageB.nextCursor).not.toBeNull();
    for (const cursor of [undefined, pageB.nextCursor ?? undefined]) {
      const { rows } = await searchRequests(grantA, {}, { limit: 200, cursor });
      expect(rows.map(({ id }) => id)).not.toContain(requestId);
    }
  },
  "governance/requests/queries.countRequests": async () => {
    const grant = await requirePermission(a, "access_request.read");
    const before = await countRequests(grant);
    await makeRequest(b);
    expect(await countRequests(grant)).toEqual(before);
  },
  "governance/requests/service.updateElevation": async () => {
    const roleId = await makeElevation(b);
    const input = { roleId, requestMinutes: null, emergencyMinutes: null };
    expect(await updateElevation(a, input)).toMatchObject(notFound);
    const rows = await factory.query("SELECT 1 FROM elevation_rules WHERE role_id = $1", [roleId]);
    expect(rows).toHaveLength(1);
  },
  "governance/requests/service.createRequest": async () => {
    const input = { roleId: await makeElevation(b), minutes: 5, reason: "Wall" };
    expect(await createRequest(a, input)).toMatchObject(notFound);
  },
  "governance/requests/service.withdrawRequest": async () => {
    const requestId = await makeRequest(b);
    expect(await withdrawRequest(a, { requestId })).toMatchObject(notFound);
    await expectRequest(requestId, "pending");
  },
  "governance/requests/service.approveRequest": async () => {
    const requestId = await makeRequest(b);
    expect(await approveRequest(a, { requestId })).toMatchObject(notFound);
    await expectRequest(requestId, "pending");
  },
  "governance/requests/service.refuseRequest": async () => {
    const requestId = await makeRequest(b);
    expect(await refuseRequest(a, { requestId, comment: "No" })).toMatchObject(notFound);
    await expectRequest(requestId, "pending");
  },
  "governance/requests/service.endElevation": async () => {
    const requestId = await makeEmergency(b);
    expect(await endElevation(a, { requestId })).toMatchObject(notFound);
    await expectRequest(requestId, "approved");
  },
  "governance/requests/service.giveBack": async () => {
    const requestId = await makeEmergency(b);
    expect(await giveBack(a, { requestId })).toMatchObject(notFound);
    await expectRequest(requestId, "approved");
  },
  "governance/requests/service.breakGlass": async () => {
    const input = { roleId: await makeElevation(b), minutes: 5, reason: "Wall" };
    expect(await breakGlass(a, input)).toMatchObject(notFound);
  },
};

/** A role of its own that can be asked for and taken. */
async function makeElevation(actor: Actor): Promise<string> {
  const roleId = await makeRole(actor);
  dataOf(await updateElevation(actor, { roleId, requestMinutes: 60, emergencyMinutes: 30 }));
  return roleId;
}

async function makeRequest(actor: Actor): Promise<string> {
  const input = { roleId: await makeElevation(actor), minutes: 5, reason: "Wall" };
  return dataOf(await createRequest(actor, input)).requestId;
}

async function makeEmergency(actor: Actor): Promise<string> {
  const input = { roleId: await makeElevation(actor), minutes: 5, reason: "Wall" };
  return dataOf(await breakGlass(actor, input)).requestId;
}

async function expectRequest(requestId: string, state: string): Promise<void> {
  const rows = await factory.query("SELECT state FROM access_requests WHERE id = $1", [requestId]);
  expect(rows).toEqual([{ state }]);
}
