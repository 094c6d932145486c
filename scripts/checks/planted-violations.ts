import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, posix } from "node:path";
import { runProgram } from "../../local/children.ts";
import type { Cleanup } from "../../local/cleanup.ts";
import { inProject } from "../../local/project.ts";
import { Refusal } from "../../local/refusal.ts";
import type { Check } from "./runner.ts";
import { cruiseArguments } from "./tools.ts";

type Planted = {
  readonly rule: string;
  /** The folder that the violation is planted into. */
  readonly folder: string;
  /** What it imports: a file from the project's root, or a package. */
  readonly imports: string;
  /** Of a rule that lets types pass. */
  readonly isValue?: true;
};

const NAME = "planted-violation";
/** A folder that no list of the import rules knows. */
const NEW_FOLDER = "planted-folder";
const portal = "app/(portal)";
const rolesPage = `${portal}/(access)/roles/page.tsx`;
const accountPage = `${portal}/account/page.tsx`;

/** One violation for each import rule at least; a rule without one fails the check. */
const planted: readonly Planted[] = [
  { rule: "no-circular", folder: "lib/core", imports: `lib/core/${NAME}-0.ts` },
  { rule: "no-unresolvable", folder: "lib/core", imports: "lib/core/nowhere.ts" },
  { rule: "known-folders", folder: `lib/${NEW_FOLDER}`, imports: "lib/core/errors.ts" },
  { rule: "known-folders", folder: "lib/identity", imports: "lib/core/errors.ts" },
  { rule: "known-folders", folder: `lib/authz/${NEW_FOLDER}`, imports: "lib/core/errors.ts" },
  { rule: "known-folders", folder: `lib/api/${NEW_FOLDER}`, imports: "lib/core/errors.ts" },
  { rule: "known-folders", folder: `components/${NEW_FOLDER}`, imports: "lib/core/errors.ts" },
  { rule: "known-folders", folder: `${portal}/${NEW_FOLDER}`, imports: "lib/core/errors.ts" },
  { rule: "known-folders", folder: `e2e/${NEW_FOLDER}`, imports: "lib/core/errors.ts" },
  { rule: "core-imports-downwards", folder: "lib/core", imports: "lib/platform/env.ts" },
  { rule: "platform-imports-downwards", folder: "lib/platform", imports: "lib/events/record.ts" },
  { rule: "events-imports-downwards", folder: "lib/events", imports: "lib/authz/guard/grant.ts" },
  {
    rule: "authz-imports-downwards",
    folder: "lib/authz/guard",
    imports: "lib/action/define-action.ts",
  },
  {
    rule: "action-imports-downwards",
    folder: "lib/action",
    imports: "lib/access/roles/queries.ts",
  },
  {
    rule: "authz-catalogue-imports-downwards",
    folder: "lib/authz/catalogue",
    imports: "lib/authz/engine/decide.ts",
  },
  {
    rule: "authz-engine-imports-downwards",
    folder: "lib/authz/engine",
    imports: "lib/authz/store/read-facts.ts",
  },
  {
    rule: "authz-store-imports-downwards",
    folder: "lib/authz/store",
    imports: "lib/authz/guard/actor.ts",
  },
  {
    rule: "authz-guard-imports-downwards",
    folder: "lib/authz/guard",
    imports: "lib/authz/store/principal.ts",
  },
  { rule: "catalogue-and-engine-are-pure", folder: "lib/authz/engine", imports: "zod" },
  { rule: "catalogue-and-engine-are-pure", folder: "lib/authz/catalogue", imports: "node:fs" },
  { rule: "store-reads-no-events", folder: "lib/authz/store", imports: "lib/events/record.ts" },
  { rule: "areas-apart", folder: "lib/identity/users", imports: "lib/access/roles/queries.ts" },
  {
    rule: "features-apart",
    folder: "lib/identity/users",
    imports: "lib/identity/groups/queries.ts",
  },
  {
    rule: "features-apart",
    folder: "lib/identity/credentials",
    imports: "lib/identity/groups/queries.ts",
  },
  {
    rule: "areas-import-no-entry-point",
    folder: "lib/security/alerts",
    imports: "lib/worker/job.ts",
  },
  { rule: "entry-points-apart", folder: "lib/worker", imports: "lib/api/app.ts" },
  {
    rule: "entry-points-keep-areas-apart",
    folder: "lib/api/access",
    imports: "lib/audit/log/queries.ts",
  },
  {
    rule: "entry-points-keep-areas-apart",
    folder: "lib/worker/audit",
    imports: "lib/worker/access/prune-uses.ts",
  },
  { rule: "every-route-stands-on-http", folder: "lib/api/http", imports: "lib/api/app.ts" },
  { rule: "lib-imports-lib", folder: "lib/platform", imports: "local/project.ts" },
  { rule: "lib-without-next", folder: "lib/access/roles", imports: "next/navigation" },
  { rule: "only-platform-holds-clients", folder: "lib/access/roles", imports: "pg" },
  { rule: "connections-say-utc", folder: "scripts", imports: "pg", isValue: true },
  { rule: "local-stands-alone", folder: "local", imports: "lib/core/errors.ts" },
  {
    rule: "identity-pages-import-backwards",
    folder: `${portal}/(identity)/users`,
    imports: rolesPage,
  },
  {
    rule: "access-pages-import-backwards",
    folder: `${portal}/(access)/roles`,
    imports: `${portal}/(audit)/audit/page.tsx`,
  },
  {
    rule: "audit-pages-import-backwards",
    folder: `${portal}/(audit)/audit`,
    imports: `${portal}/(governance)/reviews/page.tsx`,
  },
  {
    rule: "governance-pages-import-backwards",
    folder: `${portal}/(governance)/reviews`,
    imports: `${portal}/(security)/security/page.tsx`,
  },
  {
    rule: "security-pages-import-backwards",
    folder: `${portal}/(security)/security`,
    imports: `${portal}/(business)/overview/page.tsx`,
  },
  {
    rule: "business-pages-import-backwards",
    folder: `${portal}/(business)/overview`,
    imports: `${portal}/layout.tsx`,
  },
  {
    rule: "operations-pages-import-backwards",
    folder: `${portal}/(operations)/settings/jobs`,
    imports: accountPage,
  },
  { rule: "log-in-before-the-portal", folder: "app/(auth)", imports: accountPage },
  { rule: "app-files-import-no-page", folder: "app", imports: accountPage },
  { rule: "nobody-imports-app", folder: "bench", imports: accountPage },
  { rule: "components-know-little", folder: "components/ui", imports: "lib/platform/env.ts" },
  {
    rule: "kit-knows-no-area",
    folder: "components/ui",
    imports: "components/access/risk-badge.tsx",
  },
  {
    rule: "components-keep-areas-apart",
    folder: "components/audit",
    imports: "components/access/risk-badge.tsx",
  },
  { rule: "testing-stays-in-tests", folder: "scripts", imports: "testing/factories.ts" },
  { rule: "only-scripts-import-demo", folder: "bench", imports: "demo/seed.ts" },
  { rule: "demo-imports-lib", folder: "demo", imports: "local/project.ts" },
  { rule: "only-conformance-imports-scripts", folder: "bench", imports: "scripts/gatehouse.ts" },
  {
    rule: "scripts-import-lib-demo-and-local",
    folder: "scripts",
    imports: "components/access/risk-badge.tsx",
  },
];

const fileOf = ({ folder }: Planted, index: number) => `${folder}/${NAME}-${index}.ts`;

/**
 * Proves that every import rule bites: dependency-cruiser can pass blindly, as it has before, and
 * a rule whose folder was renamed does.
 */
export function plantedViolations(cleanup: Cleanup, signal: AbortSignal): Check {
  return {
    group: "imports",
    title: "import rules catch planted violations",
    run: async () => {
      cleanup.add("planted violations", removePlanted);
      let complaints: ReadonlySet<string>;
      try {
        planted.forEach(plant);
        complaints = await complain(signal);
      } finally {
        removePlanted();
      }
      const passed = planted.filter((each, index) =>
        complaints.has(`${each.rule}: ${fileOf(each, index)}`),
      );
      const missed = [
        ...planted.filter((each) => !passed.includes(each)).map(describe),
        ...(await rulesWithoutViolation()),
      ];
      for (const line of missed) console.error(line);
      return { passed: passed.length, failed: missed.length };
    },
  };
}

/** Removes them, also when a run that was killed has left them in the tree. */
export function removePlanted(): void {
  planted.forEach((each, index) => {
    const isNew = each.folder.endsWith(NEW_FOLDER);
    rmSync(inProject(isNew ? each.folder : fileOf(each, index)), { recursive: true, force: true });
  });
}

// A type is imported, because rules that see only what runs would miss half of the code.
function plant(each: Planted, index: number): void {
  const path = fileOf(each, index);
  mkdirSync(dirname(inProject(path)), { recursive: true });
  const isFile = each.imports.includes(".");
  const specifier = isFile ? posix.relative(each.folder, each.imports) : each.imports;
  const from = isFile && !specifier.startsWith(".") ? `./${specifier}` : specifier;
  writeFileSync(inProject(path), `export ${each.isValue ? "" : "type "}* from "${from}";\n`);
}

/** Runs dependency-cruiser. @returns what it says, as "rule: file". */
async function complain(signal: AbortSignal): Promise<ReadonlySet<string>> {
  const options = { signal, quiet: true };
  const { output } = await runProgram("depcruise", cruiseArguments(), options);
  return new Set(
    [...output.matchAll(/error ([\w-]+): (\S+)/g)].map(([, rule, file]) => `${rule}: ${file}`),
  );
}

function describe({ rule, folder, imports }: Planted): string {
  return `The rule ${rule} did not notice that ${folder} imports ${imports}.`;
}

async function rulesWithoutViolation(): Promise<string[]> {
  const { default: rules } = await import(inProject(".dependency-cruiser.cjs"));
  const names: string[] = rules.forbidden.map(({ name }: { name: string }) => name);
  if (names.length === 0) throw new Refusal("There are no import rules.");
  const tried = new Set(planted.map(({ rule }) => rule));
  return names
    .filter((name) => !tried.has(name))
    .map((name) => `The rule ${name} has no planted violation.`);
}
