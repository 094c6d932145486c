import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{lib,components,app,demo,testing,local,scripts,bench}/**/*.test.ts"],
    globalSetup: ["testing/global-setup.ts"],
    env: { LOG_LEVEL: "silent" },
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
