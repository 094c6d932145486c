// Real log-ins of a real intrusion, replayed as failures: what the detection makes of them.
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Actor } from "#lib/authz/guard/actor";
import { requirePermission } from "#lib/authz/guard/grant";
import { loadKpis } from "#lib/business/kpis/queries";
import { searchAlerts } from "#lib/security/alerts/queries";
import { evaluateArrivals } from "#lib/worker/evaluate-arrivals";
import { importCommand } from "#scripts/commands/import";
import { startApi } from "#testing/api-server";
import { setUpTestDatabase } from "#testing/database";
import { Factory } from "#testing/factories";

const cloudtrail = join(process.env.CONFORMANCE_DATA ?? "", "cloudtrail");

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const folder = mkdtempSync(join(tmpdir(), "gatehouse-detection-"));
let api: Awaited<ReturnType<typeof startApi>>;
let admin: Actor;

beforeAll(async () => {
  api = await startApi();
  admin = await factory.createActor(await factory.createTenant());
  const { key } = await factory.createKey(admin.tenantId, ["audit.record"]);
  vi.stubEnv("GATEHOUSE_DATA_DIR", join(folder, "data"));
  vi.stubEnv("GATEHOUSE_URL", api.url);
  vi.stubEnv("GATEHOUSE_API_KEY", key);
  vi.spyOn(console, "log").mockReturnValue(undefined);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await api.close();
  rmSync(folder, { recursive: true });
});

/** Imports a folder, and does what the worker does until nothing is waiting. */
async function importAndEvaluate(path: string): Promise<void> {
  expect(await importCommand(["cloudtrail", path], new AbortController().signal)).toBe(0);
  while (await evaluateArrivals.drain());
}

async function alerts() {
  return (await searchAlerts(await requirePermission(admin, "alert.read"), {}, { limit: 50 })).rows;
}

type LogIn = { eventName?: string; eventTime?: string; eventID?: string };

/** The console log-ins of the data, all of which succeeded. */
function consoleLogIns(): LogIn[] {
  const records = readdirSync(cloudtrail)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => JSON.parse(readFileSync(join(cloudtrail, name), "utf8")).Records as LogIn[]);
  return records.filter((record) => record.eventName === "ConsoleLogin");
}

describe("the events of cloudtrail/", () => {
  it("raise no alert: log-ins succeed, and what fails around log-in profiles is no log-in", async () => {
    await importAndEvaluate(cloudtrail);
    const [failed] = await factory.query<{ count: number }>(
      `SELECT count(*)::int FROM audit_events
       WHERE tenant_id = $1 AND outcome <> 'success' AND action LIKE '%LoginProfile%'`,
      [admin.tenantId],
    );
    expect(failed?.count).toBeGreaterThan(0);
    expect(await factory.query("SELECT * FROM rule_matches")).toEqual([]);
    expect(await alerts()).toEqual([]);
  });

  it("raise one alert when a real log-in is replayed as a burst of failures", async () => {
    const [logIn] = consoleLogIns();
    expect(logIn).toBeDefined();
    const burst = Array.from({ length: 7 }, (_, index) => ({
      ...logIn,
      eventID: randomUUID(),
      eventTime: `${new Date(Date.now() - (7 - index) * 20_000).toISOString().slice(0, 19)}Z`,
      responseElements: { ConsoleLogin: "Failure" },
      errorMessage: "Failed authentication",
    }));
    const path = join(folder, "burst");
    mkdirSync(path);
    writeFileSync(join(path, "burst.json"), JSON.stringify({ Records: burst }));
    await importAndEvaluate(path);
    expect(await alerts()).toMatchObject([{ groupBy: "account", eventCount: 7, state: "open" }]);
    const { kpis } = await loadKpis(admin);
    const values = new Map(kpis.map((kpi) => [kpi.id, kpi.value]));
    expect([values.get("failed_log_ins"), values.get("open_alerts")]).toEqual([7, 1]);
  });
});
