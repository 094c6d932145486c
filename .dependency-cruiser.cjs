// The layers of ARCHITECTURE.md: each may import those before it, never one after it.
const layers = ["core", "platform", "audit", "access", "action"];
const features = "^lib/(?!core|platform|audit|access|action|api|jobs|testing)([^/]+)/";
const tests = "\\.test\\.tsx?$";
const path = (...names) => names.map((name) => `^lib/${name}/`);

const layerRules = layers.map((layer, index) => ({
  name: `${layer}-imports-downwards`,
  comment: `lib/${layer} may import only ${["itself", ...layers.slice(0, index)].join(", ")}.`,
  severity: "error",
  from: { path: path(layer), pathNot: tests },
  to: {
    path: "^(lib|app|components|scripts|bench|e2e)/",
    pathNot: path(...layers.slice(0, index + 1)),
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
    ...layerRules,
    {
      name: "features-apart",
      comment:
        "A feature never imports another: move the shared part down, or react to an audit event.",
      severity: "error",
      from: { path: features, pathNot: tests },
      to: { path: features, pathNot: "^lib/$1/" },
    },
    {
      name: "features-import-downwards",
      severity: "error",
      from: { path: features, pathNot: tests },
      to: { path: ["^lib/(api|jobs|testing)/", "^(app|components|scripts|bench|e2e)/"] },
    },
    {
      name: "api-and-jobs-apart",
      severity: "error",
      from: { path: "^lib/jobs/", pathNot: tests },
      to: { path: ["^lib/api/", "^lib/testing/", "^(app|components|scripts|bench|e2e)/"] },
    },
    {
      name: "api-imports-downwards",
      severity: "error",
      from: { path: "^lib/api/", pathNot: tests },
      to: { path: ["^lib/(jobs|testing)/", "^(app|components|scripts|bench|e2e)/"] },
    },
    {
      name: "testing-stays-in-tests",
      severity: "error",
      from: { pathNot: [tests, "^lib/testing/", "^(e2e|conformance|bench)/", "^vitest"] },
      to: { path: "^lib/testing/" },
    },
    {
      name: "components-know-little",
      comment: "Components know pure code, schemas and the catalogue of permissions and roles.",
      severity: "error",
      from: { path: "^components/" },
      to: {
        path: "^(lib|app|scripts)/",
        pathNot: [
          "^lib/core/",
          "/schema\\.ts$",
          "^lib/access/(permissions|built-in-policy|catalogue/permission)\\.ts$",
        ],
      },
    },
    {
      name: "nobody-imports-app",
      severity: "error",
      from: { pathNot: "^app/" },
      to: { path: "^app/" },
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
      from: { path: "^lib/", pathNot: ["^lib/(platform|testing|jobs|login)/", tests] },
      to: { path: "node_modules/(pg|ioredis|prom-client|pino)/" },
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
