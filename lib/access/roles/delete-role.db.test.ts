import { beforeEach, describe, expect, it } from "vitest";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { createRole, deleteRole } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;
let person: { id: string };
let from: string;
let to: string;

beforeEach(async () => {
  admin = await factory.createActor(await factory.createTenant());
  person = await factory.createUser(admin.tenantId, { roles: [], name: "Grace" });
  const role = (name: string) => createRole(admin, { name, entries: [], parents: [] });
  from = dataOf(await role("From")).roleId;
  to = dataOf(await role("To")).roleId;
});

const hour = (hours: number) => new Date(Date.now() + hours * 3_600_000);

const give = (role: string, endsAt: Date | null) =>
  factory.query(
    `INSERT INTO role_assignments (tenant_id, user_id, role, starts_at, ends_at)
     VALUES ($1, $2, $3, now() - interval '9 hours', $4)`,
    [admin.tenantId, person.id, role, endsAt],
  );

async function held() {
  return factory.query(
    "SELECT role, ends_at FROM role_assignments WHERE tenant_id = $1 AND user_id = $2",
    [admin.tenantId, person.id],
  );
}

describe("a role that is deleted for another", () => {
  it("gives it for as long as either was given, never a time that is over", async () => {
    const [over, soon, late] = [hour(-1), hour(1), hour(5)];
    const cases: [Date | null, Date | null, Date | null][] = [
      [soon, over, soon],
      [over, soon, soon],
      [soon, late, late],
      [null, late, null],
      [late, null, null],
    ];
    for (const [index, [ofFrom, ofTo, expected]] of cases.entries()) {
      await factory.query("DELETE FROM role_assignments WHERE user_id = $1", [person.id]);
      const role = { name: `From ${index}`, entries: [], parents: [] };
      const { roleId } = dataOf(await createRole(admin, role));
      await give(roleId, ofFrom);
      await give(to, ofTo);
      dataOf(await deleteRole(admin, { roleId, reassignTo: to }));
      expect([ofFrom, ofTo, await held()]).toEqual([
        ofFrom,
        ofTo,
        [{ role: to, ends_at: expected }],
      ]);
    }
  });

  it("does the same for groups", async () => {
    await factory.query(
      `WITH made AS (INSERT INTO groups (tenant_id, name) VALUES ($1, 'G') RETURNING tenant_id, id)
       INSERT INTO group_roles (tenant_id, group_id, role, ends_at)
       SELECT tenant_id, id, r.role, r.ends_at FROM made,
         (VALUES ($2, NULL), ($3, now() - interval '1 hour')) AS r (role, ends_at)`,
      [admin.tenantId, from, to],
    );
    dataOf(await deleteRole(admin, { roleId: from, reassignTo: to }));
    const left = await factory.query("SELECT role, ends_at FROM group_roles WHERE tenant_id = $1", [
      admin.tenantId,
    ]);
    expect(left).toEqual([{ role: to, ends_at: null }]);
  });

  it("ends what was asked for of it, and says so of each", async () => {
    await factory.query(
      `INSERT INTO access_requests (tenant_id, user_id, role_id, role_name, kind, minutes, reason,
         state, decided_by, starts_at, ends_at)
       VALUES ($1, $2, $3, 'From', 'request', 60, 'x', 'pending', NULL, NULL, NULL),
         ($1, $2, $3, 'From', 'request', 60, 'x', 'approved', $4, now(), now() + interval '1 hour'),
         ($1, $2, $3, 'From', 'request', 60, 'x', 'refused', $4, NULL, NULL),
         ($1, $2, $5, 'To', 'request', 60, 'x', 'pending', NULL, NULL, NULL)`,
      [admin.tenantId, person.id, from, admin.id, to],
    );
    await give(from, hour(1));
    dataOf(await deleteRole(admin, { roleId: from, reassignTo: to, reason: "Merged" }));
    const states = await factory.query<{ state: string }>(
      "SELECT role_name, state FROM access_requests WHERE tenant_id = $1 ORDER BY 1, 2",
      [admin.tenantId],
    );
    expect(states).toEqual([
      { role_name: "From", state: "ended" },
      { role_name: "From", state: "lapsed" },
      { role_name: "From", state: "refused" },
      { role_name: "To", state: "pending" },
    ]);
    const events = await factory.query<{ action: string }>(
      `SELECT action, reason, target_id FROM audit_events WHERE tenant_id = $1
         AND action LIKE 'access_request.%' ORDER BY action`,
      [admin.tenantId],
    );
    expect(events).toEqual([
      { action: "access_request.ended", reason: "Merged", target_id: person.id },
      { action: "access_request.lapsed", reason: "Merged", target_id: person.id },
    ]);
  });
});
