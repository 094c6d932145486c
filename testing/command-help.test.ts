import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inProject } from "../local/project.ts";

const { scripts } = JSON.parse(readFileSync(inProject("package.json"), "utf8")) as {
  scripts: Record<string, string>;
};
/** The commands that people type: what npm runs before another one takes no options. */
const commands = Object.entries(scripts).flatMap(([name, line]) => {
  const file = /^node (\S+)$/.exec(line)?.[1];
  return file && file !== "scripts/setup.mjs" ? [{ name, file }] : [];
});

function run(file: string, option: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, option], {
    cwd: inProject("."),
    encoding: "utf8",
    timeout: 60_000,
  });
  return { status, text: stdout + stderr };
}

describe.each(commands)("npm run $name", ({ name, file }) => {
  it("has --help", () => {
    const { status, text } = run(file, "--help");
    expect(text).toMatch(new RegExp(`^npm (run )?${name}\\b`, "m"));
    expect(status).toBe(0);
  }, 60_000);

  it("refuses an option that it does not know in a line", () => {
    const { status, text } = run(file, "--no-such-option");
    expect(text).toContain("--no-such-option");
    expect(text).not.toMatch(/^\s+at /m);
    expect(status).toBeGreaterThan(0);
  }, 60_000);
});

it("finds the commands", () => {
  expect(commands.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["quickstart", "test", "conformance", "fuzz", "bench", "gatehouse"]),
  );
});
