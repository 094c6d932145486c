import { existsSync, globSync, readFileSync } from "node:fs";
import { parseSync } from "@swc/core";
import { describe, expect, it } from "vitest";
import { createApi } from "../lib/api/app.ts";
import { inProject } from "../local/project.ts";
import { pageRoutes, routeOf } from "./page-routes.ts";

// Every address that the pages' source names leads somewhere: to a page, a route, the API or a file.

/** Stands for whatever is put into a template: it is no folder of `app`. */
const VARIES = "\u0000";
const routes = pageRoutes();
const served = createApi()
  .routes.filter(({ method }) => method !== "ALL")
  .map(({ path }) => new RegExp(`^${path.replaceAll(/:\w+(\{[^}]*\})?/g, "[^/]+")}$`));

/** Answered by server.ts itself, before there are routes. */
const answered = new Set(["/realtime"]);

/** It begins at the root, or goes on from an address that stands somewhere else. */
const isAddress = new RegExp(`^${VARIES}?/[a-z]`);

type Named = { file: string; address: string };

/** A node of swc's tree, as far as it is looked at. */
type Node = { type?: string; value?: unknown; quasis?: { cooked?: string }[] } & Record<
  string,
  unknown
>;

/** Every text of the source that begins like an address, with `VARIES` for what is put into it. */
function addressesIn(file: string): Named[] {
  const tree = parseSync(readFileSync(inProject(file), "utf8"), {
    syntax: "typescript",
    tsx: file.endsWith("x"),
  });
  const found: Named[] = [];
  const visit = (value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    const text = textOf(value as Node);
    if (text !== null && isAddress.test(text)) found.push({ file, address: text });
    for (const child of Object.values(value)) visit(child);
  };
  visit(tree);
  return found;
}

function textOf({ type, value, quasis }: Node): string | null {
  if (type === "StringLiteral") return String(value);
  if (type !== "TemplateLiteral") return null;
  return quasis?.map(({ cooked = "" }) => cooked).join(VARIES) ?? null;
}

/** The part that decides which page it is; what is glued to a name begins a query. */
function pathOf(address: string): string {
  const [path = ""] = address.split(/[?#]/);
  const parts = path.split("/").map((part) => {
    const at = part.indexOf(VARIES);
    return at > 0 ? part.slice(0, at) : part;
  });
  return parts.join("/").replace(/(?<=.)\/$/, "");
}

function leadsSomewhere(address: string): boolean {
  if (address.startsWith(VARIES)) {
    const end = pathOf(address.slice(1));
    return routes.some(({ path }) => path.endsWith(end));
  }
  // What addresses are compared with begins some of them.
  if (address.endsWith("/")) return routes.some(({ path }) => path.startsWith(address));
  const path = pathOf(address);
  if (answered.has(path) || routeOf(routes, path)) return true;
  return served.some((each) => each.test(path)) || existsSync(inProject("public", path.slice(1)));
}

const files = globSync("{app,components}/**/*.{ts,tsx}", { cwd: inProject(".") })
  .filter((file) => !/\.test\.tsx?$/.test(file))
  .sort();
const named = files.flatMap(addressesIn);

describe("an address in the source of the pages", () => {
  it("is one that something answers", () => {
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(({ address }) => !leadsSomewhere(address))).toEqual([]);
  });

  it("is told from one that nothing answers", () => {
    for (const address of [
      "/nowhere",
      `${VARIES}/nobody`,
      `/users/${VARIES}/nowhere`,
      "/role",
      "/api/v1/nothing",
    ]) {
      expect([address, leadsSomewhere(address)]).toEqual([address, false]);
    }
    for (const address of [
      `/unused${VARIES}`,
      `/roles/${VARIES}/people`,
      `${VARIES}/people`,
      "/explain?user=x",
    ]) {
      expect([address, leadsSomewhere(address)]).toEqual([address, true]);
    }
  });
});
