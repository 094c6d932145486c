import { beforeAll, describe, expect, it } from "vitest";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { withTenantSql } from "../../platform/db.ts";
import { flushDenials as flushJob } from "../../worker/access/flush-denials.ts";
import type { Actor } from "./actor.ts";
import { countDenials, DENIALS_RECORDED_SINGLY } from "./denials.ts";
import { requirePermission } from "./grant.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let actor: Actor;

beforeAll(async () => {
  actor = await factory.createActor(await factory.createTenant(), ["executive"]);
});

function denials() {
  return factory.query<{ outcome: string; details: { count: number } | null; search: string }>(
    `SELECT outcome, details FROM audit_events
     WHERE actor_id = $1 AND action = 'access.denied' ORDER BY id`,
    [actor.id],
  );
}

describe("denials", () => {
  it("are recorded one by one up to the tenth, then counted, and lose none", async () => {
    const attempts = 60;
    const denied = Array.from({ length: attempts }, () =>
      requirePermission(actor, "session.revoke").catch((error: Error) => error.name),
    );
    expect(new Set(await Promise.all(denied))).toEqual(new Set(["PermissionDenied"]));
    // Attempts can fall into two minutes; each minute then records its own first ten.
    const singly = (await denials()).length;
    expect(singly).toBeGreaterThanOrEqual(DENIALS_RECORDED_SINGLY);
    expect(singly).toBeLessThanOrEqual(2 * DENIALS_RECORDED_SINGLY);
    await factory.query("UPDATE denial_counts SET minute = minute - interval '5 minutes'");
    await flushJob.run({});
    await flushJob.run({});
    const all = await denials();
    const counted = all.reduce((sum, event) => sum + (event.details?.count ?? 1), 0);
    expect(counted).toBe(attempts);
    expect(all.length - singly).toBeLessThanOrEqual(2);
    expect(new Set(all.map((event) => event.outcome))).toEqual(new Set(["denied"]));
  });

  it("leave the minute that is still running alone", async () => {
    const before = (await denials()).length;
    await requirePermission(actor, "audit.read").catch(() => undefined);
    await flushJob.run({});
    expect((await denials()).length).toBe(before + 1);
  });

  it("can be counted many at once, and the first ten are still told apart", async () => {
    const counted = (name: string, count: number) => ({
      who: { kind: "user" as const, id: name, name },
      action: "access.denied" as const,
      target: "role.read",
      count,
    });
    const count = (denials: ReturnType<typeof counted>[]) =>
      withTenantSql(actor.tenantId, (sql) => countDenials(sql, actor.tenantId, denials));
    // Nobody may see the minute change between the three.
    const answers = await withTenantSql(actor.tenantId, async (sql) => [
      await countDenials(sql, actor.tenantId, [counted("b", 4), counted("a", 700)]),
      await countDenials(sql, actor.tenantId, [counted("a", 1), counted("b", 4)]),
      await countDenials(sql, actor.tenantId, [counted("b", 4)]),
    ]);
    expect(answers).toEqual([[4, 10], [0, 4], [2]]);
    const orders = [
      [counted("x", 1), counted("y", 1)],
      [counted("y", 1), counted("x", 1)],
    ];
    const many = Array.from({ length: 40 }, (_, index) => count(orders[index % 2] ?? []));
    expect(await Promise.all(many)).toHaveLength(40);
    const rows = await factory.query<{ id: string; count: number }>(
      `SELECT actor_id AS id, sum(count)::int AS count FROM denial_counts
       WHERE tenant_id = $1 AND actor_id IN ('a', 'b', 'x', 'y') GROUP BY 1 ORDER BY 1`,
      [actor.tenantId],
    );
    expect(rows.map((row) => row.count)).toEqual([701, 12, 40, 40]);
  });
});
