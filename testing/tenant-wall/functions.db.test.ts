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
import { subjectTypes } from "./access/subject-types.ts";
import { trace } from "./access/trace.ts";
import { ingestion } from "./audit/ingestion.ts";
import { log } from "./audit/log.ts";
import { kpis } from "./business/kpis.ts";
import { changes } from "./governance/changes.ts";
import { requests } from "./governance/requests.ts";
import { reviews } from "./governance/reviews.ts";
import { separation } from "./governance/separation.ts";
import { unused } from "./governance/unused.ts";
import { guardedElsewhere } from "./guarded-functions.ts";
import { apiKeys } from "./identity/api-keys.ts";
import { groups } from "./identity/groups.ts";
import { passwords } from "./identity/passwords.ts";
import { preferences } from "./identity/preferences.ts";
import { sessions } from "./identity/sessions.ts";
import { users } from "./identity/users.ts";
import { jobs } from "./operations/jobs.ts";
import { alerts } from "./security/alerts.ts";
import type { Probes } from "./wall.ts";

const probes: Probes = {
  ...apiKeys,
  ...groups,
  ...passwords,
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
  ...subjectTypes,
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

/** Functions that take a Grant or an Actor outside of the probed files, and the probe that reaches each. */
const reachedBy = {
  "access/decisions/denied.noteDenied": "access/decisions/queries.evaluate",
  "access/roles/end-requests.endRequests": "access/roles/service.deleteRole",
  "api/http/act.act": "access/grants/service.createGrant",
  "authz/change/change-access.changeAccess": "access/assignments/service.assignRole",
  "authz/change/claim-access.accessUnder": "identity/users/service.updateUser",
  "authz/change/claim-access.claimAccess": "access/assignments/service.assignRole",
  "authz/change/claim-access.personBehind": "access/assignments/service.assignRole",
  "authz/change/file-exception.fileException": "governance/separation/service.askException",
  "authz/change/require-not-above.requireNotAbove": "identity/users/service.updateUser",
  "authz/guard/live-credential.requireLiveCredential": "access/assignments/service.assignRole",
  "governance/changes/search.countChangeFacets": "governance/changes/queries.countFacets",
  "governance/changes/search.countUnnamedChanges": "governance/changes/queries.countUnnamed",
  "governance/changes/search.getChangeEvent": "governance/changes/queries.getChange",
  "governance/changes/search.searchChangeEvents": "governance/changes/queries.searchChanges",
  "governance/requests/alert.recordAlert": "governance/requests/service.breakGlass",
  "governance/requests/exceptions.askExceptions": "governance/requests/service.createRequest",
  "identity/users/keep-out.keepOut": "identity/users/service.disableUser",
};

/** Those that read and write no tenant's rows, and what they do instead. */
const touchNoRow = {
  "api/realtime/viewer.send": "writes to the viewer's own socket",
  "authz/change/announce.announceAccess": "tells caches and pages of the actor's tenant",
  "authz/guard/grant.permittedAmong": "decides, and notes what the actor used",
  "authz/guard/grant.requirePermission": "decides, and records a denial of the actor",
  "governance/requests/checks.decidedBy": "makes columns of the actor",
  "governance/requests/checks.requireOthers": "compares ids",
  "governance/requests/checks.requireOwn": "compares ids",
  "governance/requests/checks.requirePerson": "looks at the kind of actor",
  "governance/separation/checks.requirePerson": "looks at the kind of actor",
  "identity/preferences/stored.requirePerson": "looks at the kind of actor",
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

  it("is reached by a probe, wherever in lib it lies", () => {
    expect(guardedElsewhere()).toEqual(Object.keys({ ...reachedBy, ...touchNoRow }).sort());
    expect(Object.values(reachedBy).filter((name) => !(name in probes))).toEqual([]);
  });

  it.each(Object.entries(probes))("%s stays in its tenant", async (_name, probe) => {
    await probe();
  });
});
