// Where code lies and what it may import, as ARCHITECTURE.md draws it. Each rule has a planted
// violation in scripts/checks/planted-violations.ts; a new folder of lib belongs into a list here.

/** The kernel, in import order: each layer imports those before it. */
const kernel = ["core", "platform", "events", "authz", "action"];
/** What each part of lib/authz may import of it, besides itself; `change` may import all of it. */
const authz = {
  catalogue: [],
  engine: ["catalogue"],
  store: ["catalogue", "engine"],
  guard: ["catalogue", "engine"],
  change: ["catalogue", "engine", "store", "guard"],
};
/** The groups of the sidebar, in the order in which their pages may import one another. */
const areas = ["identity", "access", "audit", "governance", "security", "business", "operations"];
/** The one folder of an area that its features share. */
const sharedFolders = ["identity/credentials", "security/rules", "business/facts"];
/** What imports the areas, and nothing of each other. */
const entryPoints = ["import", "api", "worker"];
/** The parts of components that know no area. */
const kit = ["ui", "data-table", "charts", "realtime", "shell"];

const tests = "\\.test\\.tsx?$";
const anyOf = (names) => `(${names.join("|")})`;
const inLib = (names) => names.map((name) => `^lib/${name}/`);
const anArea = anyOf(areas);
const anEntryPoint = anyOf(entryPoints);
const portal = "^app/\\(portal\\)";
const outsideLib = "^(app|components|demo|testing|local|scripts|bench|conformance|e2e)/";

/** Where only folders of certain names may lie, and these. */
const folders = [
  "^(lib|components)/",
  `${portal}/[^/]+/`,
  "^lib/(api|worker)/[^/]+/",
  "^(e2e|testing/tenant-wall)/[^/]+/",
];
const knownFolders = [
  ...inLib(kernel.filter((layer) => layer !== "authz")),
  `^lib/authz/${anyOf(Object.keys(authz))}/`,
  `^lib/${anArea}/[^/]+/`,
  `^lib/import/`,
  "^lib/(api|worker)/[^/]+$",
  "^lib/api/(http|docs|realtime)/",
  `^lib/(api|worker)/${anArea}/`,
  `^components/${anyOf([...kit, ...areas])}/`,
  `${portal}/(account|\\[\\.\\.\\.rest\\]|\\(${anArea}\\))/`,
  `^(e2e|testing/tenant-wall)/${anArea}/`,
];

const kernelRules = kernel.map((layer, index) => ({
  name: `${layer}-imports-downwards`,
  comment: `lib/${layer} imports only ${["itself", ...kernel.slice(0, index)].join(", ")}.`,
  severity: "error",
  from: { path: `^lib/${layer}/`, pathNot: tests },
  to: { path: "^lib/", pathNot: inLib(kernel.slice(0, index + 1)) },
}));

const authzRules = Object.entries(authz)
  .filter(([part]) => part !== "change")
  .map(([part, below]) => ({
    name: `authz-${part}-imports-downwards`,
    comment: `lib/authz/${part} imports only ${["itself", ...below].join(", ")} of lib/authz.`,
    severity: "error",
    from: { path: `^lib/authz/${part}/`, pathNot: tests },
    to: { path: "^lib/authz/", pathNot: [part, ...below].map((name) => `^lib/authz/${name}/`) },
  }));

const pageRules = areas.map((area, index) => ({
  name: `${area}-pages-import-backwards`,
  comment: `Pages of ${area} import those of ${areas.slice(0, index + 1).join(", ")}, and what lies directly in app.`,
  severity: "error",
  from: { path: `${portal}/\\(${area}\\)/`, pathNot: tests },
  to: {
    path: "^app/",
    pathNot: ["^app/[^/]+$", `${portal}/\\(${anyOf(areas.slice(0, index + 1))}\\)/`],
  },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "prisma/generated|\\.next" },
    },
    {
      name: "known-folders",
      comment: "A folder is a layer, an area or what the lists above name; a feature has one.",
      severity: "error",
      from: { path: folders, pathNot: knownFolders },
      to: {},
    },
    ...kernelRules,
    ...authzRules,
    {
      name: "catalogue-and-engine-are-pure",
      comment: "What a decision is made of is pure code: no package, no client, no Node module.",
      severity: "error",
      from: { path: "^lib/authz/(catalogue|engine)/", pathNot: tests },
      to: { pathNot: ["^lib/core/", "^lib/authz/(catalogue|engine)/"] },
    },
    {
      name: "store-reads-no-events",
      severity: "error",
      from: { path: "^lib/authz/store/", pathNot: tests },
      to: { path: "^lib/events/" },
    },
    {
      name: "areas-apart",
      comment: "What two areas need belongs into the kernel; what joins two, into an entry point.",
      severity: "error",
      from: { path: `^lib/${anArea}/`, pathNot: tests },
      to: { path: `^lib/${anArea}/`, pathNot: "^lib/$1/" },
    },
    {
      name: "features-apart",
      comment: "A feature imports no other, and the shared folder of its area imports no feature.",
      severity: "error",
      from: { path: `^lib/${anArea}/([^/]+)/`, pathNot: tests },
      to: { path: "^lib/$1/", pathNot: ["^lib/$1/$2/", ...inLib(sharedFolders)] },
    },
    {
      name: "areas-import-no-entry-point",
      severity: "error",
      from: { path: `^lib/${anArea}/`, pathNot: tests },
      to: { path: `^lib/${anEntryPoint}/` },
    },
    {
      name: "entry-points-apart",
      severity: "error",
      from: { path: `^lib/${anEntryPoint}/`, pathNot: tests },
      to: { path: `^lib/${anEntryPoint}/`, pathNot: "^lib/$1/" },
    },
    {
      name: "entry-points-keep-areas-apart",
      comment: "The routes and the jobs of an area touch no other area.",
      severity: "error",
      from: { path: `^lib/(api|worker)/${anArea}/`, pathNot: tests },
      to: { path: `^lib/(?:(?:api|worker)/)?${anArea}/`, pathNot: ["^lib/$2/", "^lib/$1/$2/"] },
    },
    {
      name: "every-route-stands-on-http",
      comment: "lib/api/http is what every route needs, so it imports no route.",
      severity: "error",
      from: { path: "^lib/api/http/", pathNot: tests },
      to: { path: "^lib/api/", pathNot: "^lib/api/http/" },
    },
    {
      name: "lib-imports-lib",
      severity: "error",
      from: { path: "^lib/", pathNot: tests },
      to: { path: outsideLib },
    },
    {
      name: "lib-without-next",
      comment: "The server, the worker and the tests load every service without Next.",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "^(node_modules/)?next(/|$|-)" },
    },
    {
      name: "only-platform-holds-clients",
      severity: "error",
      from: { path: "^lib/", pathNot: ["^lib/(platform|worker|identity/login)/", tests] },
      to: { path: "node_modules/(pg|ioredis|prom-client|pino)/" },
    },
    {
      name: "connections-say-utc",
      comment: "Connections are UtcClient or come from a pool: others have the server's time zone.",
      severity: "error",
      from: {
        path: ["^(app|lib|scripts|demo)/", "^(server|worker)\\.ts$"],
        pathNot: ["^lib/platform/(connection|db|migrate)\\.ts$", tests],
      },
      to: { path: "node_modules/pg/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "local-stands-alone",
      comment: "local runs processes, files and services for whatever is started on one machine.",
      severity: "error",
      from: { path: "^local/", pathNot: tests },
      to: { path: [outsideLib, "^(lib|prisma)/"], pathNot: "^local/" },
    },
    ...pageRules,
    {
      name: "log-in-before-the-portal",
      severity: "error",
      from: { path: "^app/\\(auth\\)/", pathNot: tests },
      to: { path: "^app/", pathNot: ["^app/[^/]+$", "^app/\\(auth\\)/"] },
    },
    {
      name: "app-files-import-no-page",
      comment: "What lies directly in app is what pages stand on.",
      severity: "error",
      from: { path: "^app/[^/]+$", pathNot: tests },
      to: { path: "^app/[^/]+/" },
    },
    {
      name: "nobody-imports-app",
      severity: "error",
      from: { pathNot: "^app/" },
      to: { path: "^app/" },
    },
    {
      name: "components-know-little",
      comment: "Components know pure code, schemas and what decisions are made of.",
      severity: "error",
      from: { path: "^components/", pathNot: tests },
      to: {
        path: [outsideLib, "^(lib|prisma)/"],
        pathNot: [
          "^components/",
          "^lib/core/",
          "^lib/authz/(catalogue|engine)/",
          "^lib/.+/schema\\.ts$",
        ],
      },
    },
    {
      name: "kit-knows-no-area",
      severity: "error",
      from: { path: `^components/${anyOf(kit)}/`, pathNot: tests },
      to: { path: `^components/${anArea}/` },
    },
    {
      name: "components-keep-areas-apart",
      severity: "error",
      from: { path: `^components/${anArea}/`, pathNot: tests },
      to: { path: `^components/${anArea}/`, pathNot: "^components/$1/" },
    },
    {
      name: "testing-stays-in-tests",
      severity: "error",
      from: { pathNot: [tests, "^(testing|e2e|bench|conformance)/", "^vitest"] },
      to: { path: "^testing/" },
    },
    {
      name: "only-scripts-import-demo",
      severity: "error",
      from: { pathNot: [tests, "^(demo|scripts)/"] },
      to: { path: "^demo/" },
    },
    {
      name: "demo-imports-lib",
      severity: "error",
      from: { path: "^demo/", pathNot: tests },
      to: { path: outsideLib, pathNot: "^demo/" },
    },
    {
      name: "only-conformance-imports-scripts",
      severity: "error",
      from: { pathNot: [tests, "^(scripts|conformance)/"] },
      to: { path: "^scripts/" },
    },
    {
      name: "scripts-import-lib-demo-and-local",
      severity: "error",
      from: { path: "^scripts/", pathNot: tests },
      to: { path: outsideLib, pathNot: "^(scripts|demo|local)/" },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "prisma/generated"] },
    exclude: { path: ["^\\.next/"] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".json", ".d.ts"],
      exportsFields: ["exports"],
    },
    parser: "swc",
  },
};
