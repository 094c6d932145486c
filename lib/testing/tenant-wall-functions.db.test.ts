import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../access/actor.ts";
import { requirePermission } from "../access/grant.ts";
import { searchApiKeys } from "../api-keys/queries.ts";
import { createApiKey, revokeApiKey } from "../api-keys/service.ts";
import { assignRole, unassignRole, updateAssignment } from "../assignments/service.ts";
import { ingestEvents } from "../audit/ingest.ts";
import { recordEvents } from "../audit/record.ts";
import { countAuditFacets, getAuditEvent, readAuditRows, searchAudit } from "../audit/search.ts";
import {
  countFacets,
  countUnnamed,
  getChange,
  readChanges,
  searchChanges,
} from "../changes/queries.ts";
import { recordExport } from "../changes/service.ts";
import { searchDeadJobs } from "../dead-jobs/queries.ts";
import { retryJob } from "../dead-jobs/service.ts";
import {
  evaluate,
  evaluateAll,
  searchActions,
  searchResources as searchAllowedResources,
  searchSubjects,
} from "../decisions/queries.ts";
import {
  countRequests,
  listElevationRules,
  listInForce,
  listOwnRequests,
  listPending,
  listRequestable,
  searchRequests,
} from "../elevation/queries.ts";
import {
  approveRequest,
  breakGlass,
  createRequest,
  endElevation,
  giveBack,
  refuseRequest,
  updateElevation,
  withdrawRequest,
} from "../elevation/service.ts";
import { explainAccess, explainOwnAccess, getEffectiveAccess } from "../explain/queries.ts";
import { countGrantFacets, searchGrants } from "../grants/queries.ts";
import { createGrant, revokeGrant } from "../grants/service.ts";
import {
  getGroup,
  listAttributes,
  listGroups,
  previewRule,
  searchMembers,
} from "../groups/queries.ts";
import {
  addMembers,
  assignGroupRole,
  createGroup,
  deleteGroup,
  removeMembers,
  unassignGroupRole,
  updateGroup,
  updateGroupRole,
} from "../groups/service.ts";
import { listKpis, loadKpis, loadReceipt } from "../kpis/queries.ts";
import {
  countColumnFacets,
  exportMatrix,
  findPersonInMatrix,
  getRoleMatrix,
  searchPeopleMatrix,
} from "../matrix/queries.ts";
import { matrixFilters } from "../matrix/schema.ts";
import { beginMatrixExport } from "../matrix/service.ts";
import { listModules } from "../modules/queries.ts";
import { switchModule } from "../modules/service.ts";
import { withTenantSql } from "../platform/db.ts";
import { getPreferences } from "../preferences/queries.ts";
import { updatePreferences } from "../preferences/service.ts";
import {
  browseResources,
  countResources,
  getResource,
  getResourceDetails,
  listResourceTypes,
  searchResources,
} from "../resources/queries.ts";
import {
  deleteResource,
  deleteResourceType,
  putResource,
  putResourceType,
} from "../resources/service.ts";
import { closeReview } from "../reviews/close.ts";
import {
  getReview,
  isAskedSomething,
  listOwnQuestions,
  listReviewKeys,
  listReviews,
  listScopes,
  searchLines,
  searchReviewers,
} from "../reviews/queries.ts";
import {
  answerQuestion,
  decideLines,
  endReview,
  handOverLines,
  reassignLines,
  startReview,
  takeEvidence,
} from "../reviews/service.ts";
import { getRole, listPermissions, listRoles, searchPeople } from "../roles/queries.ts";
import { createRole, deleteRole, updateRole } from "../roles/service.ts";
import { countAlerts, getAlert, searchAlerts } from "../security/queries.ts";
import { acknowledgeAlert, reopenAlert, resolveAlert } from "../security/service.ts";
import { listSodExceptions, listSodRules } from "../separation/queries.ts";
import {
  approveException,
  askException,
  createSodRule,
  deleteSodRule,
  endException,
  refuseException,
  updateSodRule,
  withdrawException,
} from "../separation/service.ts";
import { listOwnSessions, searchSessions } from "../sessions/queries.ts";
import { chooseRoles, logOut, revokeOwnSession, revokeSession } from "../sessions/service.ts";
import { traceAccess } from "../trace/queries.ts";
import {
  countPersonUses,
  getPersonUsage,
  getRoleUsage,
  listRoleUsage,
  replayRole,
} from "../unused/queries.ts";
import { countUserFacets, getUser, searchUsers } from "../users/queries.ts";
import {
  createUser,
  disableUser,
  enableUser,
  renewLoginLink,
  updateUser,
} from "../users/service.ts";
import { setUpTestDatabase } from "./database.ts";
import { Factory } from "./factories.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let a: Actor;
let b: Actor;

beforeAll(async () => {
  a = await factory.createActor(await factory.createTenant("A"));
  b = await factory.createActor(await factory.createTenant("B"));
  for (const actor of [a, b]) {
    const grant = await requirePermission(actor, "audit.record");
    const item = { id: randomUUID(), occurredAt: "2026-01-02T03:04:05Z", action: "wall.tested" };
    await ingestEvents(grant, [{ index: 0, item }]);
    const powerless = await factory.createActor(actor.tenantId, ["executive"]);
    await expect(requirePermission(powerless, "audit.read")).rejects.toThrow("audit.read");
  }
});

/** For every exported query and mutation: how tenant A tries to reach what is B's. */
const probes: Record<string, () => Promise<void>> = {
  "sessions/queries.searchSessions": async () => {
    const grantA = await requirePermission(a, "session.read");
    const grantB = await requirePermission(b, "session.read");
    await factory.createSession(b.tenantId, b.id);
    const pageB = await searchSessions(grantB, {}, { limit: 1 });
    expect(pageB.nextCursor).not.toBeNull();
    for (const cursor of [undefined, pageB.nextCursor ?? undefined]) {
      const { rows } = await searchSessions(grantA, {}, { limit: 200, cursor });
      expect(rows.map((row) => row.userId)).not.toContain(b.id);
    }
    const { rows } = await searchSessions(grantA, { text: b.email ?? "" }, { limit: 200 });
    expect(rows).toEqual([]);
  },
  "sessions/queries.listOwnSessions": async () => {
    expect(await listOwnSessions({ ...a, id: b.id })).toEqual([]);
  },
  "sessions/service.revokeSession": async () => {
    const result = await revokeSession(a, { sessionId: b.sessionId });
    expect(result).toMatchObject({ ok: false, error: { code: "not_found" } });
    await expectLive(b);
  },
  "sessions/service.revokeOwnSession": async () => {
    const result = await revokeOwnSession(a, { sessionId: b.sessionId });
    expect(result).toMatchObject({ ok: false, error: { code: "not_found" } });
    await expectLive(b);
  },
  "sessions/service.logOut": async () => {
    const result = await logOut({ ...a, sessionId: b.sessionId }, {});
    expect(result).toMatchObject({ ok: false, error: { code: "not_found" } });
    await expectLive(b);
  },
  "sessions/service.chooseRoles": async () => {
    const roleIds = ["tenant_admin"];
    const foreign = await chooseRoles({ ...a, sessionId: b.sessionId }, { roleIds });
    expect(foreign).toMatchObject(notFound);
    const asB = await chooseRoles({ ...a, id: b.id, sessionId: b.sessionId }, { roleIds });
    expect(asB).toMatchObject({ ok: false, error: { code: "conflict" } });
    const [row] = await factory.query("SELECT active_roles FROM sessions WHERE id = $1", [
      b.sessionId,
    ]);
    expect(row).toEqual({ active_roles: [] });
  },
  "api-keys/queries.searchApiKeys": async () => {
    const grantA = await requirePermission(a, "api_key.read");
    const grantB = await requirePermission(b, "api_key.read");
    await factory.createKey(b.tenantId);
    const pageB = await searchApiKeys(grantB, { limit: 1 });
    const idsB = pageB.rows.map((row) => row.id);
    for (const cursor of [undefined, pageB.nextCursor ?? undefined]) {
      const { rows } = await searchApiKeys(grantA, { limit: 200, cursor });
      for (const row of rows) expect(idsB).not.toContain(row.id);
    }
  },
  "api-keys/service.createApiKey": async () => {
    const input = { name: "Key", scopes: ["audit.read"], expiresInDays: null };
    const forged = await createApiKey({ ...a, id: b.id }, input);
    expect(forged.ok).toBe(false);
    const own = await createApiKey(a, input);
    if (!own.ok) throw new Error(own.error.message);
    const [row] = await factory.query("SELECT tenant_id FROM api_keys WHERE id = $1", [
      own.data.apiKeyId,
    ]);
    expect(row).toEqual({ tenant_id: a.tenantId });
  },
  "api-keys/service.revokeApiKey": async () => {
    const { id } = await factory.createKey(b.tenantId);
    const result = await revokeApiKey(a, { apiKeyId: id });
    expect(result).toMatchObject({ ok: false, error: { code: "not_found" } });
    const [row] = await factory.query("SELECT revoked_at FROM api_keys WHERE id = $1", [id]);
    expect(row).toEqual({ revoked_at: null });
  },
  "audit/search.searchAudit": async () => {
    const grantA = await requirePermission(a, "audit.read");
    const grantB = await requirePermission(b, "audit.read");
    const pageB = await searchAudit(grantB, {}, { limit: 1 });
    expect(pageB.nextCursor).not.toBeNull();
    for (const cursor of [undefined, pageB.nextCursor ?? undefined]) {
      const { rows } = await searchAudit(grantA, {}, { limit: 200, cursor });
      const ids = rows.map((row) => row.id);
      const owners = await factory.query<{ tenant_id: string }>(
        "SELECT DISTINCT tenant_id FROM audit_events WHERE id = ANY ($1::uuid[])",
        [ids],
      );
      expect(owners.filter((row) => row.tenant_id !== a.tenantId)).toEqual([]);
    }
    const filters = { actor: [b.id] };
    expect((await searchAudit(grantA, filters, { limit: 200 })).rows).toEqual([]);
  },
  "audit/search.getAuditEvent": async () => {
    const grantA = await requirePermission(a, "audit.read");
    const grantB = await requirePermission(b, "audit.read");
    const [event] = (await searchAudit(grantB, {}, { limit: 1 })).rows;
    await expect(getAuditEvent(grantA, event?.id ?? "")).rejects.toThrow("no such event");
    await expect(getAuditEvent(grantB, event?.id ?? "")).resolves.toMatchObject({ id: event?.id });
  },
  "audit/search.countAuditFacets": async () => {
    const grantA = await requirePermission(a, "audit.read");
    const facets = await countAuditFacets(grantA, {});
    expect(facets.actor.length).toBeGreaterThan(0);
    expect(facets.actor.map((actor) => actor.value)).not.toContain(b.id);
  },
  "audit/search.readAuditRows": async () => {
    const grantA = await requirePermission(a, "alert.read");
    const [event] = (await searchAudit(await requirePermission(b, "audit.read"), {}, { limit: 1 }))
      .rows;
    expect(await readAuditRows(grantA, [event?.id ?? ""])).toEqual([]);
    const grantB = await requirePermission(b, "alert.read");
    expect(await readAuditRows(grantB, [event?.id ?? ""])).toMatchObject([{ id: event?.id }]);
  },
  "roles/queries.listRoles": async () => {
    const roleId = await makeRole(b);
    const roles = await listRoles(await requirePermission(a, "role.read"));
    expect(roles.map((role) => role.id)).not.toContain(roleId);
  },
  "roles/queries.getRole": async () => {
    const roleId = await makeRole(b);
    const grant = await requirePermission(a, "role.read");
    await expect(getRole(grant, roleId)).rejects.toThrow("no such role");
  },
  "roles/queries.listPermissions": async () => {
    await factory.query("INSERT INTO resource_actions VALUES ($1, 'todo', 'wall')", [b.tenantId]);
    const idsOf = async (actor: Actor) =>
      (await listPermissions(await requirePermission(actor, "role.read"))).map(({ id }) => id);
    expect(await idsOf(b)).toContain("todo.wall");
    expect(await idsOf(a)).not.toContain("todo.wall");
  },
  "roles/queries.searchPeople": async () => {
    const grantA = await requirePermission(a, "user.read");
    const grantB = await requirePermission(b, "user.read");
    await factory.createUser(b.tenantId);
    const pageB = await searchPeople(grantB, {}, { limit: 1 });
    expect(pageB.nextCursor).not.toBeNull();
    for (const cursor of [undefined, pageB.nextCursor ?? undefined]) {
      const { rows } = await searchPeople(grantA, {}, { limit: 200, cursor });
      expect(rows.map((row) => row.id)).not.toContain(b.id);
    }
    expect((await searchPeople(grantA, { text: b.email ?? "" }, { limit: 9 })).rows).toEqual([]);
  },
  "roles/service.createRole": async () => {
    const roleId = await makeRole(a);
    const rows = await factory.query("SELECT tenant_id FROM roles WHERE id = $1", [roleId]);
    expect(rows).toEqual([{ tenant_id: a.tenantId }]);
  },
  "roles/service.updateRole": async () => {
    const roleId = await makeRole(b);
    const basedOn = new Date().toISOString();
    const input = { roleId, name: "Taken", description: "", entries: [], basedOn };
    expect(await updateRole(a, input)).toMatchObject(notFound);
    await expectRole(roleId);
  },
  "roles/service.deleteRole": async () => {
    const roleId = await makeRole(b);
    expect(await deleteRole(a, { roleId })).toMatchObject(notFound);
    await expectRole(roleId);
  },
  "assignments/service.assignRole": async () => {
    const roleOfB = await makeRole(b);
    const roleOfA = await makeRole(a);
    expect(await assignRole(a, { roleId: roleOfB, userId: a.id })).toMatchObject(notFound);
    expect(await assignRole(a, { roleId: roleOfA, userId: b.id })).toMatchObject(notFound);
    expect(await assignRole(a, { roleId: "executive", userId: b.id })).toMatchObject(notFound);
  },
  "assignments/service.updateAssignment": async () => {
    const input = { roleId: "tenant_admin", userId: b.id, endsAt: "2090-01-01T00:00:00Z" };
    expect(await updateAssignment(a, input)).toMatchObject(notFound);
    expect(await updateAssignment(b, { ...input, userId: a.id })).toMatchObject(notFound);
  },
  "changes/queries.searchChanges": async () => {
    const roleId = await makeRole(b);
    const grantB = await requirePermission(b, "access_change.read");
    const found = await searchChanges(grantB, { role: [roleId] }, { limit: 9 });
    expect(found.rows.map(({ target }) => target?.id)).toEqual([roleId]);
    const grantA = await requirePermission(a, "access_change.read");
    for (const filters of [{ role: [roleId] }, { by: [b.id] }]) {
      expect((await searchChanges(grantA, filters, { limit: 9 })).rows).toEqual([]);
    }
  },
  "changes/queries.countUnnamed": async () => {
    const radius = { peopleCount: 1, groups: [{ people: [], morePeople: 1 }] };
    const event = { action: "role.updated", details: { radius } } as const;
    await withTenantSql(b.tenantId, (sql) => recordEvents(sql, b.tenantId, b, [event]));
    const count = async (actor: Actor) =>
      countUnnamed(await requirePermission(actor, "access_change.read"), { person: b.id });
    expect(await count(b)).toBe(1);
    expect(await count(a)).toBe(0);
  },
  "changes/queries.getChange": async () => {
    const roleId = await makeRole(b);
    const grantB = await requirePermission(b, "access_change.read");
    const { rows } = await searchChanges(grantB, { role: [roleId] }, { limit: 1 });
    const id = rows[0]?.id ?? "";
    expect(await getChange(grantB, id)).toMatchObject({ id });
    const grantA = await requirePermission(a, "access_change.read");
    await expect(getChange(grantA, id)).rejects.toThrow("no such change");
  },
  "changes/queries.countFacets": async () => {
    await makeRole(b);
    const actorsOf = async (actor: Actor) => {
      const counted = await countFacets(await requirePermission(actor, "access_change.read"));
      return counted.by.map(({ value }) => value);
    };
    expect(await actorsOf(b)).toContain(b.id);
    expect(await actorsOf(a)).not.toContain(b.id);
  },
  "changes/queries.readChanges": async () => {
    const roleId = await makeRole(b);
    const idsOf = async (actor: Actor) => {
      const ids: (string | undefined)[] = [];
      const grant = await requirePermission(actor, "access_change.export");
      for await (const changes of readChanges(grant, { role: [roleId] })) {
        ids.push(...changes.map(({ target }) => target?.id));
      }
      return ids;
    };
    expect(await idsOf(b)).toEqual([roleId]);
    expect(await idsOf(a)).toEqual([]);
  },
  "changes/service.recordExport": async () => {
    expect(await recordExport(a, { format: "csv", filters: {} })).toMatchObject({ ok: true });
    const rows = await factory.query(
      "SELECT tenant_id FROM audit_events WHERE action = 'access_change.exported'",
    );
    expect(rows).toEqual([{ tenant_id: a.tenantId }]);
  },
  "assignments/service.unassignRole": async () => {
    const input = { roleId: "tenant_admin", userId: b.id };
    expect(await unassignRole(a, input)).toMatchObject(notFound);
    const rows = await factory.query("SELECT role FROM role_assignments WHERE user_id = $1", [
      b.id,
    ]);
    expect(rows).toEqual([{ role: "tenant_admin" }]);
  },
  "matrix/queries.getRoleMatrix": async () => {
    const roleId = await makeRole(b);
    const grant = await requirePermission(a, "matrix.read");
    for (const filters of [{}, { role: [roleId] }]) {
      const { rows } = await getRoleMatrix(grant, matrixFilters.parse(filters));
      expect(rows.map(({ id }) => id)).not.toContain(roleId);
    }
  },
  "matrix/queries.countColumnFacets": async () => {
    await factory.query("INSERT INTO resource_actions VALUES ($1, 'todo', 'count')", [b.tenantId]);
    const areasOf = async (actor: Actor) =>
      (await countColumnFacets(await requirePermission(actor, "matrix.read"))).area;
    expect((await areasOf(b)).map(({ value }) => value)).toContain("todo");
    expect((await areasOf(a)).map(({ value }) => value)).not.toContain("todo");
  },
  "matrix/queries.searchPeopleMatrix": async () => {
    const grantA = await requirePermission(a, "matrix.read");
    const grantB = await requirePermission(b, "matrix.read");
    const filters = matrixFilters.parse({ view: "people" });
    await factory.createUser(b.tenantId);
    const pageB = await searchPeopleMatrix(grantB, filters, { limit: 1 });
    expect(pageB.nextCursor).not.toBeNull();
    for (const cursor of [undefined, pageB.nextCursor ?? undefined]) {
      const { rows } = await searchPeopleMatrix(grantA, filters, { limit: 200, cursor });
      expect(rows.map(({ id }) => id)).not.toContain(b.id);
    }
    const ofB = { ...filters, text: b.email ?? "" };
    expect(await searchPeopleMatrix(grantA, ofB, { limit: 9 })).toMatchObject({
      rows: [],
      total: 0,
    });
  },
  "matrix/queries.findPersonInMatrix": async () => {
    const filters = matrixFilters.parse({ view: "people" });
    const find = async (actor: Actor) =>
      findPersonInMatrix(await requirePermission(actor, "matrix.read"), filters, b.id);
    expect(await find(b)).toMatchObject({ id: b.id });
    expect(await find(a)).toBeNull();
  },
  "matrix/queries.exportMatrix": async () => {
    const roleId = await makeRole(b);
    const textOf = async (actor: Actor, view: "roles" | "people") => {
      const input = { format: "json" as const, filters: matrixFilters.parse({ view }) };
      let text = "";
      const grant = await requirePermission(actor, "matrix.export");
      for await (const piece of exportMatrix(grant, input)) text += piece;
      return text;
    };
    expect(await textOf(b, "roles")).toContain(roleId);
    expect(await textOf(a, "roles")).not.toContain(roleId);
    expect(await textOf(b, "people")).toContain(b.id);
    expect(await textOf(a, "people")).not.toContain(b.id);
  },
  "matrix/service.beginMatrixExport": async () => {
    const exports = () =>
      factory.query(
        "SELECT FROM audit_events WHERE tenant_id = $1 AND action = 'matrix.exported'",
        [b.tenantId],
      );
    const before = await exports();
    const input = { format: "csv", filters: {} };
    expect(await beginMatrixExport(a, input)).toMatchObject({ ok: true });
    expect(await exports()).toHaveLength(before.length);
  },
  "security/queries.searchAlerts": async () => {
    const grantA = await requirePermission(a, "alert.read");
    const grantB = await requirePermission(b, "alert.read");
    await makeAlert(b.tenantId);
    const alertId = await makeAlert(b.tenantId);
    const pageB = await searchAlerts(grantB, {}, { limit: 1 });
    for (const cursor of [undefined, pageB.nextCursor ?? undefined]) {
      const { rows } = await searchAlerts(grantA, {}, { limit: 200, cursor });
      expect(rows.map((row) => row.id)).not.toContain(alertId);
    }
  },
  "security/queries.countAlerts": async () => {
    const grantA = await requirePermission(a, "alert.read");
    const before = await countAlerts(grantA);
    await makeAlert(b.tenantId);
    expect(await countAlerts(grantA)).toEqual(before);
  },
  "security/queries.getAlert": async () => {
    const alertId = await makeAlert(b.tenantId);
    const grantA = await requirePermission(a, "alert.read");
    await expect(getAlert(grantA, alertId)).rejects.toThrow("no such alert");
  },
  "security/service.acknowledgeAlert": async () => {
    const alertId = await makeAlert(b.tenantId);
    expect(await acknowledgeAlert(a, { alertId })).toMatchObject(notFound);
  },
  "security/service.resolveAlert": async () => {
    const alertId = await makeAlert(b.tenantId);
    const input = { alertId, verdict: "benign", comment: "no" };
    expect(await resolveAlert(a, input)).toMatchObject(notFound);
  },
  "security/service.reopenAlert": async () => {
    const alertId = await makeAlert(b.tenantId);
    const input = { alertId, verdict: "benign", comment: "no" };
    expect(await resolveAlert(b, input)).toMatchObject({ ok: true });
    expect(await reopenAlert(a, { alertId, comment: "yes" })).toMatchObject(notFound);
    const [row] = await factory.query("SELECT state FROM alerts WHERE id = $1", [alertId]);
    expect(row).toEqual({ state: "resolved" });
  },
  "kpis/queries.listKpis": async () => {
    // Words about KPIs, the same for every tenant.
    expect(listKpis(a)).toEqual(listKpis(b));
  },
  "kpis/queries.loadKpis": async () => {
    const alertsOf = async (actor: Actor) =>
      (await loadKpis(actor)).kpis.find((kpi) => kpi.id === "open_alerts")?.value;
    const fresh = await factory.createActor(await factory.createTenant("C"));
    await makeAlert(b.tenantId);
    expect(await alertsOf(fresh)).toBe(0);
  },
  "kpis/queries.loadReceipt": async () => {
    const alertId = await makeAlert(b.tenantId);
    const { rows } = await loadReceipt(a, "open_alerts");
    expect(rows.map((row) => row.alert)).not.toContain(alertId);
    expect((await loadReceipt(b, "open_alerts")).rows.map((row) => row.alert)).toContain(alertId);
  },
  "resources/queries.listResourceTypes": async () => {
    await putResourceType(b, { type: "wall", name: "Wall", actions: [] });
    const types = await listResourceTypes(await requirePermission(a, "resource_type.read"));
    expect(types.map(({ type }) => type)).not.toContain("wall");
  },
  "resources/queries.searchResources": async () => {
    await putResource(b, { type: "workspace", id: "of-b" });
    const grant = await requirePermission(a, "resource.read");
    const page = await searchResources(grant, { type: "workspace" }, { after: "", limit: 200 });
    expect(page.rows.map(({ id }) => id)).not.toContain("of-b");
  },
  "resources/queries.getResource": async () => {
    await putResource(b, { type: "workspace", id: "of-b" });
    const grant = await requirePermission(a, "resource.read");
    const ref = { type: "workspace", id: "of-b" };
    await expect(getResource(grant, ref)).rejects.toThrow("no such resource");
  },
  "resources/queries.browseResources": async () => {
    await putResource(b, { type: "workspace", id: "of-b" });
    const idsOf = async (actor: Actor) => {
      const grant = await requirePermission(actor, "resource.read");
      const page = await browseResources(grant, { text: "of-b" }, { limit: 50 });
      return page.rows.map(({ id }) => id);
    };
    expect([await idsOf(a), await idsOf(b)]).toEqual([[], ["of-b"]]);
  },
  "resources/queries.countResources": async () => {
    await putResourceType(b, { type: "walled", name: "Walled", actions: [] });
    await putResource(b, { type: "walled", id: "of-b" });
    const typesOf = async (actor: Actor) =>
      (await countResources(await requirePermission(actor, "resource.read"))).map(
        ({ value }) => value,
      );
    expect(await typesOf(b)).toContain("walled");
    expect(await typesOf(a)).not.toContain("walled");
  },
  "resources/queries.getResourceDetails": async () => {
    await putResource(b, { type: "workspace", id: "of-b", owner: a.email });
    const ref = { type: "workspace", id: "of-b" };
    const of = async (actor: Actor) =>
      getResourceDetails(await requirePermission(actor, "resource.read"), ref);
    await expect(of(a)).rejects.toThrow("no such resource");
    // A person of another tenant is nobody here.
    expect((await of(b)).ownerPerson).toBeNull();
  },
  "resources/service.putResourceType": async () => {
    await putResourceType(b, { type: "wall", name: "Wall", actions: [{ name: "climb" }] });
    await putResourceType(a, { type: "wall", name: "Mine", actions: [] });
    const rows = await factory.query(
      "SELECT name FROM resource_types WHERE tenant_id = $1 AND id = 'wall'",
      [b.tenantId],
    );
    expect(rows).toEqual([{ name: "Wall" }]);
  },
  "resources/service.deleteResourceType": async () => {
    await putResourceType(b, { type: "only_b", name: "Only B", actions: [] });
    expect(await deleteResourceType(a, { type: "only_b" })).toMatchObject(notFound);
  },
  "resources/service.putResource": async () => {
    await putResource(b, { type: "workspace", id: "of-b" });
    const parent = { type: "workspace", id: "of-b" };
    const result = await putResource(a, { type: "project", id: "p", parent });
    expect(result).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  },
  "resources/service.deleteResource": async () => {
    const ref = { type: "workspace", id: "of-b" };
    await putResource(b, ref);
    expect(await deleteResource(a, ref)).toMatchObject(notFound);
  },
  "grants/queries.searchGrants": async () => {
    const grantId = await makeGrant(b);
    const grant = await requirePermission(a, "grant.read");
    for (const filters of [{}, { userId: b.id }]) {
      const { rows } = await searchGrants(grant, filters, { limit: 200 });
      expect(rows.map(({ id }) => id)).not.toContain(grantId);
    }
  },
  "grants/queries.countGrantFacets": async () => {
    await factory.query(
      `INSERT INTO resource_grants (tenant_id, user_id, permission, resource_type)
       VALUES ($1, $2, 'document.read', 'wall_of_b')`,
      [b.tenantId, b.id],
    );
    const typesOf = async (actor: Actor) =>
      (await countGrantFacets(await requirePermission(actor, "grant.read"))).type.map(
        ({ value }) => value,
      );
    expect(await typesOf(b)).toContain("wall_of_b");
    expect(await typesOf(a)).not.toContain("wall_of_b");
  },
  "grants/service.createGrant": async () => {
    const on = { permission: "document.read", resourceType: "document", resourceId: "d" };
    expect(await createGrant(a, { ...on, userId: b.id })).toMatchObject(notFound);
    const [group] = await factory.query<{ id: string }>(
      "INSERT INTO groups (tenant_id, name) VALUES ($1, $2) RETURNING id",
      [b.tenantId, randomUUID()],
    );
    expect(await createGrant(a, { ...on, groupId: group?.id })).toMatchObject(notFound);
  },
  "grants/service.revokeGrant": async () => {
    const grantId = await makeGrant(b);
    expect(await revokeGrant(a, { grantId })).toMatchObject(notFound);
    const rows = await factory.query("SELECT 1 FROM resource_grants WHERE id = $1", [grantId]);
    expect(rows).toHaveLength(1);
  },
  "groups/queries.listGroups": async () => {
    const groupId = await makeGroup(b);
    const groups = await listGroups(await requirePermission(a, "group.read"));
    expect(groups.map(({ id }) => id)).not.toContain(groupId);
  },
  "groups/queries.getGroup": async () => {
    const groupId = await makeGroup(b);
    const grant = await requirePermission(a, "group.read");
    await expect(getGroup(grant, groupId)).rejects.toThrow("no such group");
  },
  "groups/queries.searchMembers": async () => {
    const groupId = await makeGroup(b);
    const grantB = await requirePermission(b, "group.read");
    expect((await searchMembers(grantB, { groupId }, { limit: 9 })).rows).toHaveLength(1);
    const grantA = await requirePermission(a, "group.read");
    expect((await searchMembers(grantA, { groupId }, { limit: 9 })).rows).toEqual([]);
  },
  "groups/queries.previewRule": async () => {
    const rule = [{ attribute: "email", operator: "is" as const, values: [b.email ?? ""] }];
    const grantB = await requirePermission(b, "group.read");
    expect(await previewRule(grantB, rule)).toMatchObject({ count: 1 });
    const grantA = await requirePermission(a, "group.read");
    expect(await previewRule(grantA, rule)).toEqual({ count: 0, people: [] });
  },
  "groups/queries.listAttributes": async () => {
    const attributes = JSON.stringify({ only_b: "secret" });
    await factory.query("UPDATE users SET attributes = $2 WHERE id = $1", [b.id, attributes]);
    const found = await listAttributes(await requirePermission(a, "group.read"));
    expect(found.map(({ name }) => name)).not.toContain("only_b");
  },
  "groups/service.createGroup": async () => {
    const forged = await createGroup({ ...a, id: b.id }, { name: randomUUID() });
    expect(forged.ok).toBe(false);
    const groupId = await makeGroup(a);
    const rows = await factory.query("SELECT tenant_id FROM groups WHERE id = $1", [groupId]);
    expect(rows).toEqual([{ tenant_id: a.tenantId }]);
  },
  "groups/service.updateGroup": async () => {
    const groupId = await makeGroup(b);
    const basedOn = new Date().toISOString();
    const input = { groupId, name: "Taken", description: "", rule: null, basedOn };
    expect(await updateGroup(a, input)).toMatchObject(notFound);
    await expectGroup(groupId);
  },
  "groups/service.deleteGroup": async () => {
    const groupId = await makeGroup(b);
    expect(await deleteGroup(a, { groupId })).toMatchObject(notFound);
    await expectGroup(groupId);
  },
  "groups/service.addMembers": async () => {
    const [groupA, groupB] = [await makeGroup(a), await makeGroup(b)];
    expect(await addMembers(a, { groupId: groupB, userIds: [a.id] })).toMatchObject(notFound);
    expect(await addMembers(a, { groupId: groupA, userIds: [b.id] })).toMatchObject(notFound);
    await expectGroup(groupB);
  },
  "groups/service.removeMembers": async () => {
    const groupId = await makeGroup(b);
    expect(await removeMembers(a, { groupId, userIds: [b.id] })).toMatchObject(notFound);
    await expectGroup(groupId);
  },
  "groups/service.assignGroupRole": async () => {
    const [groupA, groupB] = [await makeGroup(a), await makeGroup(b)];
    const theirs = { groupId: groupB, roleId: "executive" };
    expect(await assignGroupRole(a, theirs)).toMatchObject(notFound);
    const roleId = await makeRole(b);
    expect(await assignGroupRole(a, { groupId: groupA, roleId })).toMatchObject(notFound);
    await expectGroup(groupB);
  },
  "groups/service.updateGroupRole": async () => {
    const input = { groupId: await makeGroup(b), roleId: "user" };
    expect(await updateGroupRole(a, input)).toMatchObject(notFound);
  },
  "groups/service.unassignGroupRole": async () => {
    const groupId = await makeGroup(b);
    expect(await unassignGroupRole(a, { groupId, roleId: "user" })).toMatchObject(notFound);
    await expectGroup(groupId);
  },
  "separation/queries.listSodRules": async () => {
    const { ruleId } = await makeSodRule(b);
    const idsOf = async (actor: Actor) =>
      (await listSodRules(await requirePermission(actor, "sod.read"))).map(({ id }) => id);
    expect(await idsOf(b)).toContain(ruleId);
    expect(await idsOf(a)).not.toContain(ruleId);
  },
  "separation/queries.listSodExceptions": async () => {
    const { exceptionId } = await makeException(b);
    const idsOf = async (actor: Actor) =>
      (await listSodExceptions(await requirePermission(actor, "sod.read"))).map(({ id }) => id);
    expect(await idsOf(b)).toContain(exceptionId);
    expect(await idsOf(a)).not.toContain(exceptionId);
  },
  "separation/service.createSodRule": async () => {
    const roles = [await makeRole(a), await makeRole(b)];
    const mixed = await createSodRule(a, { name: randomUUID(), kind: "static", roles });
    expect(mixed).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    const { ruleId } = await makeSodRule(a);
    const rows = await factory.query("SELECT tenant_id FROM sod_rules WHERE id = $1", [ruleId]);
    expect(rows).toEqual([{ tenant_id: a.tenantId }]);
  },
  "separation/service.updateSodRule": async () => {
    const { ruleId, roles } = await makeSodRule(b);
    const basedOn = new Date().toISOString();
    const input = { ruleId, name: "Taken", kind: "dynamic", roles, basedOn };
    expect(await updateSodRule(a, input)).toMatchObject(notFound);
    const rows = await factory.query("SELECT kind FROM sod_rules WHERE id = $1", [ruleId]);
    expect(rows).toEqual([{ kind: "static" }]);
  },
  "separation/service.deleteSodRule": async () => {
    const { ruleId } = await makeSodRule(b);
    expect(await deleteSodRule(a, { ruleId })).toMatchObject(notFound);
    expect(await factory.query("SELECT 1 FROM sod_rules WHERE id = $1", [ruleId])).toHaveLength(1);
  },
  "separation/service.askException": async () => {
    const [ofA, ofB] = [await makeSodRule(a), await makeSodRule(b)];
    const asked = { reason: "Wall", endsAt: inAnHour() };
    for (const input of [
      { ...asked, ruleId: ofB.ruleId, userId: a.id },
      { ...asked, ruleId: ofA.ruleId, userId: b.id },
    ]) {
      expect(await askException(a, input)).toMatchObject(notFound);
    }
  },
  "separation/service.approveException": async () => {
    const { exceptionId } = await makeException(b);
    expect(await approveException(a, { exceptionId })).toMatchObject(notFound);
    await expectException(exceptionId, "asked");
  },
  "separation/service.refuseException": async () => {
    const { exceptionId } = await makeException(b);
    expect(await refuseException(a, { exceptionId })).toMatchObject(notFound);
    await expectException(exceptionId, "asked");
  },
  "separation/service.endException": async () => {
    const { exceptionId } = await makeException(b);
    const decider = await factory.createActor(b.tenantId);
    expect(await approveException(decider, { exceptionId })).toMatchObject({ ok: true });
    expect(await endException(a, { exceptionId })).toMatchObject(notFound);
    await expectException(exceptionId, "approved");
  },
  "separation/service.withdrawException": async () => {
    const { exceptionId } = await makeException(b);
    expect(await withdrawException({ ...a, id: b.id }, { exceptionId })).toMatchObject({
      ok: false,
    });
    expect(await withdrawException(a, { exceptionId })).toMatchObject(notFound);
    await expectException(exceptionId, "asked");
  },
  "reviews/queries.listReviews": async () => {
    const { reviewId } = await makeReview(b);
    const idsOf = async (actor: Actor, viewerId = actor.id) =>
      (await listReviews(await viewerOf(actor, viewerId))).map(({ id }) => id);
    expect(await idsOf(b)).toContain(reviewId);
    expect(await idsOf(a)).not.toContain(reviewId);
    expect(await idsOf(a, b.id)).not.toContain(reviewId);
  },
  "reviews/queries.getReview": async () => {
    const { reviewId } = await makeReview(b);
    await expect(getReview(await viewerOf(a), reviewId)).rejects.toThrow("no such review");
    await expect(getReview(await viewerOf(b), reviewId)).resolves.toMatchObject({ id: reviewId });
  },
  "reviews/queries.searchLines": async () => {
    const { reviewId } = await makeReview(b);
    expect((await searchLines(await viewerOf(b), reviewId, {}, { limit: 9 })).rows).toHaveLength(1);
    expect((await searchLines(await viewerOf(a), reviewId, {}, { limit: 9 })).rows).toEqual([]);
  },
  "reviews/queries.listOwnQuestions": async () => {
    const { userId } = await makeReview(b, true);
    expect(await listOwnQuestions({ tenantId: b.tenantId, id: userId })).toHaveLength(1);
    expect(await listOwnQuestions({ tenantId: a.tenantId, id: userId })).toEqual([]);
  },
  "reviews/queries.isAskedSomething": async () => {
    const { userId } = await makeReview(b, true);
    expect(await isAskedSomething({ tenantId: b.tenantId, id: userId })).toBe(true);
    expect(await isAskedSomething({ tenantId: a.tenantId, id: userId })).toBe(false);
  },
  "reviews/queries.listScopes": async () => {
    const roleId = await makeRole(b);
    const { roles } = await listScopes(await requirePermission(a, "review.create"));
    expect(roles.map(({ id }) => id)).not.toContain(roleId);
  },
  "reviews/queries.searchReviewers": async () => {
    const found = await searchReviewers(await requirePermission(a, "review.create"), "");
    expect(found.map(({ id }) => id)).toContain(a.id);
    expect(found.map(({ id }) => id)).not.toContain(b.id);
  },
  "reviews/queries.listReviewKeys": async () => {
    const { reviewId } = await makeReview(b);
    await endReview(b, { reviewId, undecided: "keep" });
    await closeReview(a.tenantId, reviewId);
    const kidsOf = async (actor: Actor) =>
      (await listReviewKeys(await requirePermission(actor, "review.read"))).map(({ kid }) => kid);
    expect(await kidsOf(b)).toEqual([]);
    await closeReview(b.tenantId, reviewId);
    expect(await kidsOf(b)).toHaveLength(1);
    expect(await kidsOf(a)).toEqual([]);
  },
  "reviews/service.startReview": async () => {
    const deadline = inAnHour();
    const input = { name: "Wall", deadline, scopeKind: "roles" };
    const ofB = { ...input, scopeIds: [await makeRole(b)], reviewerIds: [a.id] };
    expect(await startReview(a, ofB)).toMatchObject(notFound);
    const byB = { ...input, scopeIds: ["tenant_admin"], reviewerIds: [b.id] };
    expect(await startReview(a, byB)).toMatchObject({
      ok: false,
      error: { code: "invalid_input" },
    });
  },
  "reviews/service.decideLines": async () => {
    const { reviewId, lineId } = await makeReview(b);
    const input = { reviewId, lineIds: [lineId], decision: "revoke" };
    expect(await decideLines(a, input)).toMatchObject(notFound);
    expect(await decideLines({ ...a, id: b.id }, input)).toMatchObject(notFound);
    await expectLine(lineId);
  },
  "reviews/service.handOverLines": async () => {
    const { reviewId, lineId } = await makeReview(b);
    const input = { reviewId, lineIds: [lineId], reviewerId: a.id };
    expect(await handOverLines(a, input)).toMatchObject(notFound);
    await expectLine(lineId);
  },
  "reviews/service.reassignLines": async () => {
    const { reviewId, lineId } = await makeReview(b);
    const input = { reviewId, lineIds: [lineId], reviewerId: a.id };
    expect(await reassignLines(a, input)).toMatchObject(notFound);
    const invited = await reassignLines(b, input);
    expect(invited).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    await expectLine(lineId);
  },
  "reviews/service.answerQuestion": async () => {
    const { lineId, userId } = await makeReview(b, true);
    const input = { lineId, answer: "Wall" };
    expect(await answerQuestion({ ...a, id: userId }, input)).toMatchObject(notFound);
    const rows = await factory.query("SELECT answer FROM review_lines WHERE id = $1", [lineId]);
    expect(rows).toEqual([{ answer: null }]);
  },
  "reviews/service.endReview": async () => {
    const { reviewId } = await makeReview(b);
    expect(await endReview(a, { reviewId, undecided: "revoke" })).toMatchObject(notFound);
    const rows = await factory.query("SELECT state FROM reviews WHERE id = $1", [reviewId]);
    expect(rows).toEqual([{ state: "running" }]);
  },
  "reviews/service.takeEvidence": async () => {
    const { reviewId } = await makeReview(b);
    await endReview(b, { reviewId, undecided: "keep" });
    await closeReview(b.tenantId, reviewId);
    expect(await takeEvidence(a, { reviewId })).toMatchObject(notFound);
    expect(await takeEvidence(b, { reviewId })).toMatchObject({ ok: true });
  },
  "elevation/queries.listElevationRules": async () => {
    const roleId = await makeElevation(b);
    const rules = await listElevationRules(
      await requirePermission(a, "elevation.update"),
      a.access,
    );
    expect(rules.length).toBeGreaterThan(0);
    expect(rules.map(({ role }) => role.id)).not.toContain(roleId);
  },
  "elevation/queries.listRequestable": async () => {
    const roleId = await makeElevation(b);
    const grantOf = (actor: Actor) => requirePermission(actor, "access_request.create");
    const ofB = await listRequestable(await grantOf(b), b.id);
    expect(ofB.map(({ id }) => id)).toContain(roleId);
    for (const userId of [a.id, b.id]) {
      const found = await listRequestable(await grantOf(a), userId);
      expect(found.map(({ id }) => id)).not.toContain(roleId);
    }
  },
  "elevation/queries.listOwnRequests": async () => {
    await makeRequest(b);
    const grant = await requirePermission(a, "access_request.create");
    expect(await listOwnRequests(grant, b.id)).toEqual([]);
  },
  "elevation/queries.listPending": async () => {
    const requestId = await makeRequest(b);
    const found = await listPending(await requirePermission(a, "access_request.read"));
    expect(found.map(({ id }) => id)).not.toContain(requestId);
  },
  "elevation/queries.listInForce": async () => {
    const requestId = await makeEmergency(b);
    const idsOf = async (actor: Actor) =>
      (await listInForce(await requirePermission(actor, "access_request.read"))).map((r) => r.id);
    expect(await idsOf(b)).toContain(requestId);
    expect(await idsOf(a)).not.toContain(requestId);
  },
  "elevation/queries.searchRequests": async () => {
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
  "elevation/queries.countRequests": async () => {
    const grant = await requirePermission(a, "access_request.read");
    const before = await countRequests(grant);
    await makeRequest(b);
    expect(await countRequests(grant)).toEqual(before);
  },
  "elevation/service.updateElevation": async () => {
    const roleId = await makeElevation(b);
    const input = { roleId, requestMinutes: null, emergencyMinutes: null };
    expect(await updateElevation(a, input)).toMatchObject(notFound);
    const rows = await factory.query("SELECT 1 FROM elevation_rules WHERE role_id = $1", [roleId]);
    expect(rows).toHaveLength(1);
  },
  "elevation/service.createRequest": async () => {
    const input = { roleId: await makeElevation(b), minutes: 5, reason: "Wall" };
    expect(await createRequest(a, input)).toMatchObject(notFound);
  },
  "elevation/service.withdrawRequest": async () => {
    const requestId = await makeRequest(b);
    expect(await withdrawRequest(a, { requestId })).toMatchObject(notFound);
    await expectRequest(requestId, "pending");
  },
  "elevation/service.approveRequest": async () => {
    const requestId = await makeRequest(b);
    expect(await approveRequest(a, { requestId })).toMatchObject(notFound);
    await expectRequest(requestId, "pending");
  },
  "elevation/service.refuseRequest": async () => {
    const requestId = await makeRequest(b);
    expect(await refuseRequest(a, { requestId, comment: "No" })).toMatchObject(notFound);
    await expectRequest(requestId, "pending");
  },
  "elevation/service.endElevation": async () => {
    const requestId = await makeEmergency(b);
    expect(await endElevation(a, { requestId })).toMatchObject(notFound);
    await expectRequest(requestId, "approved");
  },
  "elevation/service.giveBack": async () => {
    const requestId = await makeEmergency(b);
    expect(await giveBack(a, { requestId })).toMatchObject(notFound);
    await expectRequest(requestId, "approved");
  },
  "elevation/service.breakGlass": async () => {
    const input = { roleId: await makeElevation(b), minutes: 5, reason: "Wall" };
    expect(await breakGlass(a, input)).toMatchObject(notFound);
  },
  "users/queries.searchUsers": async () => {
    const grantA = await requirePermission(a, "user.read");
    const grantB = await requirePermission(b, "user.read");
    await factory.createUser(b.tenantId);
    const pageB = await searchUsers(grantB, {}, { limit: 1 });
    expect(pageB.nextCursor).not.toBeNull();
    for (const cursor of [undefined, pageB.nextCursor ?? undefined]) {
      const { rows } = await searchUsers(grantA, {}, { limit: 200, cursor });
      expect(rows.map((row) => row.id)).not.toContain(b.id);
    }
    expect((await searchUsers(grantA, { text: b.email ?? "" }, { limit: 9 })).rows).toEqual([]);
  },
  "users/queries.getUser": async () => {
    const grant = await requirePermission(a, "user.read");
    await expect(getUser(grant, b.id)).rejects.toThrow("no such person");
  },
  "users/queries.countUserFacets": async () => {
    const roleId = await makeRole(b);
    await assignRole(b, { roleId, userId: b.id });
    const facets = await countUserFacets(await requirePermission(a, "user.read"));
    expect(facets.role.map(({ value }) => value)).not.toContain(roleId);
  },
  "users/service.createUser": async () => {
    const roleOfB = await makeRole(b);
    const input = { name: "Wall", email: `${randomUUID()}@example.com` };
    const forged = await createUser(a, { ...input, roleIds: [roleOfB] });
    expect(forged).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    const made = await createUser(a, input);
    const rows = await factory.query("SELECT tenant_id FROM users WHERE email = $1", [input.email]);
    expect([made.ok, rows]).toEqual([true, [{ tenant_id: a.tenantId }]]);
  },
  "users/service.updateUser": async () => {
    const input = { userId: b.id, name: "Taken", externalId: null, attributes: {} };
    expect(await updateUser(a, input)).toMatchObject(notFound);
  },
  "users/service.disableUser": async () => {
    expect(await disableUser(a, { userId: b.id })).toMatchObject(notFound);
  },
  "users/service.enableUser": async () => {
    expect(await enableUser(a, { userId: b.id })).toMatchObject(notFound);
  },
  "users/service.renewLoginLink": async () => {
    expect(await renewLoginLink(a, { userId: b.id })).toMatchObject(notFound);
  },
  "decisions/queries.evaluate": async () => {
    const asked = { action: { name: "role.read" }, resource: { type: "document", id: "d" } };
    const subject = { type: "user", id: b.id };
    const grantA = await requirePermission(a, "access.decide");
    expect((await evaluate(grantA, { ...asked, subject }, a)).decision).toBe(false);
    const grantB = await requirePermission(b, "access.decide");
    expect((await evaluate(grantB, { ...asked, subject }, b)).decision).toBe(true);
  },
  "decisions/queries.evaluateAll": async () => {
    const asked = { action: { name: "role.read" }, resource: { type: "document", id: "d" } };
    const evaluations = [b.id, b.email, a.id].map((id) => ({ subject: { type: "user", id } }));
    const grant = await requirePermission(a, "access.decide");
    const answer = await evaluateAll(grant, { ...asked, evaluations }, a);
    expect(answer.evaluations.map(({ decision }) => decision)).toEqual([false, false, true]);
  },
  "decisions/queries.searchSubjects": async () => {
    const grant = await requirePermission(a, "access.search");
    const { results } = await searchSubjects(grant, {
      subject: { type: "user" },
      action: { name: "role.read" },
      resource: { type: "document", id: "d" },
    });
    expect(results.map(({ id }) => id)).toContain(a.id);
    expect(results.map(({ id }) => id)).not.toContain(b.id);
  },
  "decisions/queries.searchResources": async () => {
    await putResource(b, { type: "workspace", id: "of-b" });
    const asked = { action: { name: "read" }, resource: { type: "workspace" } };
    const grant = await requirePermission(a, "access.search");
    for (const id of [a.id, b.id]) {
      const subject = { type: "user", id };
      const { results } = await searchAllowedResources(grant, { ...asked, subject });
      expect(results.map((found) => found.id)).not.toContain("of-b");
    }
  },
  "decisions/queries.searchActions": async () => {
    const grant = await requirePermission(a, "access.search");
    const resource = { type: "workspace", id: "of-b" };
    const { results } = await searchActions(grant, {
      subject: { type: "user", id: b.id },
      resource,
    });
    expect(results).toEqual([]);
  },
  "explain/queries.explainAccess": async () => {
    const grant = await requirePermission(a, "access.explain");
    const asked = { userId: b.id, permission: "user.read" };
    await expect(explainAccess(grant, asked)).rejects.toThrow("no such person");
  },
  "explain/queries.explainOwnAccess": async () => {
    const asked = { permission: "user.read" };
    await expect(explainOwnAccess({ ...a, id: b.id }, asked)).rejects.toThrow("no such person");
  },
  "explain/queries.getEffectiveAccess": async () => {
    const grant = await requirePermission(a, "access.explain");
    await expect(getEffectiveAccess(grant, { userId: b.id })).rejects.toThrow("no such person");
  },
  "trace/queries.traceAccess": async () => {
    const span = { from: "2020-01-01T00:00:00Z", to: new Date().toISOString() };
    const asked = { permission: "user.read", ...span };
    const idsOf = async (actor: Actor) => {
      const grant = await requirePermission(actor, "access.trace");
      return (await traceAccess(grant, asked, { limit: 200 })).rows.map(({ id }) => id);
    };
    expect(await idsOf(b)).toContain(b.id);
    expect(await idsOf(a)).not.toContain(b.id);
  },
  "unused/queries.listRoleUsage": async () => {
    const roleId = await makeRole(b);
    const rows = async (actor: Actor) =>
      (await listRoleUsage(await requirePermission(actor, "access_usage.read"), 30)).rows;
    expect((await rows(b)).map(({ id }) => id)).toContain(roleId);
    expect((await rows(a)).map(({ id }) => id)).not.toContain(roleId);
  },
  "unused/queries.getRoleUsage": async () => {
    const roleId = await makeRole(b);
    const grant = await requirePermission(a, "access_usage.read");
    await expect(getRoleUsage(grant, roleId, 30)).rejects.toThrow("no such role");
  },
  "unused/queries.getPersonUsage": async () => {
    const grant = await requirePermission(a, "access_usage.read");
    await expect(getPersonUsage(grant, b.id, 30)).rejects.toThrow("no such active person");
  },
  "unused/queries.countPersonUses": async () => {
    await factory.query(
      `INSERT INTO permission_uses (tenant_id, user_id, permission, day, basis, count, last_at)
       VALUES ($1, $2, 'wall.tested', now(), 'everywhere', 1, now())`,
      [b.tenantId, b.id],
    );
    const grant = await requirePermission(a, "access_usage.read");
    const nothing = { userId: b.id, usedCount: 0, lastUsedAt: null };
    expect(await countPersonUses(grant, [b.id], 30)).toEqual([nothing]);
  },
  "unused/queries.replayRole": async () => {
    const roleId = await makeRole(b);
    const grant = await requirePermission(a, "access_usage.read");
    const asked = { roleId, days: 30 as const, entries: [] };
    await expect(replayRole(grant, asked)).rejects.toThrow("no such role");
  },
  "modules/queries.listModules": async () => {
    await factory.query("INSERT INTO disabled_modules VALUES ($1, 'reports')", [b.tenantId]);
    const off = async (actor: Actor) =>
      (await listModules(await requirePermission(actor, "tenant_module.read")))
        .filter(({ isEnabled }) => !isEnabled)
        .map(({ module }) => module);
    expect([await off(a), await off(b)]).toEqual([[], ["reports"]]);
  },
  "modules/service.switchModule": async () => {
    expect(await switchModule(a, { module: "orders", isEnabled: false })).toMatchObject({
      ok: true,
    });
    const rows = await factory.query(
      "SELECT tenant_id FROM disabled_modules WHERE module = 'orders'",
    );
    expect(rows).toEqual([{ tenant_id: a.tenantId }]);
  },
  "preferences/queries.getPreferences": async () => {
    await updatePreferences(b, { theme: "dark" });
    expect((await getPreferences({ ...a, id: b.id })).theme).toBe("system");
  },
  "preferences/service.updatePreferences": async () => {
    const result = await updatePreferences({ ...a, id: b.id }, { theme: "light" });
    expect(result.ok).toBe(false);
  },
  "dead-jobs/queries.searchDeadJobs": async () => {
    const jobId = await makeDeadJob(b.tenantId);
    const { rows } = await searchDeadJobs(await requirePermission(a, "job.read"), { limit: 200 });
    expect(rows.map((row) => row.id)).not.toContain(jobId);
  },
  "dead-jobs/service.retryJob": async () => {
    const jobId = await makeDeadJob(b.tenantId);
    expect(await retryJob(a, { jobId })).toMatchObject(notFound);
    const [row] = await factory.query("SELECT retried_at FROM dead_jobs WHERE id = $1", [jobId]);
    expect(row).toEqual({ retried_at: null });
  },
  "audit/ingest.ingestEvents": async () => {
    const grantA = await requirePermission(a, "audit.record");
    const id = randomUUID();
    const item = { id, occurredAt: "2026-01-02T03:04:05Z", action: "a" };
    const smuggled = { ...item, id: randomUUID(), tenant_id: b.tenantId };
    const result = await ingestEvents(grantA, [
      { index: 0, item },
      { index: 1, item: smuggled },
    ]);
    expect(result).toMatchObject({ accepted: 1, rejected: [{ index: 1 }] });
    const [row] = await factory.query("SELECT tenant_id FROM audit_events WHERE event_id = $1", [
      id,
    ]);
    expect(row).toEqual({ tenant_id: a.tenantId });
    // The same id means nothing in another tenant: B can use it for another event.
    const grantB = await requirePermission(b, "audit.record");
    const other = { ...item, action: "b" };
    expect(await ingestEvents(grantB, [{ index: 0, item: other }])).toMatchObject({ accepted: 1 });
  },
};

async function makeGrant(actor: Actor): Promise<string> {
  const made = await createGrant(actor, {
    userId: actor.id,
    permission: "document.read",
    resourceType: "document",
    resourceId: "d",
  });
  if (!made.ok) throw new Error(made.error.message);
  return made.data.grantId;
}

/** An alert of a tenant. */
/** A group with the role "user" and the actor as its only member. */
async function makeGroup(actor: Actor): Promise<string> {
  const created = await createGroup(actor, { name: randomUUID() });
  if (!created.ok) throw new Error(created.error.message);
  const { groupId } = created.data;
  for (const result of [
    await addMembers(actor, { groupId, userIds: [actor.id] }),
    await assignGroupRole(actor, { groupId, roleId: "user" }),
  ]) {
    if (!result.ok) throw new Error(result.error.message);
  }
  return groupId;
}

/** Nothing of B's group has changed. */
async function expectGroup(groupId: string): Promise<void> {
  const rows = await factory.query(
    `SELECT g.name <> 'Taken' AS is_named, array_agg(DISTINCT m.user_id) AS members,
       array_agg(DISTINCT r.role) AS roles
     FROM groups g JOIN group_members m ON m.group_id = g.id JOIN group_roles r ON r.group_id = g.id
     WHERE g.id = $1 GROUP BY g.name`,
    [groupId],
  );
  expect(rows).toEqual([{ is_named: true, members: [b.id], roles: ["user"] }]);
}

async function makeAlert(tenantId: string): Promise<string> {
  const [row] = await factory.query<{ id: string }>(
    `INSERT INTO alerts (tenant_id, rule_id, group_by, group_value, severity, event_count,
       first_event_at, last_event_at)
     VALUES ($1, 'failed_log_ins', 'account', 'ada', 'high', 1, now(), now()) RETURNING id`,
    [tenantId],
  );
  return row?.id ?? "";
}

/** A role of a tenant's own. */
async function makeRole(actor: Actor): Promise<string> {
  const made = await createRole(actor, { name: randomUUID(), entries: [] });
  if (!made.ok) throw new Error(made.error.message);
  return made.data.roleId;
}

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

/** A separation of duty between two roles of its own. */
async function makeSodRule(actor: Actor): Promise<{ ruleId: string; roles: string[] }> {
  const roles = [await makeRole(actor), await makeRole(actor)];
  const made = await createSodRule(actor, { name: randomUUID(), kind: "static", roles });
  if (!made.ok) throw new Error(made.error.message);
  return { ruleId: made.data.ruleId, roles };
}

/** An exception that the actor has asked for about somebody else. */
async function makeException(actor: Actor): Promise<{ exceptionId: string }> {
  const { ruleId } = await makeSodRule(actor);
  const { id: userId } = await factory.createUser(actor.tenantId);
  const about = { ruleId, userId, endsAt: inAnHour(), reason: "Wall" };
  const asked = await askException(actor, about);
  if (!asked.ok) throw new Error(asked.error.message);
  return asked.data;
}

async function expectException(exceptionId: string, state: string): Promise<void> {
  const rows = await factory.query("SELECT state FROM sod_exceptions WHERE id = $1", [exceptionId]);
  expect(rows).toEqual([{ state }]);
}

/** A role of its own that can be asked for and taken. */
async function makeElevation(actor: Actor): Promise<string> {
  const roleId = await makeRole(actor);
  const made = await updateElevation(actor, { roleId, requestMinutes: 60, emergencyMinutes: 30 });
  if (!made.ok) throw new Error(made.error.message);
  return roleId;
}

async function makeRequest(actor: Actor): Promise<string> {
  const input = { roleId: await makeElevation(actor), minutes: 5, reason: "Wall" };
  const made = await createRequest(actor, input);
  if (!made.ok) throw new Error(made.error.message);
  return made.data.requestId;
}

async function makeEmergency(actor: Actor): Promise<string> {
  const input = { roleId: await makeElevation(actor), minutes: 5, reason: "Wall" };
  const made = await breakGlass(actor, input);
  if (!made.ok) throw new Error(made.error.message);
  return made.data.requestId;
}

async function expectRequest(requestId: string, state: string): Promise<void> {
  const rows = await factory.query("SELECT state FROM access_requests WHERE id = $1", [requestId]);
  expect(rows).toEqual([{ state }]);
}

async function viewerOf(actor: Actor, viewerId = actor.id) {
  return { sees: "all", grant: await requirePermission(actor, "review.read"), viewerId } as const;
}

/** A review of a role that one person has, for its starter to decide; perhaps they asked. */
async function makeReview(actor: Actor, isAsked = false) {
  const roleId = await makeRole(actor);
  const { id: userId } = await factory.createUser(actor.tenantId, { roles: [roleId] });
  const input = { name: "Wall", scopeKind: "roles", scopeIds: [roleId], deadline: inAnHour() };
  const made = await startReview(actor, { ...input, reviewerIds: [actor.id] });
  if (!made.ok) throw new Error(made.error.message);
  const { reviewId } = made.data;
  const { rows } = await searchLines(await viewerOf(actor), reviewId, {}, { limit: 1 });
  const lineId = rows[0]?.id ?? "";
  const ask = { reviewId, lineIds: [lineId], decision: "ask", comment: "Wall" };
  if (isAsked) expect(await decideLines(actor, ask)).toMatchObject({ ok: true });
  return { reviewId, lineId, userId };
}

async function expectLine(lineId: string): Promise<void> {
  const rows = await factory.query("SELECT decision, reviewer_id FROM review_lines WHERE id = $1", [
    lineId,
  ]);
  expect(rows).toEqual([{ decision: "undecided", reviewer_id: b.id }]);
}

async function makeDeadJob(tenantId: string): Promise<string> {
  const [row] = await factory.query<{ id: string }>(
    `INSERT INTO dead_jobs (tenant_id, queue_id, task, payload, attempts, last_error)
     VALUES ($1, floor(random() * 1e9), 'kpis.prune_facts', '{}', 3, 'broken') RETURNING id`,
    [tenantId],
  );
  return row?.id ?? "";
}

const notFound = { ok: false, error: { code: "not_found" } };

/** Nothing of B's roles has changed. */
async function expectRole(roleId: string, name?: string): Promise<void> {
  const rows = await factory.query<{ name: string }>("SELECT name FROM roles WHERE id = $1", [
    roleId,
  ]);
  expect(rows).toHaveLength(1);
  if (name) expect(rows[0]?.name).toBe(name);
}

async function expectLive(actor: Actor): Promise<void> {
  const [row] = await factory.query("SELECT revoked_at FROM sessions WHERE id = $1", [
    actor.sessionId,
  ]);
  expect(row).toEqual({ revoked_at: null });
}

describe("every exported query and mutation", () => {
  /** Log-in runs before there is a tenant; lib/login/service.db.test.ts attacks it. */
  const beforeTenant = new Set(["login/service"]);

  async function exportedNames(): Promise<string[]> {
    const lib = join(import.meta.dirname, "..");
    const modules = ["audit/search", "audit/ingest"];
    for (const folder of readdirSync(lib)) {
      for (const file of readdirSync(join(lib, folder))) {
        if (file === "queries.ts" || file === "service.ts")
          modules.push(`${folder}/${file.slice(0, -3)}`);
      }
    }
    const names: string[] = [];
    for (const module of modules.filter((name) => !beforeTenant.has(name))) {
      const exports: Record<string, unknown> = await import(join(lib, `${module}.ts`));
      for (const [name, value] of Object.entries(exports)) {
        if (typeof value === "function") names.push(`${module}.${name}`);
      }
    }
    return names.sort();
  }

  it("has a probe of the wall", async () => {
    expect(Object.keys(probes).sort()).toEqual(await exportedNames());
  });

  it.each(Object.entries(probes))("%s stays in its tenant", async (_name, probe) => {
    await probe();
  });
});
