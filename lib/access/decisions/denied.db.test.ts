import { beforeEach, describe, expect, it, vi } from "vitest";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { DENIALS_RECORDED_SINGLY } from "../../authz/guard/denials.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import * as db from "../../platform/db.ts";
import { writeDenied } from "./denied.ts";
import { evaluate, evaluateAll } from "./queries.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let asker: Actor;
let userId: string;

beforeEach(async () => {
  asker = await factory.createActor(await factory.createTenant());
  ({ id: userId } = await factory.createUser(asker.tenantId, { roles: [], name: "Bob" }));
});

const question = (name = "read", id = "d1", subject = userId) => ({
  subject: { type: "user", id: subject },
  action: { name },
  resource: { type: "document", id },
});

async function ask(asked = question()): Promise<boolean> {
  const grant = await requirePermission(asker, "access.decide");
  return (await evaluate(grant, asked, asker)).decision;
}

type Event = { actor: string; target: string; reason: string; details: Record<string, unknown> };
const events = () =>
  factory.query<Event>(
    `SELECT actor_id AS actor, target_id AS target, reason, details FROM audit_events
     WHERE tenant_id = $1 AND action = 'access.denied' ORDER BY id`,
    [asker.tenantId],
  );
async function counted(): Promise<Record<string, number>> {
  const rows = await factory.query<{ name: string; count: number }>(
    `SELECT actor_id || ' ' || target AS name, sum(count)::int AS count FROM denial_counts
     WHERE tenant_id = $1 GROUP BY 1`,
    [asker.tenantId],
  );
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

describe("denials that products are told", () => {
  it("are the asker's, and say about whom and what they were asked", async () => {
    expect(await ask()).toBe(false);
    await writeDenied();
    expect(await events()).toEqual([
      {
        actor: asker.id,
        target: "document.read",
        reason: `user ${userId} on document d1: Lacks the permission document.read.`,
        details: {
          subject: { type: "user", id: userId },
          resource: { type: "document", id: "d1" },
          requestId: asker.request.requestId,
        },
      },
    ]);
  });

  it("are written without anybody asking for it", async () => {
    await ask();
    await vi.waitUntil(async () => (await events()).length === 1, { timeout: 5_000 });
    expect(await counted()).toEqual({ [`${asker.id} document.read`]: 1 });
  });

  it("are all counted, and only the first ten told one by one", async () => {
    const writes = vi.spyOn(db.pool("app"), "connect");
    await Promise.all(Array.from({ length: 3_000 }, () => ask()));
    expect(writes.mock.calls.length).toBeLessThan(20);
    vi.restoreAllMocks();
    await writeDenied();
    await ask();
    await writeDenied();
    expect(Object.values(await counted()).reduce((sum, count) => sum + count, 0)).toBe(3_001);
    const told = (await events()).length;
    // The two writes can fall into two minutes.
    expect([DENIALS_RECORDED_SINGLY, DENIALS_RECORDED_SINGLY + 1]).toContain(told);
  });

  it("cannot fill the log with names that a program invents", async () => {
    for (let i = 0; i < 50; i++) {
      expect(await ask(question(`invented-${i}`))).toBe(false);
      expect(await ask(question("read", "d1", `nobody-${i}`))).toBe(false);
    }
    await writeDenied();
    const counts = await counted();
    expect(counts).toEqual({ [`${asker.id} unknown`]: 100 });
    expect((await events()).length).toBeLessThanOrEqual(2 * DENIALS_RECORDED_SINGLY);
  });

  it("are not recorded for what was not answered", async () => {
    const grant = await requirePermission(asker, "access.decide");
    const evaluations = ["a", "b", "c"].map((id) => question("read", id));
    const options = { evaluations_semantic: "deny_on_first_deny" as const };
    const answer = await evaluateAll(grant, { evaluations, options }, asker);
    expect(answer.evaluations).toHaveLength(1);
    await writeDenied();
    expect(await counted()).toEqual({ [`${asker.id} document.read`]: 1 });
  });

  it("are kept while the database refuses them", async () => {
    await ask();
    await factory.query("REVOKE INSERT ON denial_counts FROM gatehouse_app");
    await ask();
    await writeDenied();
    await ask();
    expect(await counted()).toEqual({});
    await factory.query("GRANT INSERT ON denial_counts TO gatehouse_app");
    await writeDenied();
    expect(await counted()).toEqual({ [`${asker.id} document.read`]: 3 });
    expect(await events()).toHaveLength(3);
  });

  it("become one event for the rest when the minute is over", async () => {
    const { flushDenials } = await import("../../authz/guard/denials.ts");
    await Promise.all(Array.from({ length: 25 }, () => ask()));
    await writeDenied();
    await factory.query("UPDATE denial_counts SET minute = minute - interval '5 minutes'");
    await db.withTenantSql(asker.tenantId, (sql) => flushDenials(sql, asker.tenantId), "worker");
    const all = await events();
    expect(all).toHaveLength(DENIALS_RECORDED_SINGLY + 1);
    expect(all.at(-1)).toMatchObject({ actor: asker.id, details: { count: 15 } });
  });
});
