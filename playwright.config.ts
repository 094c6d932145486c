import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/global-setup.ts",
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // For a machine that is busy: tests wait for what they are about, never for a time.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  outputDir: "test-results",
  use: {
    // Left by the global set-up; the tests' workers read this file again after it.
    ...(process.env.E2E_URL && { baseURL: process.env.E2E_URL }),
    locale: "en-GB",
    timezoneId: "UTC",
    // Without a film, which takes a quarter longer: each step's page is kept anyway.
    trace: { mode: "retain-on-failure", screenshots: false },
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      ...(process.env.CHROMIUM_PATH && { executablePath: process.env.CHROMIUM_PATH }),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
