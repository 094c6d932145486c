import { beforeAll, expect, it } from "vitest";
import { setUpTestDatabase } from "../../testing/database.ts";
import { Factory } from "../../testing/factories.ts";
import { Busy } from "../core/errors.ts";
import { admitted, gateOf } from "./admission.ts";
import { cached } from "./cache.ts";
import { type Sql, withTenantSql } from "./db.ts";
import { metrics } from "./metrics.ts";
import { holdsConnectionOf, workFor, workForNobody } from "./unit-of-work.ts";

process.env.DATABASE_POOL_SIZE = "3";
const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let tenantId: string;

beforeAll(async () => {
  tenantId = await factory.createTenant();
});

const readTenant = async (sql: Sql) => (await sql<{ id: string }>("SELECT id FROM tenants", []))[0];

it("a transaction within others waits neither for itself nor for them", async () => {
  const nested = () => withTenantSql(tenantId, () => withTenantSql(tenantId, readTenant));
  const seen = await Promise.all(Array.from({ length: 8 }, nested));
  expect(seen).toEqual(seen.map(() => ({ id: tenantId })));
  expect([gateOf("app").inside, gateOf("app").waiting]).toEqual([0, 0]);
});

it("what a transaction starts and outlives it holds no connection any more", async () => {
  const after = Promise.withResolvers<void>();
  let late: Promise<boolean> | undefined;
  await withTenantSql(tenantId, async () => {
    expect(holdsConnectionOf("app")).toBe(true);
    expect(workForNobody(() => holdsConnectionOf("app"))).toBe(true);
    late = after.promise.then(() => holdsConnectionOf("app"));
  });
  after.resolve();
  expect(await late).toBe(false);
});

it("a connection comes back to the gate when the work fails", async () => {
  const fails = withTenantSql(tenantId, (sql) => sql("SELECT 1 / 0", []));
  await expect(fails).rejects.toThrow("division by zero");
  expect(gateOf("app").inside).toBe(0);
});

it("beyond what may wait it is refused, and told by the metrics without saying of whom", async () => {
  const release = Promise.withResolvers<void>();
  const party = { tenantId, session: "one" };
  const dryRun = () =>
    workFor(party, () => admitted("app", tenantId, "heavy", () => release.promise));
  const all = Array.from({ length: 15 }, () => dryRun().catch((error: unknown) => error));
  const early = await Promise.all(all.slice(11));
  expect(early.every((error) => error instanceof Busy)).toBe(true);
  const series = await metrics.registry.getSingleMetricAsString("gatehouse_admission");
  expect(series).toContain('gatehouse_admission{gate="app",state="inside"} 1');
  expect(series).toContain('gatehouse_admission{gate="app",state="waiting"} 10');
  const refused = await metrics.registry.getSingleMetricAsString(
    "gatehouse_admission_refused_total",
  );
  expect(refused).toContain('{gate="app",reason="session"} 4');
  expect(series + refused).not.toContain(tenantId);
  release.resolve();
  expect(await Promise.all(all.slice(0, 11))).toEqual(Array(11).fill(undefined));
});

it("whoever joins another's load is not refused for what that one has going on", async () => {
  const began = Promise.withResolvers<number>();
  const key = { tenantId, id: "shared" };
  const first = cached("query", key, () => began.promise);
  const second = cached("query", key, () => Promise.resolve(7));
  began.reject(new Busy("session"));
  await expect(first).rejects.toThrow(Busy);
  expect(await second).toBe(7);
});
