import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { Refusal } from "../../local/refusal.ts";
import { countPlaywright, countVitest } from "./reports.ts";
import { runChecks, selectGroups } from "./runner.ts";

const folder = mkdtempSync(join(tmpdir(), "gatehouse-reports-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});

function report(content: unknown): string {
  const path = join(folder, "report.json");
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe("countVitest", () => {
  const loaded = { name: "a", status: "passed", assertionResults: [{}] };
  const unloaded = { name: "b", status: "failed", assertionResults: [] };

  it("counts a file that could not be loaded", () => {
    const path = report({ numPassedTests: 4, numFailedTests: 1, testResults: [loaded, unloaded] });
    expect(countVitest(path, 1)).toEqual({ passed: 4, failed: 2 });
  });

  it("is not green when the runner failed, or ran nothing", () => {
    const green = { numPassedTests: 4, numFailedTests: 0, testResults: [loaded] };
    expect(countVitest(report(green), 0)).toEqual({ passed: 4, failed: 0 });
    expect(countVitest(report(green), 1)).toEqual({ passed: 4, failed: 1 });
    const empty = { numPassedTests: 0, numFailedTests: 0, testResults: [] };
    expect(countVitest(report(empty), 0)).toEqual({ passed: 0, failed: 1 });
  });
});

it("counts a flaky browser test as failed", () => {
  const path = report({ stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 3 } });
  expect(countPlaywright(path, 1)).toEqual({ passed: 7, failed: 2 });
});

it("goes on after a check that crashes, and counts it", async () => {
  // What it prints would be mistaken for the outcome of this run.
  vi.spyOn(console, "log").mockReturnValue();
  vi.spyOn(console, "error").mockReturnValue();
  const crash = async () => {
    throw new Refusal("planted");
  };
  const checks = [
    { group: "a", title: "planted crash", run: crash },
    { group: "b", title: "fine", run: async () => ({ passed: 3, failed: 0 }) },
  ];
  const never = new AbortController().signal;
  expect(await runChecks(checks, never)).toEqual({ passed: 3, failed: 1 });
});

it("selects groups by --only and names what it does not know", () => {
  const groups = ["types", "unit"];
  expect(selectGroups([], groups)).toEqual(groups);
  expect(selectGroups(["--only", "unit"], groups)).toEqual(["unit"]);
  expect(() => selectGroups(["--only", "unti"], groups)).toThrow("unti");
});
