import { globSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { assignments } from "./access/assignments.ts";
import { decisions } from "./access/decisions.ts";
import { explain } from "./access/explain.ts";
import { grants } from "./access/grants.ts";
import { matrix } from "./access/matrix.ts";
import { modules } from "./access/modules.ts";
import { resources } from "./access/resources.ts";
import { roles } from "./access/roles.ts";
import { trace } from "./access/trace.ts";
import { ingestion } from "./audit/ingestion.ts";
import { log } from "./audit/log.ts";
import { kpis } from "./business/kpis.ts";
import { changes } from "./governance/changes.ts";
import { requests } from "./governance/requests.ts";
import { reviews } from "./governance/reviews.ts";
import { separation } from "./governance/separation.ts";
import { unused } from "./governance/unused.ts";
import { apiKeys } from "./identity/api-keys.ts";
import { groups } from "./identity/groups.ts";
import { preferences } from "./identity/preferences.ts";
import { sessions } from "./identity/sessions.ts";
import { users } from "./identity/users.ts";
import { jobs } from "./operations/jobs.ts";
import { alerts } from "./security/alerts.ts";
import type { Probes } from "./wall.ts";

const probes: Probes = {
  ...apiKeys,
  ...groups,
  ...preferences,
  ...sessions,
  ...users,
  ...assignments,
  ...decisions,
  ...explain,
  ...grants,
  ...matrix,
  ...modules,
  ...resources,
  ...roles,
  ...trace,
  ...ingestion,
  ...log,
  ...changes,
  ...requests,
  ...reviews,
  ...separation,
  ...unused,
  ...alerts,
  ...kpis,
  ...jobs,
};

describe("every exported query and mutation", () => {
  /** Log-in runs before there is a tenant; lib/identity/login/service.db.test.ts attacks it. */
  const beforeTenant = new Set(["identity/login/service"]);

  async function exportedNames(): Promise<string[]> {
    const lib = join(import.meta.dirname, "../../lib");
    const modules = globSync("*/*/{queries,service}.ts", { cwd: lib }).map((file) =>
      file.slice(0, -3),
    );
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
