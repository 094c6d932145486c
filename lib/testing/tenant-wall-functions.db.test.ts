import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { apiKeys } from "./tenant-wall/api-keys.ts";
import { assignments } from "./tenant-wall/assignments.ts";
import { audit } from "./tenant-wall/audit.ts";
import { changes } from "./tenant-wall/changes.ts";
import { deadJobs } from "./tenant-wall/dead-jobs.ts";
import { decisions } from "./tenant-wall/decisions.ts";
import { elevation } from "./tenant-wall/elevation.ts";
import { explain } from "./tenant-wall/explain.ts";
import { grants } from "./tenant-wall/grants.ts";
import { groups } from "./tenant-wall/groups.ts";
import { kpis } from "./tenant-wall/kpis.ts";
import { matrix } from "./tenant-wall/matrix.ts";
import { modules } from "./tenant-wall/modules.ts";
import { preferences } from "./tenant-wall/preferences.ts";
import { resources } from "./tenant-wall/resources.ts";
import { reviews } from "./tenant-wall/reviews.ts";
import { roles } from "./tenant-wall/roles.ts";
import { security } from "./tenant-wall/security.ts";
import { separation } from "./tenant-wall/separation.ts";
import { sessions } from "./tenant-wall/sessions.ts";
import { trace } from "./tenant-wall/trace.ts";
import { unused } from "./tenant-wall/unused.ts";
import { users } from "./tenant-wall/users.ts";
import type { Probes } from "./tenant-wall/wall.ts";

const probes: Probes = {
  ...apiKeys,
  ...assignments,
  ...audit,
  ...changes,
  ...deadJobs,
  ...decisions,
  ...elevation,
  ...explain,
  ...grants,
  ...groups,
  ...kpis,
  ...matrix,
  ...modules,
  ...preferences,
  ...resources,
  ...reviews,
  ...roles,
  ...security,
  ...separation,
  ...sessions,
  ...trace,
  ...unused,
  ...users,
};

describe("every exported query and mutation", () => {
  /** Log-in runs before there is a tenant; lib/login/service.db.test.ts attacks it. */
  const beforeTenant = new Set(["login/service"]);

  async function exportedNames(): Promise<string[]> {
    const lib = join(import.meta.dirname, "..");
    const modules = ["audit/search", "audit/ingest"];
    for (const folder of readdirSync(lib)) {
      for (const file of readdirSync(join(lib, folder))) {
        if (file === "queries.ts" || file === "service.ts")
          modules.push(`${folder}/${file.slice(0, -3)}`);
      }
    }
    const names: string[] = [];
    for (const module of modules.filter((name) => !beforeTenant.has(name))) {
      const exports: Record<string, unknown> = await import(join(lib, `${module}.ts`));
      for (const [name, value] of Object.entries(exports)) {
        if (typeof value === "function") names.push(`${module}.${name}`);
      }
    }
    return names.sort();
  }

  it("has a probe of the wall", async () => {
    expect(Object.keys(probes).sort()).toEqual(await exportedNames());
  });

  it.each(Object.entries(probes))("%s stays in its tenant", async (_name, probe) => {
    await probe();
  });
});
