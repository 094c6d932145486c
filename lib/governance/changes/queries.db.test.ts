import { beforeAll, describe, expect, it, vi } from "vitest";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { assignRole, unassignRole } from "../../access/assignments/service.ts";
import { getEffectiveAccess } from "../../access/explain/queries.ts";
import { createRole, updateRole } from "../../access/roles/service.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { recordEvents } from "../../events/record.ts";
import { addMembers, assignGroupRole, createGroup } from "../../identity/groups/service.ts";
import { pool, withTenantSql } from "../../platform/db.ts";
import { fileHead, fileLine } from "./export.ts";
import { countFacets, countUnnamed, getChange, readChanges, searchChanges } from "./queries.ts";
import { type ChangeFilters, changeFilters, type ExportFormat } from "./schema.ts";
import { recordExport } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;
let grace: { id: string };
let bob: { id: string };
let roleId: string;
let groupId: string;
let grant: Awaited<ReturnType<typeof readGrant>>;

const readGrant = () => requirePermission(admin, "access_change.read");

/** Of other tenants and other programs, so that a wrong plan would be a slow one. */
const fill = `
  INSERT INTO audit_events (tenant_id, id, recorded_at, event_id, occurred_at, source, category,
    actor_type, actor_id, action, outcome, target_id, details, search)
  SELECT $1, id, uuid_extract_timestamp(id), id::text, now() - make_interval(secs => i), $2, $3,
    'user', 'u' || i % 40, $4, 'success', 't' || i, json_build_object('userId', gen_random_uuid()),
    array_to_tsvector(ARRAY['common'])
  FROM (SELECT uuidv7() AS id, i FROM generate_series(1, $5::int) AS i OFFSET 0) AS rows`;

beforeAll(async () => {
  admin = await factory.createActor(await factory.createTenant());
  const { tenantId } = admin;
  grace = await factory.createUser(tenantId, { roles: [], name: "Grace" });
  bob = await factory.createUser(tenantId, { roles: [], name: "Bob" });
  await factory.query(fill, [tenantId, "crm", "external", "crm.opened", 20_000]);
  await factory.query(fill, [tenantId, "portal", "access", "user.updated", 2_000]);
  await factory.query(fill, [
    await factory.createTenant(),
    "portal",
    "access",
    "role.assigned",
    2_000,
  ]);
  const allow = (permission: string) => ({ name: "Auditor", entries: [{ permission }] });
  roleId = dataOf(await createRole(admin, { ...allow("audit.read"), reason: "New" })).roleId;
  groupId = dataOf(await createGroup(admin, { name: "Night shift" })).groupId;
  dataOf(await addMembers(admin, { groupId, userIds: [grace.id] }));
  dataOf(await assignGroupRole(admin, { groupId, roleId, reason: "=cmd" }));
  const [role] = await factory.query<{ at: Date }>(
    "SELECT updated_at AS at FROM roles WHERE tenant_id = $1 AND id = $2",
    [tenantId, roleId],
  );
  const basedOn = role?.at.toISOString();
  dataOf(await updateRole(admin, { ...allow("alert.read"), roleId, basedOn, reason: "Too much" }));
  dataOf(await assignRole(admin, { roleId: "executive", userId: bob.id }));
  dataOf(await unassignRole(admin, { roleId: "executive", userId: bob.id }));
  await factory.query("VACUUM ANALYZE audit_events");
  grant = await readGrant();
});

async function found(filters: ChangeFilters, limit = 50): Promise<string[]> {
  const { rows } = await searchChanges(grant, filters, { limit });
  return rows.map(({ action }) => action);
}

describe("the trail", () => {
  it("finds what concerns a person, also through a group and a role", async () => {
    expect(await found({ person: grace.id })).toEqual([
      "role.updated",
      "group.role_assigned",
      "group.members_added",
    ]);
    expect(await found({ person: bob.id })).toEqual(["role.unassigned", "role.assigned"]);
  });

  it("finds what concerns a role, also a built-in one, and a group", async () => {
    expect(await found({ role: [roleId] })).toEqual([
      "role.updated",
      "group.role_assigned",
      "role.created",
    ]);
    expect(await found({ role: ["executive"] })).toEqual(["role.unassigned", "role.assigned"]);
    expect(await found({ group: [groupId] })).toEqual([
      "group.role_assigned",
      "group.members_added",
      "group.created",
    ]);
    expect(await found({ role: [roleId, "executive"] })).toHaveLength(5);
    expect(await found({ group: [groupId], person: grace.id, role: [roleId] })).toEqual([
      "group.role_assigned",
    ]);
  });

  it("finds by who did what, and when", async () => {
    expect(await found({ by: [admin.id] })).toHaveLength(7);
    expect(await found({ by: [bob.id] })).toEqual([]);
    expect(await found({ action: ["role.updated", "made.up"] })).toEqual(["role.updated"]);
    expect(await found({ action: ["crm.opened"] })).toEqual([]);
    expect(await found({ by: [admin.id], to: "2020-01-01T00:00:00Z" })).toEqual([]);
  });

  it("is read to its end without a gap, forwards and backwards", async () => {
    const ids = new Set<string>();
    let cursor: string | undefined;
    let back: string | null = null;
    do {
      const page = await searchChanges(grant, {}, { cursor, limit: 200 });
      for (const { id } of page.rows) ids.add(id);
      cursor = page.nextCursor ?? undefined;
      back = page.previousCursor;
    } while (cursor);
    expect(ids.size).toBe(2_007);
    const previous = await searchChanges(grant, {}, { cursor: back ?? "", limit: 200 });
    expect(previous.rows).toHaveLength(200);
  });

  it("says so when a change reached more people than it names", async () => {
    const people = [{ id: bob.id, name: "Bob" }];
    const radius = { peopleCount: 9, groups: [{ gained: [], lost: [], people, morePeople: 8 }] };
    const event = { action: "role.updated", details: { radius } } as const;
    const { tenantId } = admin;
    await withTenantSql(tenantId, (sql) => recordEvents(sql, tenantId, admin, [event]));
    expect(await countUnnamed(grant, { person: grace.id })).toBe(1);
    expect(await countUnnamed(grant, { person: grace.id, by: [grace.id] })).toBe(0);
    expect(await countUnnamed(grant, { person: bob.id })).toBe(0);
    expect(await countUnnamed(grant, {})).toBe(0);
    expect(await found({ person: grace.id, unnamed: true })).toEqual(["role.updated"]);
    expect(await found({ person: bob.id })).toContain("role.updated");
    await factory.query("DELETE FROM audit_events WHERE tenant_id = $1 AND target_id IS NULL", [
      tenantId,
    ]);
  });

  it("counts who changed access, how, and of what", async () => {
    const { by, action, role, group, truncated } = await countFacets(grant);
    expect(role).toEqual([
      { value: roleId, label: "Auditor", count: 3 },
      { value: "executive", label: "Executive", count: 2 },
    ]);
    expect(group).toEqual([{ value: groupId, label: "Night shift", count: 3 }]);
    expect(by).toContainEqual({ value: admin.id, label: admin.name, count: 7 });
    expect(action[0]).toEqual({
      value: "user.updated",
      label: "Changed what is known of a person",
      count: 2_000,
    });
    expect(truncated).toBe(false);
  });
});

describe("one change", () => {
  it("says before, after, by whom, why, and whom it reached", async () => {
    const { rows } = await searchChanges(grant, { action: ["role.updated"] }, { limit: 1 });
    const change = await getChange(grant, rows[0]?.id ?? "");
    expect(change).toMatchObject({
      by: { id: admin.id, name: admin.name },
      what: "Changed a role",
      target: { type: "role", id: roleId, name: "Auditor" },
      reason: "Too much",
      peopleCount: 1,
      radius: { groups: [{ people: [{ id: grace.id, name: "Grace" }], morePeople: 0 }] },
    });
    expect(change.differences.map(({ before, after }) => [before, after])).toEqual([
      [{ text: "allowed" }, null],
      [null, { text: "allowed" }],
    ]);
  });

  it("names moments at which access was as it was before, and as it is after", async () => {
    const { rows } = await searchChanges(grant, { action: ["role.updated"] }, { limit: 1 });
    const { justBefore, justAfter } = await getChange(grant, rows[0]?.id ?? "");
    const explain = await requirePermission(admin, "access.explain");
    const heldAt = async (at: string) => {
      const { permissions } = await getEffectiveAccess(explain, { userId: grace.id, at });
      return permissions
        .map(({ permission }) => permission)
        .filter((id) => !id.startsWith("module."));
    };
    expect(await heldAt(justBefore)).toEqual(["audit.read"]);
    expect(await heldAt(justAfter)).toEqual(["alert.read"]);
  });

  it("is no other event, however it is asked for", async () => {
    const [other] = await factory.query<{ id: string }>(
      "SELECT id FROM audit_events WHERE tenant_id = $1 AND action = 'crm.opened' LIMIT 1",
      [admin.tenantId],
    );
    for (const id of [other?.id ?? "", "nonsense", "00000000-0000-0000-0000-000000000000"]) {
      await expect(getChange(grant, id)).rejects.toThrow("no such change");
    }
  });
});

describe("a file of changes", () => {
  async function file(format: ExportFormat, filters: ChangeFilters): Promise<string> {
    const reading = await requirePermission(admin, "access_change.export");
    let text = fileHead(format);
    for await (const changes of readChanges(reading, filters)) {
      for (const change of changes) text += fileLine(format, change);
    }
    return text;
  }

  it("has every change once, as CSV that no spreadsheet runs", async () => {
    const text = await file("csv", { by: [admin.id] });
    const lines = text.trimEnd().split("\r\n");
    expect(lines).toHaveLength(8);
    expect(lines[0]).toMatch(/^\uFEFFtime,by,by_id,action,what,/);
    expect(text).toContain(",'=cmd,");
    expect(text).not.toContain(",=cmd,");
  });

  it("has every change as one line of JSON, over many pages", async () => {
    const text = await file("jsonl", {});
    const lines = text.trimEnd().split("\n");
    expect(lines).toHaveLength(2_007);
    const ids = lines.map((line) => (JSON.parse(line) as { id: string }).id);
    expect(new Set(ids).size).toBe(2_007);
  });

  it("is told of in the log with its filters", async () => {
    dataOf(await recordExport(admin, { format: "csv", filters: { role: [roleId] } }));
    const [event] = await factory.query<{ details: unknown }>(
      "SELECT details FROM audit_events WHERE tenant_id = $1 AND action = 'access_change.exported'",
      [admin.tenantId],
    );
    expect(event?.details).toEqual({ format: "csv", filters: { role: [roleId] } });
    expect(await found({ action: ["access_change.exported"] })).toEqual([]);
  });
});

describe("the statements", () => {
  it("name the tenant of the grant, and use the trail's own indexes", async () => {
    const spy = vi.spyOn(pool("search"), "query");
    await searchChanges(grant, { person: grace.id }, { limit: 50 });
    await searchChanges(grant, {}, { limit: 50 });
    await countUnnamed(grant, { person: grace.id });
    const calls = spy.mock.calls.map((call) => call as unknown as [string, unknown[]]);
    spy.mockRestore();
    const plans: string[] = [];
    for (const [text, values] of calls) {
      expect(text).toMatch(/FROM audit_events\s+WHERE tenant_id = \$1::uuid AND/);
      expect(values[0]).toBe(admin.tenantId);
      const { rows } = await pool("search").query(`EXPLAIN ${text}`, values);
      plans.push(rows.map((row) => Object.values(row).join()).join("\n"));
    }
    expect(plans[0]).toMatch(/Bitmap Index Scan on audit_events_\d{4}_\d\d_mentions/);
    expect(plans[1]).toMatch(/Index Scan using/);
    expect(plans[2]).toMatch(/Bitmap Index Scan on audit_events_\d{4}_\d\d_mentions/);
  });
});

describe("filters", () => {
  it("refuse what no change can hold", () => {
    for (const odd of [
      { person: "x" },
      { role: ["a\0b"] },
      { role: [""] },
      { by: ["a\0b"] },
      { from: "yesterday" },
      { by: [""] },
      { other: 1 },
    ]) {
      expect([odd, changeFilters.safeParse(odd).success]).toEqual([odd, false]);
    }
  });
});
