import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inProject } from "../local/project.ts";

// Whoever reads something has used the permission that shows it: reviews and the proposals of smaller
// roles take what was never used away. `requirePermission` notes it and makes the Grant that a query
// takes; these are the only reads without one.
const queriesWithoutGrant = {
  "access/explain/queries.explainOwnAccess": "one's own access needs no permission",
  "business/kpis/queries.listKpis": "what figures are called, for whom loadKpis notes the figures",
  "business/kpis/queries.loadKpis": "permittedAmong notes each permission that shows a figure",
  "business/kpis/queries.loadReceipt": "requirePermission with the permission of the KPI",
  "governance/reviews/queries.getReview": "a Viewer holds a Grant, or is the reviewer asked",
  "governance/reviews/queries.isAskedSomething": "what somebody is asked themselves",
  "governance/reviews/queries.listOwnQuestions": "what somebody is asked themselves",
  "governance/reviews/queries.listReviews": "a Viewer holds a Grant, or is the reviewer asked",
  "governance/reviews/queries.searchLines": "a Viewer holds a Grant, or is the reviewer asked",
  "identity/preferences/queries.getPreferences": "one's own preferences",
  "identity/sessions/queries.listOwnSessions": "one's own sessions",
  "identity/users/queries.listOwnRoles": "one's own roles",
};

const pagesWithoutPermission = {
  "(access)/explain": "everybody may ask about their own access",
  "(business)/overview": "loadKpis notes each permission that shows a figure",
  "[...rest]": "there is no such page",
  account: "one's own account",
};

const signature =
  /export (?:async )?function (\w+)(?:<[^>]*>)?\(\s*(?:\{[^}]*\}|\w+)\??: ([^,)]+)/g;

const read = (file: string) => readFileSync(inProject(file), "utf8");

describe("everything that is read", () => {
  it("is read by a query that takes a Grant", () => {
    const files = globSync("lib/*/*/queries.ts", { cwd: inProject(".") });
    const found = files.flatMap((file) =>
      [...read(file).matchAll(signature)].map(([, name = "", type = ""]) => ({
        name: `${file.slice("lib/".length, -".ts".length)}.${name}`,
        takesGrant: /Grant\b/.test(type),
      })),
    );
    expect(found.length).toBeGreaterThan(40);
    const without = found.filter(({ takesGrant }) => !takesGrant).map(({ name }) => name);
    expect(without.sort()).toEqual(Object.keys(queriesWithoutGrant));
  });

  it("is shown by a page that asks for its permission", () => {
    const pages = globSync("app/(portal)/**/page.tsx", { cwd: inProject(".") });
    expect(pages.length).toBeGreaterThan(25);
    const without = pages
      .filter((file) => !read(file).includes("permittedPage("))
      .map((file) => file.slice("app/(portal)/".length, -"/page.tsx".length));
    expect(without.sort()).toEqual(Object.keys(pagesWithoutPermission));
  });
});
