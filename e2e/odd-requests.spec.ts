// Odd addresses of pages and odd calls of their actions, as testing/fuzz has them for the API: all
// are answered, and none with a 5xx.
import { readFileSync } from "node:fs";
import type { APIRequestContext } from "@playwright/test";
import { Random } from "../lib/core/random.ts";
import { inProject } from "../local/project.ts";
import { oddJson, oddParameter } from "../testing/fuzz/inputs.ts";
import { sampleEvents, sendEvents } from "./events.ts";
import { expect, factory, setting, test } from "./fixtures.ts";

const REQUESTS_PER_PAGE = 8;
const CALLS_PER_ACTION = 4;

type Built = { staticRoutes: { page: string }[]; dynamicRoutes: { page: string }[] };
type Actions = { node: Record<string, { exportedName: string }> };

function readBuilt<T>(...path: string[]): T {
  return JSON.parse(readFileSync(inProject(".next", ...path), "utf8")) as T;
}

/** Names of what a page's own forms and links put into its address. */
async function parametersOf(request: APIRequestContext, page: string): Promise<string[]> {
  const html = await (await request.get(page)).text();
  const ofForms = [...html.matchAll(/<(?:input|select)[^>]* name="([\w.-]+)"/g)];
  const ofLinks = [...html.matchAll(/href="\/[^"?]*\?([^"#]+)"/g)].flatMap((link) => [
    ...(link[1] as string).matchAll(/(?:^|&amp;|&)([\w.-]+)=/g),
  ]);
  return [...new Set([...ofForms, ...ofLinks].map((found) => found[1] as string))];
}

test("pages are shown for odd addresses, too", async ({ page, tenant }) => {
  await tenant.signIn();
  const { key } = await factory.createKey(tenant.id);
  await sendEvents(key, sampleEvents());
  const { staticRoutes, dynamicRoutes } = readBuilt<Built>("routes-manifest.json");
  const pages = [...staticRoutes, ...dynamicRoutes]
    .map((route) => route.page)
    .filter((each) => !each.startsWith("/_") && !each.startsWith("/api/auth"));
  expect(pages.length).toBeGreaterThan(40);
  const random = new Random("pages");
  const failures: string[] = [];
  let parameters = 0;
  for (const each of pages) {
    const names = [
      "cursor",
      "q",
      ...(await parametersOf(page.request, each.replace(/\[.*\]/, "x"))),
    ];
    parameters += names.length;
    for (let n = 0; n < REQUESTS_PER_PAGE; n++) {
      const path = each.replace(/\[[^\]]+\]/g, () => oddParameter(random));
      const query = names
        .filter(() => random.next() < 0.6)
        .flatMap((name) => Array.from({ length: random.next() < 0.1 ? 2 : 1 }, () => name))
        .map((name) => `${name}=${oddParameter(random)}`);
      const address = `${path}?${query.join("&")}`;
      const response = await page.request.get(address, { maxRedirects: 0 });
      if (response.status() >= 500) failures.push(`${response.status()} ${address}`);
    }
  }
  expect(failures).toEqual([]);
  expect(parameters).toBeGreaterThan(pages.length * 3);
});

test("actions refuse what they were not made for", async ({ tenant, playwright }) => {
  const { node: actions } = readBuilt<Actions>("server", "server-reference-manifest.json");
  const ids = Object.entries(actions);
  expect(ids.length).toBeGreaterThan(80);
  const random = new Random("actions");
  const answers: string[] = [];
  const names = ids.map(([id, { exportedName }]) => [id, exportedName] as const);
  for (const [id, name] of [...names, ["0".repeat(42), "unknown"] as const]) {
    // One action logs out, others end sessions.
    const user = await factory.createUser(tenant.id, { roles: ["tenant_admin"] });
    const { token } = await factory.createSession(tenant.id, user.id);
    const caller = await playwright.request.newContext({ baseURL: setting("E2E_URL") });
    for (let n = 0; n < CALLS_PER_ACTION; n++) {
      const response = await caller.post("/account", {
        headers: {
          Cookie: `gatehouse.session=${token}`,
          Origin: setting("E2E_URL"),
          "Next-Action": id,
          Accept: "text/x-component",
          "Content-Type": "text/plain;charset=UTF-8",
        },
        data:
          random.next() < 0.8
            ? `[${oddJson(random, { id: "x", name: "y" })}]`
            : oddJson(random, []),
        maxRedirects: 0,
      });
      if (response.status() >= 500) answers.push(`${response.status()} ${name}`);
    }
    await caller.dispose();
  }
  expect(answers).toEqual([]);
});
