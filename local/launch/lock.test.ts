import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isRunning, processIdentity } from "../processes.ts";
import { acquireLock } from "./lock.ts";

let path: string;

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), "gatehouse-lock-")), "launcher.lock");
});

afterEach(() => rmSync(dirname(path), { recursive: true, force: true }));

describe("acquireLock", () => {
  it("refuses while the holder lives, naming it, and can be taken again after its release", async () => {
    const lock = await acquireLock(path, "Running at http://127.0.0.1:3000");
    await expect(acquireLock(path, "another")).rejects.toThrow(
      `Running at http://127.0.0.1:3000 (process ${process.pid}).`,
    );
    lock.release();
    const again = await acquireLock(path, "another");
    again.release();
    expect(readdirSync(dirname(path))).toEqual([]);
  });

  it("recovers from a holder whose pid now belongs to another process", async () => {
    const holder = { pid: process.pid, identity: "an earlier boot/1", holder: "gone" };
    writeFileSync(path, JSON.stringify(holder));
    const lock = await acquireLock(path, "here");
    lock.release();
    expect(existsSync(path)).toBe(false);
  });

  it("recovers from a lock file that holds nonsense", async () => {
    writeFileSync(path, "");
    (await acquireLock(path, "here")).release();
  });

  it("ends the server that a killed launcher has left behind", async () => {
    const server = spawn("sleep", ["60"], { stdio: "ignore" });
    await once(server, "spawn");
    const pid = server.pid ?? 0;
    const left = { pid, identity: processIdentity(pid) };
    writeFileSync(path, JSON.stringify({ pid, identity: "gone", holder: "gone", server: left }));
    (await acquireLock(path, "here")).release();
    expect(isRunning(pid)).toBe(false);
  });

  it("leaves a process alone that merely has the left server's pid", async () => {
    const stranger = spawn("sleep", ["60"], { stdio: "ignore" });
    await once(stranger, "spawn");
    const pid = stranger.pid ?? 0;
    const left = { pid, identity: "another run" };
    writeFileSync(path, JSON.stringify({ pid, identity: "gone", holder: "gone", server: left }));
    (await acquireLock(path, "here")).release();
    expect(isRunning(pid)).toBe(true);
    stranger.kill();
  });
});
