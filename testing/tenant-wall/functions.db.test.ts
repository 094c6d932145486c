import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { apiKeys } from "./identity/api-keys.ts";
import { assignments } from "./access/assignments.ts";
import { audit } from "./audit/audit.ts";
import { changes } from "./governance/changes.ts";
import { deadJobs } from "./operations/jobs.ts";
import { decisions } from "./access/decisions.ts";
import { elevation } from "./governance/requests.ts";
import { explain } from "./access/explain.ts";
import { grants } from "./access/grants.ts";
import { groups } from "./identity/groups.ts";
import { kpis } from "./business/kpis.ts";
import { matrix } from "./access/matrix.ts";
import { modules } from "./access/modules.ts";
import { preferences } from "./identity/preferences.ts";
import { resources } from "./access/resources.ts";
import { reviews } from "./governance/reviews.ts";
import { roles } from "./access/roles.ts";
import { security } from "./security/alerts.ts";
import { separation } from "./governance/separation.ts";
import { sessions } from "./identity/sessions.ts";
import { trace } from "./access/trace.ts";
import { unused } from "./governance/unused.ts";
import { users } from "./identity/users.ts";
import type { Probes } from "./wall.ts";

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
