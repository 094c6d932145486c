import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{lib,components,app,demo,testing,local,scripts,bench}/**/*.test.ts"],
    globalSetup: ["testing/global-setup.ts"],
    env: { LOG_LEVEL: "silent" },
    pool: "forks",
    maxWorkers: 2,
    // For a machine that is busy: tests wait for what they are about, never for a time.
    testTimeout: 90_000,
    hookTimeout: 180_000,
  },
});
