import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { ingestEvents } from "../../audit/ingestion/service.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { evaluateArrivals } from "../../worker/evaluate-arrivals.ts";
import { searchAlerts } from "../alerts/queries.ts";
import { failedLogIns } from "../rules/failed-log-ins.ts";
import { normalize } from "../rules/normalized-event.ts";
import { findBursts } from "./bursts.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const START = Date.parse("2026-11-20T10:00:00Z");

/** A failed log-in of a program; `actor` is null for one that does not say whose. */
type Failure = { second: number; actor: string | null; source: string; ip: string | null };

/** Alerts of failures that arrive in these batches, without what is by chance. */
async function alertsOf(batches: readonly (readonly Failure[])[]): Promise<string[]> {
  const officer = await factory.createActor(await factory.createTenant());
  const grant = await requirePermission(officer, "audit.record");
  for (const batch of batches) {
    const items = batch.map(({ second, actor, source, ip }, index) => ({
      index,
      item: {
        id: randomUUID(),
        occurredAt: new Date(START + second * 1000).toISOString(),
        action: "SignInFailed",
        outcome: "failure",
        source,
        ...(actor !== null && { actor: { id: actor } }),
        ...(ip !== null && { sourceIp: ip }),
      },
    }));
    expect((await ingestEvents(grant, items)).accepted).toBe(batch.length);
    while (await evaluateArrivals.drain());
  }
  const { rows } = await searchAlerts(
    await requirePermission(officer, "alert.read"),
    {},
    { limit: 200 },
  );
  return rows
    .map(({ groupBy, groupValue, eventCount, firstEventAt, lastEventAt }) =>
      described(groupBy, groupValue, eventCount, firstEventAt, lastEventAt),
    )
    .sort();
}

function described(by: string, value: string, count: number, from: string, to: string): string {
  const seconds = [from, to].map((time) => (Date.parse(time) - START) / 1000);
  return `${by} ${value}: ${count}, ${seconds.join(" to ")}`;
}

/** What the alerts are by their definition, from all failures at once. */
function expectedOf(failures: readonly Failure[]): string[] {
  const events = failures
    .toSorted((a, b) => a.second - b.second)
    .map(({ second, actor, source, ip }) =>
      normalize({
        id: randomUUID(),
        occurredAt: new Date(START + second * 1000),
        category: "external",
        source,
        actorType: "external",
        actorId: actor,
        actorName: null,
        action: "SignInFailed",
        outcome: "failure",
        targetType: null,
        targetId: null,
        sourceIp: ip,
      }),
    );
  return failedLogIns.correlations
    .flatMap((correlation) =>
      [...Map.groupBy(events, (event) => correlation.groupOf(event)?.label)].flatMap(
        ([group, members]) => {
          if (group === undefined) return [];
          const matches = members.map((event) => ({
            occurredAt: event.occurredAt,
            counted: correlation.countedOf?.(event) ?? null,
          }));
          return findBursts(matches, correlation).map((burst) => {
            const [first, last] = [burst[0], burst.at(-1)];
            const times = [first, last].map((match) => match?.occurredAt.toISOString() ?? "");
            return described(
              correlation.groupBy,
              group,
              burst.length,
              times[0] ?? "",
              times[1] ?? "",
            );
          });
        },
      ),
    )
    .sort();
}

const failure: fc.Arbitrary<Failure> = fc.record({
  // In steps of a part of the window, so that its very edges are drawn often.
  second: fc.integer({ min: 0, max: 120 }).map((step) => step * 50),
  actor: fc.constantFrom("1001", "1001", "1002", null),
  source: fc.constantFrom("crm", "crm", "erp"),
  ip: fc.constantFrom("192.0.2.7", "192.0.2.7", "2001:db8::7", null),
});

describe("what detection finds", () => {
  it("follows from the events, in whatever order and batches they arrive", async () => {
    const drawn = fc
      .array(failure, { minLength: 30, maxLength: 120, size: "max" })
      .chain((failures) =>
        fc.tuple(
          fc.shuffledSubarray(failures, {
            minLength: failures.length,
            maxLength: failures.length,
          }),
          fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 12 }),
        ),
      );
    let alerts = 0;
    await fc.assert(
      fc.asyncProperty(drawn, async ([failures, sizes]) => {
        const batches: Failure[][] = [];
        for (let from = 0, turn = 0; from < failures.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          batches.push(failures.slice(from, from + size));
          from += size;
        }
        const expected = expectedOf(failures);
        alerts += expected.length;
        expect(await alertsOf(batches)).toEqual(expected);
      }),
      { numRuns: 15 },
    );
    // About two in each run; a test that never sees one would prove nothing.
    expect(alerts).toBeGreaterThan(5);
  }, 240_000);

  it.each([
    [[[0, 500, 700, 800, 900, 1000]]],
    [[[0], [500], [700], [800], [900], [1000]]],
    [[[1000, 900], [0, 800], [700], [500]]],
    [[[500, 700, 800, 900, 1000], [0]]],
    [
      [
        [0, 500],
        [700, 800, 900, 1000],
      ],
    ],
  ])("of one attack is the same in the batches %j", async (batches) => {
    const failures = batches.map((batch) =>
      batch.map((second) => ({ second, actor: "ada", source: "crm", ip: null })),
    );
    expect(await alertsOf(failures)).toEqual(["account ada in crm: 6, 0 to 1000"]);
  });

  it("becomes one alert when an event arrives late that joins two", async () => {
    const failures = [[0, 1, 2, 3, 4], [1200, 1201, 1202, 1203, 1204, 1205], [602]].map((batch) =>
      batch.map((second) => ({ second, actor: "ada", source: "crm", ip: null })),
    );
    expect(await alertsOf(failures)).toEqual(["account ada in crm: 12, 0 to 1205"]);
  });

  it("keeps accounts of different programs apart", async () => {
    const failures = ["crm", "erp"].flatMap((source) =>
      [0, 1, 2, 3].map((second) => ({ second, actor: "1001", source, ip: null })),
    );
    expect(await alertsOf([failures])).toEqual([]);
  });

  it("takes attempts that do not say whose log-in it is for no second account", async () => {
    const unknown = Array.from({ length: 12 }, (_, second) => ({
      second,
      actor: null,
      source: "crm",
      ip: "192.0.2.7",
    }));
    expect(await alertsOf([unknown])).toEqual([]);
  });
});
