import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { inProject } from "../project.ts";
import { readSettings } from "./settings.ts";

const development: NodeJS.ProcessEnv = { NODE_ENV: "development" };

describe("readSettings", () => {
  it("is not even reached in production without a database: quickstart refuses first", () => {
    const script = inProject("scripts", "quickstart.mjs");
    const env = { PATH: process.env.PATH, NODE_ENV: "production" as const };
    const { status, stderr } = spawnSync(process.execPath, [script], { env, encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^✗ NODE_ENV is production and DATABASE_URL is not set.*\n$/);
  });

  it("takes the port from GATEHOUSE_PORT and refuses what is none", async () => {
    const chosen = await readSettings([], { ...development, GATEHOUSE_PORT: "3100" });
    expect(chosen.url).toBe("http://127.0.0.1:3100");
    for (const port of ["0", "65536", "3000.5", "http"]) {
      const env = { ...development, GATEHOUSE_PORT: port };
      await expect(readSettings([], env)).rejects.toThrow("GATEHOUSE_PORT");
    }
  });

  it("keeps --check apart from a portal that runs", async () => {
    const [check, normal] = await Promise.all([
      readSettings(["--check"], development),
      readSettings([], development),
    ]);
    expect(check.port).not.toBe(normal.port);
    expect(check.dataDir).not.toBe(normal.dataDir);
    expect(check.lockPath).not.toBe(normal.lockPath);
  });

  it("names an option that it does not know", async () => {
    await expect(readSettings(["--chekc"], development)).rejects.toThrow("--chekc");
    await expect(readSettings(["--check", "--dev"], development)).rejects.toThrow("--check --dev");
  });
});
