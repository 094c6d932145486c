import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { assignRole } from "../../access/assignments/service.ts";
import { createRole } from "../../access/roles/service.ts";
import { ingestEvents } from "../../audit/ingestion/service.ts";
import type { PermissionId } from "../../authz/catalogue/permissions.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { actorOfSession } from "../../identity/credentials/session.ts";
import { encodeSessionToken } from "../../identity/credentials/session-token.ts";
import { type BusMessage, subscribe } from "../../platform/bus.ts";
import { env } from "../../platform/env.ts";
import { getAlert, searchAlerts } from "../../security/alerts/queries.ts";
import { resolveAlert } from "../../security/alerts/service.ts";
import { breakGlass as rule } from "../../security/rules/break-glass.ts";
import { evaluateArrivals } from "../../worker/evaluate-arrivals.ts";
import { listInForce } from "./queries.ts";
import { breakGlass, endElevation, giveBack, updateElevation } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;
let person: Actor;
let rescuer: string;

beforeEach(async () => {
  const tenantId = await factory.createTenant();
  admin = await factory.createActor(tenantId);
  rescuer = await role("Rescuer", ["session.revoke", "user.disable"]);
  dataOf(
    await updateElevation(admin, {
      roleId: rescuer,
      requestMinutes: null,
      emergencyMinutes: 30,
    }),
  );
  person = await holderOf(["break_glass.use"]);
});

async function role(name: string, permissions: PermissionId[]) {
  const entries = permissions.map((permission) => ({ permission }));
  return dataOf(await createRole(admin, { name, entries, parents: [] })).roleId;
}

async function current(actor: Actor): Promise<Actor> {
  const ref = { tenantId: actor.tenantId, sessionId: actor.sessionId ?? "" };
  const token = encodeSessionToken(ref, env().AUTH_SECRET);
  const fresh = await actorOfSession(token, actor.request);
  if (!fresh) throw new Error("the session has ended");
  return fresh;
}

async function holderOf(permissions: PermissionId[]): Promise<Actor> {
  const actor = await factory.createActor(admin.tenantId, []);
  const roleId = await role(randomUUID(), permissions);
  dataOf(await assignRole(admin, { roleId, userId: actor.id }));
  return current(actor);
}

const take = (more: object = {}, by = person) =>
  breakGlass(by, { roleId: rescuer, minutes: 30, reason: "The site is down", ...more });

async function alerts() {
  const grant = await requirePermission(admin, "alert.read");
  return (await searchAlerts(grant, {}, { limit: 50 })).rows;
}

async function evaluate(): Promise<void> {
  while (await evaluateArrivals.drain());
}

const refusal = (code: string, message: RegExp) => ({
  ok: false,
  error: { code, message: expect.stringMatching(message) },
});

describe("an emergency", () => {
  it("gives the role at once, beyond what the person may do, and for the time allowed", async () => {
    expect(person.permissions.has("user.disable")).toBe(false);
    const { endsAt } = dataOf(await take());
    expect((await current(person)).permissions.has("user.disable")).toBe(true);
    const [held] = await factory.query<{ starts_at: Date; ends_at: Date }>(
      "SELECT starts_at, ends_at FROM role_assignments WHERE user_id = $1 AND role = $2",
      [person.id, rescuer],
    );
    expect(held?.ends_at.toISOString()).toBe(endsAt);
    expect(held && held.ends_at.getTime() - held.starts_at.getTime()).toBe(30 * 60_000);
    const grant = await requirePermission(admin, "access_request.read");
    expect(await listInForce(grant)).toMatchObject([
      { kind: "emergency", person: { id: person.id }, reason: "The site is down", endsAt },
    ]);
  });

  it("has raised its alert when it returns, with its event, and no second one later", async () => {
    dataOf(await take());
    const [alert, ...others] = await alerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      ruleId: "break_glass",
      severity: rule.severity,
      state: "open",
      eventCount: 1,
      title: `${person.name} took a role in an emergency`,
    });
    const grant = await requirePermission(admin, "alert.read");
    const detail = await getAlert(grant, alert?.id ?? "");
    expect(detail.events.map(({ action }) => action)).toEqual(["break_glass.used"]);
    expect(detail.changes).toMatchObject([{ change: "raised", actorName: "Gatehouse" }]);
    await evaluate();
    expect(await alerts()).toEqual([alert]);
    const recorded = await factory.query<{ action: string; category: string; reason: string }>(
      `SELECT action, category, reason FROM audit_events WHERE tenant_id = $1
         AND action IN ('alert.raised', 'break_glass.used') ORDER BY action`,
      [admin.tenantId],
    );
    expect(recorded).toEqual([
      { action: "alert.raised", category: "security", reason: null },
      { action: "break_glass.used", category: "access", reason: "The site is down" },
    ]);
  });

  it("raises no second alert when the worker comes after the first is resolved", async () => {
    dataOf(await take());
    const alertId = (await alerts())[0]?.id;
    dataOf(await resolveAlert(admin, { alertId, verdict: "benign", comment: "A drill" }));
    await evaluate();
    expect(await alerts()).toMatchObject([{ id: alertId, state: "resolved" }]);
  });

  it("shares its transaction with the alert: without one there is not the other", async () => {
    await factory.query(
      `CREATE FUNCTION refuse_alert() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'no alerts today'; END $$`,
    );
    await factory.query(
      "CREATE TRIGGER refuse BEFORE INSERT ON alerts FOR EACH ROW EXECUTE FUNCTION refuse_alert()",
    );
    expect(await take()).toMatchObject({ ok: false, error: { code: "internal" } });
    await factory.query("DROP TRIGGER refuse ON alerts");
    await factory.query("DROP FUNCTION refuse_alert()");
    for (const table of ["access_requests", "alerts"]) {
      const rows = await factory.query(`SELECT 1 FROM ${table} WHERE tenant_id = $1`, [
        admin.tenantId,
      ]);
      expect([table, rows]).toEqual([table, []]);
    }
    expect((await current(person)).permissions.has("user.disable")).toBe(false);
  });

  it("raises nothing when it is only rehearsed", async () => {
    const input = { roleId: rescuer, minutes: 30, reason: "What if" };
    const told = dataOf(await breakGlass.rehearse(person, input));
    expect(told[0]?.details).toMatchObject({ radius: { peopleCount: 1 } });
    expect(await alerts()).toEqual([]);
  });

  it("tells whoever looks at alerts, at once", async () => {
    const heard: BusMessage[] = [];
    const stop = subscribe(
      (message) => heard.push(message),
      () => undefined,
    );
    dataOf(await take());
    stop();
    const { tenantId } = admin;
    expect(heard).toEqual(
      expect.arrayContaining([
        { tenantId, topic: "alerts" },
        { tenantId, topic: "access" },
      ]),
    );
  });

  it("needs a rule for emergencies, a reason, and no longer than it says", async () => {
    expect(await take({ reason: "" })).toMatchObject(refusal("invalid_input", /./));
    expect(await take({ minutes: 31 })).toMatchObject(refusal("conflict", /at most 30 minutes/));
    expect(await take({ roleId: "tenant_admin" })).toMatchObject(
      refusal("conflict", /cannot be taken in an emergency/),
    );
    const only = { roleId: rescuer, requestMinutes: 60, emergencyMinutes: null };
    dataOf(await updateElevation(admin, only));
    expect(await take()).toMatchObject(refusal("conflict", /cannot be taken/));
    expect(await alerts()).toEqual([]);
  });

  it("is for people who may, and once at a time", async () => {
    const without = await holderOf(["access_request.create"]);
    expect(await take({}, without)).toMatchObject(refusal("permission_denied", /break_glass/));
    const program: Actor = { ...admin, kind: "api_key", id: randomUUID(), sessionId: null };
    expect(await take({}, program)).toMatchObject(refusal("permission_denied", /people/));
    const results = await Promise.all([take(), take()]);
    expect(results.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(await alerts()).toHaveLength(1);
    await factory.query("UPDATE users SET status = 'disabled' WHERE id = $1", [person.id]);
    expect(await take()).toMatchObject({ ok: false });
  });

  it("is ended by who decides on requests, also beyond what they may do, and given back", async () => {
    const approver = await holderOf(["access_request.approve"]);
    const first = dataOf(await take());
    dataOf(await endElevation(approver, { requestId: first.requestId }));
    expect((await current(person)).permissions.has("user.disable")).toBe(false);
    const second = dataOf(await take());
    dataOf(await giveBack(await current(person), { requestId: second.requestId }));
    expect((await current(person)).permissions.has("user.disable")).toBe(false);
    expect(await alerts()).toHaveLength(2);
  });
});

describe("an event that only looks like one", () => {
  it("of another program raises no alert, and none can be sent as the portal's", async () => {
    const grant = await requirePermission(admin, "audit.record");
    const item = {
      id: randomUUID(),
      occurredAt: new Date().toISOString(),
      action: "break_glass.used",
      outcome: "success",
      source: "api",
      details: { alertId: "not an id" },
    };
    const claims = ["portal", "Portal", " PORTAL\u200b", "p\u00f3rtal", "\uff50ortal"];
    const result = await ingestEvents(grant, [
      { index: 0, item },
      ...claims.map((source, i) => ({
        index: i + 1,
        item: { ...item, id: randomUUID(), source },
      })),
    ]);
    expect(result.accepted).toBe(1);
    expect(result.rejected.map(({ path, reason }) => `${path} ${reason}`)).toEqual(
      claims.map(
        () => "source is Gatehouse's own, or looks like it: name the program it happened in",
      ),
    );
    while (await evaluateArrivals.drain());
    expect(await alerts()).toEqual([]);
  });

  it("cannot be stored under the portal's name by anybody who records what programs send", async () => {
    const insert = (source: string, category: string) =>
      factory.query(
        `INSERT INTO audit_events (tenant_id, id, recorded_at, event_id, occurred_at, source,
           category, actor_type, action, outcome, search)
         SELECT $1, id, uuid_extract_timestamp(id), id, now(), $2, $3, 'external',
           'break_glass.used', 'success', ''
         FROM (SELECT uuidv7() AS id) AS made`,
        [admin.tenantId, source, category],
      );
    await expect(insert("portal", "external")).rejects.toThrow("audit_events_portal_source");
    await expect(insert("crm", "access")).rejects.toThrow("audit_events_portal_source");
    // Partitions that are made later refuse it, too.
    await factory.query("SELECT ensure_audit_partitions(9)");
    const [open] = await factory.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_inherits i
       WHERE inhparent = 'audit_events'::regclass AND NOT EXISTS (SELECT FROM pg_constraint c
         WHERE c.conrelid = i.inhrelid AND c.conname = 'audit_events_portal_source')`,
    );
    expect(open?.count).toBe(0);
  });
});
