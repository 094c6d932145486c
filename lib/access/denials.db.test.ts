import { beforeAll, describe, expect, it } from "vitest";
import { flushDenials as flushJob } from "../jobs/flush-denials.ts";
import { setUpTestDatabase } from "../testing/database.ts";
import { Factory } from "../testing/factories.ts";
import type { Actor } from "./actor.ts";
import { DENIALS_RECORDED_SINGLY } from "./denials.ts";
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
});
