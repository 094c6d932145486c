import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { inProject } from "../local/project.ts";

/** One term for one thing, wherever a person reads it: people log in, and a log-in is what they do. */
const other = /\bsign(?:s|ed|ing)?[ -](?:in|out)\b/i;
/** What other programs say, and what people may type. */
const exceptions = [
  'keywords={["sign out", "leave"]}',
  "// The sign-in service writes no error code",
];

it("people log in and out, and nothing on screen, in answers or in docs says it otherwise", () => {
  const files = globSync(
    ["{app,components,demo,docs,lib,scripts}/**/*.{ts,tsx,md}", "{README,ARCHITECTURE}.md"],
    { cwd: inProject("."), exclude: ["**/*.test.ts", "docs/acceptance/**"] },
  );
  expect(files.length).toBeGreaterThan(800);
  const found = files.flatMap((file) =>
    readFileSync(inProject(file), "utf8")
      .split("\n")
      .filter((line) => other.test(line) && !exceptions.some((each) => line.includes(each)))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});
