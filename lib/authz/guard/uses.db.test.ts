import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { freePort } from "../../../local/embedded/ports.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import {
  askDecision,
  createDecidingTenant,
  questionAbout,
} from "../../../testing/decision-client.ts";
import { Factory } from "../../../testing/factories.ts";
import { startApiProcess } from "../../../testing/node-child.ts";
import { evaluate } from "../../access/decisions/queries.ts";
import { loadKpis, loadReceipt } from "../../business/kpis/queries.ts";
import { pruneUses } from "../../worker/access/prune-uses.ts";
import type { Actor } from "./actor.ts";
import { requirePermission } from "./grant.ts";
import { recordUse, writeUses } from "./uses.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;
let person: Actor;

beforeEach(async () => {
  await writeUses();
  const tenantId = await factory.createTenant();
  admin = await factory.createActor(tenantId);
  person = await factory.createActor(tenantId, ["user"]);
});

type Row = {
  user_id: string;
  permission: string;
  day: string;
  basis: string;
  resource_type: string;
  resource_id: string;
  count: number;
};

async function written(): Promise<Row[]> {
  await writeUses();
  return factory.query<Row>(
    `SELECT user_id, permission, day::text, basis, resource_type, resource_id, count::int
     FROM permission_uses WHERE tenant_id = $1 ORDER BY permission, basis, resource_id, user_id`,
    [admin.tenantId],
  );
}

const use = (permission = "document.read", who: { id: string } = person) =>
  recordUse(admin.tenantId, who.id, admin.access, permission, null);

describe("uses of permissions", () => {
  it("are noted where everybody is shown their part, for people and never as a denial", async () => {
    const executive = await factory.createActor(admin.tenantId, ["executive"]);
    await loadKpis(executive);
    await loadReceipt(executive, "failed_log_ins");
    await loadKpis(person);
    await loadReceipt(admin, "failed_log_ins");
    const usesOf = (rows: Row[], { id }: Actor) =>
      rows.filter((row) => row.user_id === id).map(({ permission, count }) => [permission, count]);
    const rows = await written();
    expect(usesOf(rows, executive)).toEqual([
      ["kpi.product.read", 1],
      ["kpi.security.read", 2],
    ]);
    expect(usesOf(rows, admin)).toEqual([
      ["kpi.personal_data.read", 1],
      ["kpi.security.read", 1],
    ]);
    expect(usesOf(rows, person)).toEqual([]);
    const denials = await factory.query(
      "SELECT 1 FROM audit_events WHERE tenant_id = $1 AND action = 'access.denied'",
      [admin.tenantId],
    );
    expect(denials).toEqual([]);
  });

  it("are noted where people are let in, and where products ask about them", async () => {
    await requirePermission(admin, "user.read");
    await requirePermission(admin, "user.read");
    await expect(requirePermission(person, "user.read")).rejects.toThrow();
    const grant = await requirePermission(admin, "access.decide");
    for (const name of ["read", "delete"]) {
      const subject = { type: "user", id: person.id };
      const resource = { type: "document", id: "d1" };
      await evaluate(grant, { subject, action: { name }, resource }, admin);
    }
    const everywhere = { basis: "everywhere", resource_type: "", resource_id: "" };
    expect(await written()).toMatchObject([
      { user_id: admin.id, permission: "access.decide", count: 1, ...everywhere },
      { user_id: person.id, permission: "document.read", count: 1, ...everywhere },
      { user_id: admin.id, permission: "user.read", count: 2, ...everywhere },
    ]);
  });

  it("say by what: of a grant, the resource that it was given on", async () => {
    await factory.query(
      `INSERT INTO resources (tenant_id, type, id, parent_type, parent_id)
       VALUES ($1, 'project', 'p1', NULL, NULL), ($1, 'document', 'd1', 'project', 'p1')`,
      [admin.tenantId],
    );
    await factory.query(
      `INSERT INTO resource_grants (tenant_id, user_id, permission, resource_type, resource_id)
       VALUES ($1, $2, 'document.delete', 'project', 'p1')`,
      [admin.tenantId, person.id],
    );
    await factory.query(
      `WITH made AS (
         INSERT INTO roles (tenant_id, id, name) VALUES ($1, 'own', 'Own') RETURNING tenant_id, id
       ), said AS (
         INSERT INTO role_permissions (tenant_id, role_id, permission, own_only)
         SELECT tenant_id, id, 'order.cancel', true FROM made
       )
       INSERT INTO role_assignments (tenant_id, user_id, role) SELECT tenant_id, $2, id FROM made`,
      [admin.tenantId, person.id],
    );
    const grant = await requirePermission(admin, "access.decide");
    for (const [type, name] of [
      ["document", "delete"],
      ["order", "cancel"],
    ] as const) {
      const decision = await evaluate(
        grant,
        {
          subject: { type: "user", id: person.id },
          action: { name },
          resource: { type, id: "d1", properties: { owner: person.id } },
        },
        admin,
      );
      expect(decision).toEqual({ decision: true });
    }
    expect((await written()).filter(({ user_id }) => user_id === person.id)).toMatchObject([
      {
        permission: "document.delete",
        basis: "grant",
        resource_type: "project",
        resource_id: "p1",
      },
      { permission: "order.cancel", basis: "own", resource_type: "", resource_id: "" },
    ]);
  });

  it("add up over writes, whoever writes", async () => {
    for (let n = 0; n < 3; n++) {
      use();
      use();
      await writeUses();
    }
    const today = new Date().toISOString().slice(0, 10);
    expect(await written()).toMatchObject([{ count: 6, day: today }]);
  });

  it("move nothing that decisions are remembered by", async () => {
    const read = () =>
      factory.query("SELECT version FROM access_versions WHERE tenant_id = $1", [admin.tenantId]);
    const before = await read();
    use();
    await written();
    expect(await read()).toEqual(before);
  });

  it("are kept while they cannot be written, and lost with the person", async () => {
    const gone = await factory.createUser(admin.tenantId);
    use("document.read", gone);
    await factory.query("DELETE FROM users WHERE id = $1", [gone.id]);
    use();
    await factory.query("ALTER TABLE permission_uses RENAME TO away");
    try {
      await writeUses();
      use();
    } finally {
      await factory.query("ALTER TABLE away RENAME TO permission_uses");
    }
    expect(await written()).toMatchObject([{ user_id: person.id, count: 2 }]);
  });

  it("of many processes at once do not wait for each other in circles", async () => {
    const people = await Promise.all(
      Array.from({ length: 8 }, () => factory.createUser(admin.tenantId)),
    );
    const ids = people.map(({ id }) => id);
    const elsewhere = () =>
      factory.query(
        `INSERT INTO permission_uses AS known
           (tenant_id, user_id, permission, day, basis, count, last_at)
         SELECT $1, id, 'document.read', (now() AT TIME ZONE 'UTC')::date, 'everywhere', 1, now()
         FROM unnest($2::uuid[]) id ORDER BY id
         ON CONFLICT (tenant_id, user_id, permission, day, basis, resource_type, resource_id)
         DO UPDATE SET count = known.count + excluded.count`,
        [admin.tenantId, ids],
      );
    for (const id of ids.toReversed()) use("document.read", { id });
    await Promise.all([elsewhere(), elsewhere(), writeUses()]);
    expect((await written()).map(({ count }) => count)).toEqual(ids.map(() => 3));
  });

  it("are written by a server that is told to stop", async () => {
    const { tenantId, userId, key } = await createDecidingTenant(factory);
    const folder = mkdtempSync(join(tmpdir(), "gatehouse-uses-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const port = await freePort();
    const environment = { ...process.env, HOST: "127.0.0.1", PORT: String(port) };
    const server = startApiProcess(environment, join(folder, "api.log"));
    await server.listening;
    const evaluations = Array.from({ length: 50 }, () => questionAbout(userId));
    const url = `http://127.0.0.1:${port}`;
    const { status } = await askDecision(url, "/evaluations", { evaluations }, { key });
    expect(status).toBe(200);
    await server.stop();
    const rows = await factory.query(
      "SELECT basis, resource_id, count::int FROM permission_uses WHERE tenant_id = $1",
      [tenantId],
    );
    expect(rows).toEqual([{ basis: "grant", resource_id: "d1", count: 50 }]);
  });

  it("are forgotten after more than a year", async () => {
    use("document.read");
    use("document.update");
    await written();
    await factory.query(
      "UPDATE permission_uses SET day = day - 401 WHERE permission = 'document.read'",
    );
    await pruneUses.run({});
    expect((await written()).map(({ permission }) => permission)).toEqual(["document.update"]);
  });
});
