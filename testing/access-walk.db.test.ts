import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isPermissionId, type PermissionId } from "../lib/authz/catalogue/permissions.ts";
import { type BuiltInRoleId, builtInRoles } from "../lib/authz/catalogue/roles.ts";
import { accessOf } from "../lib/authz/engine/built-in-policy.ts";
import { decide } from "../lib/authz/engine/decide.ts";
import type { Actor } from "../lib/authz/guard/actor.ts";
import { sessionCookie } from "../lib/identity/credentials/session-cookie.ts";
import { encodeSessionToken } from "../lib/identity/credentials/session-token.ts";
import { env } from "../lib/platform/env.ts";
import { startApi } from "./api-server.ts";
import { setUpTestDatabase } from "./database.ts";
import { everyAction } from "./every-action.ts";
import { Factory } from "./factories.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const roles = (Object.keys(builtInRoles) as BuiltInRoleId[]).filter((id) => id !== "super_admin");
/** Two tenants, with one person for each role in both. */
const people: { role: BuiltInRoleId; actor: Actor }[] = [];
let api: Awaited<ReturnType<typeof startApi>>;

beforeAll(async () => {
  api = await startApi();
  for (const name of ["A", "B"]) {
    const tenantId = await factory.createTenant(name);
    // Whoever is the last administrator could be refused for that.
    await factory.createUser(tenantId);
    for (const role of roles) {
      people.push({ role, actor: await factory.createActor(tenantId, [role]) });
    }
  }
});
afterAll(() => api.close());

const mayIn = (role: BuiltInRoleId, permission: PermissionId) =>
  decide(accessOf([role]), permission);

describe("every action", () => {
  it("asks for its permission before anything else, in every role and tenant", async () => {
    const actions = await everyAction();
    expect(actions.length).toBeGreaterThan(30);
    const expected: string[] = [];
    const seen: string[] = [];
    for (const [name, action] of actions) {
      const { permission } = action;
      if (permission === "self") continue;
      for (const { role, actor } of people) {
        const say = (how: string, isRefused: boolean) =>
          `${name} ${how} as ${role}: ${isRefused ? "permission_denied" : "asked what"}`;
        for (const [how, run] of [
          ["done", action] as const,
          ["rehearsed", action.rehearse] as const,
        ]) {
          expected.push(say(how, !mayIn(role, permission)));
          const result = await run(actor, { nothing: "of the kind" });
          if (result.ok) throw new Error(`${name} took nonsense`);
          const isRefused = result.error.code === "permission_denied";
          if (!isRefused) expect([name, result.error.code]).toEqual([name, "invalid_input"]);
          seen.push(say(how, isRefused));
        }
      }
    }
    expect(seen).toEqual(expected);
    const refused = seen.filter((line) => line.endsWith("permission_denied")).length;
    console.log(`${actions.length} actions: ${seen.length} calls, ${refused} refused`);
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(seen.length);
  });
});

type Parameter = { name: string; in: string; required?: boolean; schema?: { format?: string } };
type Operation = {
  description?: string;
  security?: unknown[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { example?: unknown }> };
};
type Route = { method: string; path: string; operation: Operation; base: string };

/** Those that show everybody what they may see, however little. */
const showing = ["/kpis", "/kpis/snapshot", "/kpis/{id}/receipt", "/me"];

/** Every route that a credential opens, from the documents that describe them. */
async function everyRoute(): Promise<Route[]> {
  const found: Route[] = [];
  for (const base of ["/api/v1", "/access/v1"]) {
    const response = await fetch(`${api.url}${base}/openapi.json`);
    expect(response.status).toBe(200);
    const { paths } = (await response.json()) as {
      paths: Record<string, Record<string, Operation>>;
    };
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        if (operation.security?.length) found.push({ method, path, operation, base });
      }
    }
  }
  return found;
}

/** The permission that a route's description names; null for those that show what one may see. */
function permissionOf({ operation }: Route): PermissionId | null {
  const named = /Needs `([^`]+)`/.exec(operation.description ?? "")?.[1];
  if (named === undefined) return null;
  if (!isPermissionId(named)) throw new Error(`${named} is no permission`);
  return named;
}

async function call({ base, method, path, operation }: Route, actor: Actor): Promise<number> {
  const { tenantId, sessionId } = actor;
  const token = encodeSessionToken({ tenantId, sessionId: sessionId ?? "" }, env().AUTH_SECRET);
  const parameters = operation.parameters ?? [];
  const sampleOf = ({ schema }: Parameter) =>
    schema?.format === "uuid" ? crypto.randomUUID() : "unknown";
  const filled = parameters
    .filter((each) => each.in === "path")
    .reduce((text, each) => text.replace(`{${each.name}}`, sampleOf(each)), path);
  const query = parameters
    .filter((each) => each.in === "query" && each.required)
    .map((each) => `${each.name}=${sampleOf(each)}`);
  const body = operation.requestBody?.content["application/json"]?.example;
  const response = await fetch(`${api.url}${base}${filled}?${query.join("&")}`, {
    method: method.toUpperCase(),
    headers: {
      Cookie: `${sessionCookie().name}=${token}`,
      Origin: new URL(env().PUBLIC_URL).origin,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  await response.arrayBuffer();
  return response.status;
}

describe("every route", () => {
  it("asks for the permission that its description names, in every role and tenant", async () => {
    const routes = await everyRoute();
    expect(routes.length).toBeGreaterThan(15);
    const open = routes.filter((route) => permissionOf(route) === null);
    expect(open.map(({ path }) => path).sort()).toEqual(showing);
    const expected: string[] = [];
    const seen: string[] = [];
    for (const route of routes) {
      const permission = permissionOf(route);
      for (const { role, actor } of people) {
        const say = (isRefused: boolean) =>
          `${route.method} ${route.base}${route.path} as ${role}: ${isRefused ? "403" : "let in"}`;
        expected.push(say(permission !== null && !mayIn(role, permission)));
        const status = await call(route, actor);
        expect([say(false), status]).not.toEqual([say(false), 401]);
        expect([say(false), status]).not.toEqual([say(false), 500]);
        seen.push(say(status === 403));
      }
    }
    expect(seen).toEqual(expected);
    const refused = seen.filter((line) => line.endsWith("403")).length;
    console.log(`${routes.length} routes: ${seen.length} calls, ${refused} refused`);
  });
});
