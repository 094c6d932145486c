import { afterEach, describe, expect, it, vi } from "vitest";
import { setUpTestDatabase } from "../../testing/database.ts";
import { Factory } from "../../testing/factories.ts";
import { readiness } from "../api/readiness.ts";
import { log } from "./log.ts";
import { buildsServed, joinPeers, ownBuild, peersOfOtherBuilds } from "./peers.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let leave: (() => Promise<void>) | undefined;
afterEach(async () => {
  await leave?.();
  await factory.query("DELETE FROM servers");
  vi.restoreAllMocks();
});

const other = (id: string, build: string, age = "1 second") =>
  factory.query("INSERT INTO servers VALUES ($1, $2, now() - $3::interval)", [id, build, age]);
const buildsHere = async () =>
  (await factory.query<{ build_id: string }>("SELECT build_id FROM servers")).map(
    ({ build_id }) => build_id,
  );

describe("servers of one installation", () => {
  it("say in the log and in /readyz that one of them serves another build", async () => {
    const warn = vi.spyOn(log, "warn");
    await other("web-2:7", "old");
    await other("web-3:7", "new");
    await other("gone:7", "older", "31 seconds");
    leave = await joinPeers("new");
    expect(peersOfOtherBuilds()).toEqual([{ serverId: "web-2:7", buildId: "old" }]);
    expect(warn.mock.calls.map(([, message]) => message)).toEqual([
      "other servers serve another build",
    ]);
    expect((await readiness()).checks.peers).toEqual({
      ok: false,
      warning: true,
      detail: "Another build is served by web-2:7 (old).",
    });
  });

  it("tell pages which builds answer, the one that is on its way to all first", async () => {
    await other("web-2:7", "old");
    await factory.query("UPDATE servers SET started_at = now() - interval '1 hour'");
    await other("gone:7", "older", "31 seconds");
    leave = await joinPeers("new");
    expect(ownBuild()).toBe("new");
    expect(await buildsServed()).toEqual({ builds: ["new", "old"], newest: "new" });
  });

  it("are silent when they serve the same, and forgotten when they leave", async () => {
    await other("web-2:7", "new");
    leave = await joinPeers("new");
    expect(await buildsHere()).toHaveLength(2);
    expect((await readiness()).checks.peers).toEqual({ ok: true });
    await leave();
    leave = undefined;
    expect(peersOfOtherBuilds()).toBeNull();
    expect(await buildsHere()).toEqual(["new"]);
  });
});
