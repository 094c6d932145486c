import { beforeAll, describe, expect, it } from "vitest";
import { getEffectiveAccess } from "../lib/access/explain/queries.ts";
import {
  findPersonInMatrix,
  getRoleMatrix,
  searchPeopleMatrix,
} from "../lib/access/matrix/queries.ts";
import { cellOf, isAllowed, type MatrixRow, matrixFilters } from "../lib/access/matrix/schema.ts";
import {
  countHolders,
  getRole,
  listIdleHolders,
  listRoles,
  searchHolders,
} from "../lib/access/roles/queries.ts";
import type { PermissionId } from "../lib/authz/catalogue/permissions.ts";
import type { Actor } from "../lib/authz/guard/actor.ts";
import { requirePermission } from "../lib/authz/guard/grant.ts";
import { loadKpis, loadReceipt } from "../lib/business/kpis/queries.ts";
import {
  countRequests,
  listInForce,
  listPending,
  searchRequests,
} from "../lib/governance/requests/queries.ts";
import { requestStates } from "../lib/governance/requests/schema.ts";
import { listScopes } from "../lib/governance/reviews/queries.ts";
import { listSodExceptions, listSodRules } from "../lib/governance/separation/queries.ts";
import { getPersonUsage, getRoleUsage, listRoleUsage } from "../lib/governance/unused/queries.ts";
import { searchApiKeys } from "../lib/identity/api-keys/queries.ts";
import {
  getGroup,
  listGroups,
  previewRule,
  searchMembers,
} from "../lib/identity/groups/queries.ts";
import { listOwnSessions, searchSessions } from "../lib/identity/sessions/queries.ts";
import { countUserFacets, getUser, searchUsers } from "../lib/identity/users/queries.ts";
import { countAlerts, searchAlerts } from "../lib/security/alerts/queries.ts";
import { type AwkwardTenant, fillAwkwardly, holding } from "./awkward-tenant.ts";
import { setUpTestDatabase } from "./database.ts";
import { Factory } from "./factories.ts";

// Each page's own queries, asked for the same figure of one tenant: they must all say the same, and what
// was worked out by hand.

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;
let tenant: AwkwardTenant;

beforeAll(async () => {
  admin = await factory.createActor(await factory.createTenant());
  tenant = await fillAwkwardly(factory, admin);
});

const all = { limit: 200 };
const may = <P extends PermissionId>(permission: P) => requirePermission(admin, permission);
const filtered = (filters: object) => matrixFilters.parse({ view: "people", ...filters });
const sorted = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).sort();
const idsOf = (names: readonly string[]) => names.map((name) => tenant.people[name] ?? "").sort();
const isModule = (permission: string) => permission.startsWith("module.");

describe("people of a role", () => {
  it.each(Object.entries(holding))("%s: who has it now, on every page", async (name, holders) => {
    const roleId = tenant.roles[name] ?? "";
    const expected = idsOf(holders);
    const people = await may("user.read");
    const facets = await countUserFacets(people);
    const matrix = await searchPeopleMatrix(
      await may("matrix.read"),
      filtered({ role: [roleId] }),
      all,
    );
    expect({
      roles: (await countHolders(await may("role.read"))).get(roleId) ?? 0,
      tab: (await getRole(await may("role.read"), roleId)).holderCount,
      peopleFilter: facets.role.find(({ value }) => value === roleId)?.count ?? 0,
      matrixTotal: matrix.total,
    }).toEqual({
      roles: expected.length,
      tab: expected.length,
      peopleFilter: expected.length,
      matrixTotal: expected.length,
    });
    expect({
      rolePeople: sorted((await searchHolders(people, { roleId }, all)).rows),
      people: sorted((await searchUsers(people, { role: [roleId] }, all)).rows),
      matrix: sorted(matrix.rows),
    }).toEqual({ rolePeople: expected, people: expected, matrix: expected });
  });

  it("are told from those it was given to and who do not have it", async () => {
    const roleId = tenant.roles.editor ?? "";
    const grant = await may("user.read");
    const idle = await listIdleHolders(grant, roleId);
    expect(idle.count).toBe(3);
    expect(sorted(idle.rows)).toEqual(idsOf(["future", "ended", "disabled"]));
    const role = await getRole(await may("role.read"), roleId);
    const { rows } = await searchHolders(grant, { roleId }, all);
    const direct = rows.filter(({ isDirect }) => isDirect).length;
    expect(role.givenPeopleCount).toBe(direct + idle.count);
    expect(role.givenGroupCount).toBe(3);
  });

  it("show in the list of people with the roles that they have", async () => {
    const { rows } = await searchUsers(await may("user.read"), {}, all);
    for (const [name, holders] of Object.entries(holding)) {
      const shown = rows.filter(
        ({ status, roles }) =>
          status === "active" && roles.some(({ id }) => id === tenant.roles[name]),
      );
      expect([name, sorted(shown)]).toEqual([name, idsOf(holders)]);
    }
  });
});

describe("people whom a role reaches", () => {
  it.each([
    ["editor", ["editor", "heir", "deep"]],
    ["heir", ["heir", "deep"]],
    ["deep", ["deep"]],
    ["empty", ["empty"]],
  ] as const)("%s: whoever has it or inherits from it", async (name, lineage) => {
    const roleId = tenant.roles[name] ?? "";
    const usage = await may("access_usage.read");
    const { rows } = await listRoleUsage(usage, 30);
    const role = lineage.map((each) => tenant.roles[each] ?? "");
    const people = await searchUsers(await may("user.read"), { role }, all);
    const expected = new Set(lineage.flatMap((each) => holding[each])).size;
    expect({
      list: rows.find(({ id }) => id === roleId)?.reachedCount,
      page: (await getRoleUsage(usage, roleId, 30)).reachedCount,
      people: people.rows.length,
    }).toEqual({ list: expected, page: expected, people: expected });
  });
});

const allowedCells = ({ cells }: MatrixRow) =>
  [...cells].filter((code) => isAllowed(cellOf(code))).length;

describe("permissions of a role", () => {
  it("are as many on every page, modules told apart where they do not count", async () => {
    const roles = await listRoles(await may("role.read"));
    const usage = await may("access_usage.read");
    const used = await listRoleUsage(usage, 30);
    const matrix = await getRoleMatrix(await may("matrix.read"), matrixFilters.parse({}));
    expect(roles.length).toBeGreaterThan(10);
    for (const { id, name, permissions } of roles) {
      const cells = matrix.rows.find((row) => row.id === id);
      const withoutModules = permissions.filter((each) => !isModule(each)).length;
      const detail = await getRoleUsage(usage, id, 30);
      expect({
        name,
        role: (await getRole(await may("role.read"), id)).permissions.length,
        matrix: cells && allowedCells(cells),
        unused: used.rows.find((row) => row.id === id)?.permissionCount,
        unusedPage: detail.permissions.length,
      }).toEqual({
        name,
        role: permissions.length,
        matrix: permissions.length,
        unused: withoutModules,
        unusedPage: withoutModules,
      });
    }
  });
});

describe("permissions of a person", () => {
  /** What a role gives somewhere; what only a grant gives on single resources is told apart. */
  const byRoles = ({ cells }: MatrixRow) =>
    [...cells].filter((code) => "AEOP".includes(code)).length;
  const chooses = ["chooser"];

  it("are as many on the person’s page, in the matrix and among unused ones", async () => {
    const explain = await may("access.explain");
    const active = Object.entries(tenant.people).filter(([name]) => !name.startsWith("disabled"));
    const figures = [];
    for (const [name, userId] of active.filter(([each]) => !chooses.includes(each))) {
      const { permissions } = await getEffectiveAccess(explain, { userId });
      const allowed = permissions.filter((each) => each.allowed);
      const row = await findPersonInMatrix(await may("matrix.read"), filtered({}), userId);
      const { rows } = await getPersonUsage(await may("access_usage.read"), userId, 30);
      const unused = rows.filter(({ reach }) => !reach.startsWith("on "));
      figures.push(allowed.length);
      expect({ name, matrix: row && byRoles(row), unused: unused.length }).toEqual({
        name,
        matrix: allowed.length,
        unused: allowed.filter(({ permission }) => !isModule(permission)).length,
      });
    }
    expect(new Set(figures).size).toBeGreaterThan(4);
  });

  it("end with a denial on the whole type of what they own", async () => {
    const userId = tenant.people.ownDenied ?? "";
    const { permissions } = await getEffectiveAccess(await may("access.explain"), { userId });
    expect(permissions.find(({ permission }) => permission === "document.read")).toMatchObject({
      allowed: false,
      ownOnly: false,
      denies: [{ kind: "grant" }],
    });
  });
});

describe("people of a group", () => {
  it.each([
    ["staff", 3, 2],
    ["closed", 2, 2],
    ["later", 1, 1],
  ])("%s has as many members on every page", async (name, members, active) => {
    const id = tenant.groups[name] ?? "";
    const grant = await may("group.read");
    const groups = await listGroups(grant);
    const facets = await countUserFacets(await may("user.read"));
    const scopes = await listScopes(await may("review.create"));
    const found = await searchUsers(await may("user.read"), { group: [id] }, all);
    expect({
      list: groups.find((group) => group.id === id)?.memberCount,
      page: (await getGroup(grant, id)).memberCount,
      members: (await searchMembers(grant, { groupId: id }, all)).rows.length,
      peopleFilter: facets.group.find(({ value }) => value === id)?.count,
      people: found.rows.length,
      review: Number.parseInt(scopes.groups.find((group) => group.id === id)?.detail ?? "", 10),
    }).toEqual({
      list: members,
      page: members,
      members,
      peopleFilter: members,
      people: members,
      review: members,
    });
    const matrix = await searchPeopleMatrix(
      await may("matrix.read"),
      filtered({ group: [id] }),
      all,
    );
    expect({
      matrix: matrix.total,
      matrixFilter: facets.group.find(({ value }) => value === id)?.activeCount,
    }).toEqual({ matrix: active, matrixFilter: active });
  });

  it("are as many as its rule would choose", async () => {
    const grant = await may("group.read");
    const { rule, memberCount } = await getGroup(grant, tenant.groups.staff ?? "");
    expect((await previewRule(grant, rule ?? [])).count).toBe(memberCount);
  });
});

describe("people of a tenant", () => {
  it("are as many on every page", async () => {
    const facets = await countUserFacets(await may("user.read"));
    const active = facets.status.find(({ value }) => value === "active")?.count;
    const everybody = await searchUsers(await may("user.read"), { status: ["active"] }, all);
    const matrix = await searchPeopleMatrix(await may("matrix.read"), filtered({}), all);
    expect([active, matrix.total]).toEqual([everybody.rows.length, everybody.rows.length]);
    expect(facets.status.find(({ value }) => value === "disabled")?.count).toBe(2);
  });
});

describe("separation of duty", () => {
  it("says who breaks a rule, who will, and who is excepted, each once", async () => {
    const grant = await may("sod.read");
    const rules = await listSodRules(grant);
    const people = (ruleId: string) => rules.find(({ id }) => id === ruleId)?.people ?? [];
    const now = (ruleId: string) => sorted(people(ruleId).filter(({ from }) => from === null));
    const later = (ruleId: string) => sorted(people(ruleId).filter(({ from }) => from !== null));
    const excepted = (await listSodExceptions(grant)).filter(({ state }) => state === "approved");
    const { invoices, shifts } = tenant.rules;
    expect([now(invoices), later(invoices)]).toEqual([
      idsOf(["breaker", "asking"]),
      idsOf(["excepted", "willBreak"]),
    ]);
    expect([now(shifts), later(shifts)]).toEqual([idsOf(["chooser"]), []]);
    expect(sorted(excepted.map(({ person }) => person))).toEqual(idsOf(["excepted", "excused"]));
  });
});

describe("what waits or is open", () => {
  it("requests: as many in each state as are listed", async () => {
    await factory.query(
      `INSERT INTO access_requests (tenant_id, user_id, role_id, role_name, kind, minutes, reason,
         state, created_at, starts_at, ends_at, decided_by)
       SELECT $1, $2, role, role, kind, 60, 'Holidays', state, now() - made,
         CASE state WHEN 'approved' THEN now() - made END, now() + until,
         CASE WHEN kind = 'request' AND state <> 'pending' THEN $3::uuid END
       FROM (VALUES ('manager', 'request', 'pending', interval '1 hour', NULL::interval),
         ('user', 'request', 'pending', '30 days', NULL), ('user', 'request', 'refused', '1 hour', NULL),
         ('user', 'request', 'approved', '1 hour', '-1 minute'),
         ('executive', 'emergency', 'approved', '1 hour', '1 day')
       ) AS r (role, kind, state, made, until)`,
      [admin.tenantId, tenant.people.direct, admin.id],
    );
    await factory.query(
      `INSERT INTO role_assignments (tenant_id, user_id, role, ends_at)
       SELECT tenant_id, user_id, role_id, ends_at FROM access_requests
       WHERE tenant_id = $1 AND kind = 'emergency'`,
      [admin.tenantId],
    );
    const grant = await may("access_request.read");
    const { state } = await countRequests(grant);
    expect(state).toMatchObject({ pending: 1, in_force: 1, ended: 1, lapsed: 1, refused: 1 });
    expect((await listPending(grant)).length).toBe(state.pending);
    expect((await listInForce(grant)).length).toBe(state.in_force);
    for (const each of requestStates) {
      const { rows } = await searchRequests(grant, { state: [each] }, all);
      expect([each, rows.length]).toEqual([each, state[each]]);
    }
  });

  it("alerts: the figure of the overview is what the list calls unresolved", async () => {
    await factory.query(
      `INSERT INTO alerts (tenant_id, rule_id, group_by, group_value, severity, state, event_count,
         first_event_at, last_event_at, resolved_at, verdict)
       SELECT $1, 'failed_log_ins', 'account', state, 'high', state, 1, now(), now(),
         CASE state WHEN 'resolved' THEN now() END, CASE state WHEN 'resolved' THEN 'benign' END
       FROM unnest(ARRAY['open', 'acknowledged', 'resolved']) AS a (state)`,
      [admin.tenantId],
    );
    const grant = await may("alert.read");
    const { state } = await countAlerts(grant);
    const { rows } = await searchAlerts(grant, { state: ["open", "acknowledged"] }, all);
    const { kpis } = await loadKpis(admin);
    expect({
      overview: kpis.find(({ id }) => id === "open_alerts")?.value,
      receipt: (await loadReceipt(admin, "open_alerts")).rows.length,
      list: rows.length,
      counted: state.open + state.acknowledged,
    }).toEqual({ overview: 2, receipt: 2, list: 2, counted: 2 });
  });

  it("sessions: one’s own page lists what the list of all does", async () => {
    const person = await factory.createActor(admin.tenantId, []);
    await factory.createSession(admin.tenantId, person.id);
    const over = await factory.createSession(admin.tenantId, person.id);
    await factory.query("UPDATE sessions SET revoked_at = now() WHERE id = $1", [over.id]);
    const { rows } = await searchSessions(
      await may("session.read"),
      { text: person.email ?? "" },
      all,
    );
    expect(sorted(await listOwnSessions(person))).toEqual(sorted(rows));
    expect(rows).toHaveLength(2);
  });

  it("API keys: a person’s page names those that the list says work", async () => {
    const { tenantId, id } = admin;
    const past = new Date(Date.now() - 1_000);
    const made = [
      await factory.createKey(tenantId),
      await factory.createKey(tenantId, [], { expiresAt: new Date(Date.now() + 60_000) }),
      await factory.createKey(tenantId, [], { expiresAt: past }),
      await factory.createKey(tenantId, [], { revokedAt: past }),
    ];
    await factory.query("UPDATE api_keys SET created_by = $2 WHERE tenant_id = $1", [tenantId, id]);
    const { rows } = await searchApiKeys(await may("api_key.read"), all);
    expect(rows).toHaveLength(made.length);
    const works = rows.filter(
      ({ expiresAt, revokedAt }) =>
        revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > Date.now()),
    );
    const { apiKeys } = await getUser(await may("user.read"), id);
    expect(sorted(apiKeys)).toEqual(sorted(works));
    expect(works).toHaveLength(2);
  });
});
