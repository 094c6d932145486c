import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../access/actor.ts";
import { requirePermission } from "../access/grant.ts";
import { searchApiKeys } from "../api-keys/queries.ts";
import { createApiKey, revokeApiKey } from "../api-keys/service.ts";
import { ingestEvents } from "../audit/ingest.ts";
import { countAuditFacets, getAuditEvent, readAuditRows, searchAudit } from "../audit/search.ts";
import { searchDeadJobs } from "../dead-jobs/queries.ts";
import { retryJob } from "../dead-jobs/service.ts";
import { listKpis, loadKpis, loadReceipt } from "../kpis/queries.ts";
import { getPreferences } from "../preferences/queries.ts";
import { updatePreferences } from "../preferences/service.ts";
import { getRole, listRoles, searchPeople } from "../roles/queries.ts";
import { assignRole, createRole, deleteRole, unassignRole, updateRole } from "../roles/service.ts";
import { countAlerts, getAlert, searchAlerts } from "../security/queries.ts";
import { acknowledgeAlert, reopenAlert, resolveAlert } from "../security/service.ts";
import { listOwnSessions, searchSessions } from "../sessions/queries.ts";
import { logOut, revokeOwnSession, revokeSession } from "../sessions/service.ts";
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
    const input = { roleId, name: "Taken", description: "", permissions: [], basedOn };
    expect(await updateRole(a, input)).toMatchObject(notFound);
    await expectRole(roleId);
  },
  "roles/service.deleteRole": async () => {
    const roleId = await makeRole(b);
    expect(await deleteRole(a, { roleId })).toMatchObject(notFound);
    await expectRole(roleId);
  },
  "roles/service.assignRole": async () => {
    const roleOfB = await makeRole(b);
    const roleOfA = await makeRole(a);
    expect(await assignRole(a, { roleId: roleOfB, userId: a.id })).toMatchObject(notFound);
    expect(await assignRole(a, { roleId: roleOfA, userId: b.id })).toMatchObject(notFound);
    expect(await assignRole(a, { roleId: "executive", userId: b.id })).toMatchObject(notFound);
  },
  "roles/service.unassignRole": async () => {
    const input = { roleId: "tenant_admin", userId: b.id };
    expect(await unassignRole(a, input)).toMatchObject(notFound);
    const rows = await factory.query("SELECT role FROM role_assignments WHERE user_id = $1", [
      b.id,
    ]);
    expect(rows).toEqual([{ role: "tenant_admin" }]);
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

/** An alert of a tenant. */
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
  const made = await createRole(actor, { name: randomUUID(), description: "", permissions: [] });
  if (!made.ok) throw new Error(made.error.message);
  return made.data.roleId;
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
