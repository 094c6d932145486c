import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inProject } from "../../local/project.ts";

/** Where formats are made; everything on a page takes its times and numbers from here. */
const makers = [
  "components/ui/format-number.ts",
  "components/ui/format-time.ts",
  "components/ui/local-time.ts",
  "components/ui/locale-context.tsx",
  "components/ui/regional-locale.ts",
  "components/ui/zone-script.ts",
];

const ownFormat =
  /\bIntl\.(?!ListFormat|supportedValuesOf)\w+|\.toLocale\w*\(|suppressHydrationWarning|<time\b/;
/** The elements whose text may differ between server and browser, and the document itself. */
const mayDiffer = [...makers, "components/ui/local-text.tsx", "app/layout.tsx"];

test("no page or component writes times and numbers in a way of its own", () => {
  const paths = globSync("{app,components}/**/*.{ts,tsx}", { cwd: inProject() });
  const own = paths.filter((path) => {
    if (path.includes(".test.") || mayDiffer.includes(path)) return false;
    return ownFormat.test(readFileSync(inProject(path), "utf8"));
  });
  expect(paths.length).toBeGreaterThan(300);
  expect(own).toEqual([]);
});
