import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { freePort } from "../../../local/embedded/ports.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { type NodeChild, startApiProcess } from "../../../testing/node-child.ts";
import { OwnRedis } from "../../../testing/own-redis.ts";
import { RealtimePage } from "../../../testing/realtime-page.ts";
import { assignRole } from "../../access/assignments/service.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { encodeSessionToken } from "../../identity/credentials/session-token.ts";
import { announce } from "../../platform/announce.ts";
import { env } from "../../platform/env.ts";
import { redis as connection } from "../../platform/redis.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const redis = new OwnRedis();
const folder = mkdtempSync(join(tmpdir(), "gatehouse-cluster-"));
const servers: { child: NodeChild; url: string }[] = [];
const pages: RealtimePage[] = [];
let admin: Actor;

beforeAll(async () => {
  await redis.start();
  for (let index = 0; index < 2; index++) {
    const port = await freePort();
    const environment = { ...process.env, HOST: "127.0.0.1", PORT: String(port) };
    const child = startApiProcess(environment, join(folder, `${index}.log`));
    await child.listening;
    servers.push({ child, url: `http://127.0.0.1:${port}` });
  }
  admin = await factory.createActor(await factory.createTenant());
  // What is published before there is a connection reaches this process only.
  await vi.waitUntil(() => connection()?.status === "ready");
});
afterAll(async () => {
  for (const page of pages) page.socket.terminate();
  await Promise.all(servers.map(({ child }) => child.stop()));
  await redis.discard();
  rmSync(folder, { recursive: true });
});

/** A page of the person on each of the two servers. */
async function openOnBoth({ tenantId, sessionId }: Actor): Promise<RealtimePage[]> {
  const token = encodeSessionToken({ tenantId, sessionId: sessionId ?? "" }, env().AUTH_SECRET);
  const opened = await Promise.all(servers.map(({ url }) => new RealtimePage(url, token).opened()));
  pages.push(...opened);
  for (const page of opened) page.say({ type: "subscribe", topics: ["kpis"] });
  await Promise.all(opened.map((page) => page.next("snapshot")));
  return opened;
}

let raised = 0;

/** Raises an alert behind everybody's back, and says that the facts have changed. */
async function raiseAlert(): Promise<void> {
  await factory.query(
    `INSERT INTO alerts (tenant_id, rule_id, group_by, group_value, severity, event_count,
       first_event_at, last_event_at)
     VALUES ($1, 'failed_log_ins', 'account', $2, 'high', 5, now(), now())`,
    [admin.tenantId, randomUUID()],
  );
  raised++;
  await announce(admin.tenantId, "kpis");
}

const shows = (count: number) => (message: { kpis: { id: string; value: number | null }[] }) =>
  message.kpis.find((kpi) => kpi.id === "open_alerts")?.value === count;

describe("two servers", () => {
  it("tell their pages the same, from one change", async () => {
    const both = await openOnBoth(admin);
    await raiseAlert();
    for (const page of both) await page.next("update", shows(raised));
  });

  it("both learn of a changed role, wherever it was changed", async () => {
    const person = await factory.createActor(admin.tenantId, []);
    const both = await openOnBoth(person);
    await assignRole(admin, { roleId: "executive", userId: person.id });
    for (const page of both) {
      await page.next("access");
      expect((await page.next("snapshot")).kpis).toHaveLength(10);
    }
  });

  it("answer every request while Redis is killed and started again", async () => {
    const { key } = await factory.createKey(admin.tenantId);
    const paths = ["/kpis/snapshot", "/alerts", "/me", "/audit/events?limit=1"];
    const statuses = new Set<number>();
    let answered = 0;
    const stop = new AbortController();
    const ask = async (path: string) => {
      for (let turn = 0; !stop.signal.aborted; turn++) {
        const { url } = servers[turn % servers.length] ?? { url: "" };
        const headers = { authorization: `Bearer ${key}` };
        statuses.add((await fetch(`${url}/api/v1${path}`, { headers })).status);
        answered++;
      }
    };
    const traffic = Promise.all(paths.map(ask));
    const more = async (count: number) => {
      const wanted = answered + count;
      await vi.waitUntil(() => answered >= wanted, { timeout: 20_000 });
    };
    await more(100);
    await redis.kill();
    await more(200);
    await redis.revive();
    await more(200);
    stop.abort();
    await traffic;
    expect([...statuses]).toEqual([200]);
  });

  it("heal when Redis is killed and started again", async () => {
    const both = await openOnBoth(admin);
    await redis.kill();
    await raiseAlert();
    // Nobody can tell them now: they keep their pages, and the rights are still checked.
    expect(both.map((page) => page.socket.readyState)).toEqual([1, 1]);
    await redis.revive();
    for (const page of both) await page.next("update", shows(raised));
    // And messages travel again, once every process has subscribed anew.
    await vi.waitFor(
      async () => {
        await raiseAlert();
        const wanted = raised;
        await Promise.all(both.map((page) => page.next("update", shows(wanted))));
      },
      { timeout: 15_000 },
    );
  });
});
