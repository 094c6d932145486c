// A search finds what evaluations permit, and nothing else: in tenants that chance has made.
import fc from "fast-check";
import { expect, it } from "vitest";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { evaluateAll, searchActions, searchResources, searchSubjects } from "./queries.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);

const resources = [
  { type: "project", id: "p" },
  { type: "document", id: "in-p" },
  { type: "document", id: "alone" },
  { type: "todo", id: "in-p" },
  { type: "todo", id: "alone" },
  { type: "ticket", id: "k" },
];
const types = [...new Set(resources.map(({ type }) => type))];
const permissions = [
  "document.read",
  "document.update",
  "document.create",
  "document.sign",
  "project.read",
  "todo.read",
  "todo.close",
  "todo.purge",
  "ticket.read",
  "ticket.close",
  "user.read",
];
/** Actions by their own names, by those of permissions, and such as nobody has. */
const names = [
  ...new Set([...permissions.flatMap((id) => [id, id.slice(id.indexOf(".") + 1)]), "fly", "a.b"]),
];
/** Asked for beside `todo.close`, and never found by itself. */
const CONDITIONAL = "purge";

const comparison = {
  source: "resource",
  property: "kept",
  type: "boolean",
  fallback: false,
  operator: "is",
  value: true,
};

const grant = fc.record({
  person: fc.nat(2),
  permission: fc.constantFrom(...permissions),
  effect: fc.constantFrom("allow", "allow", "allow", "deny"),
  on: fc.constantFrom(...resources),
  isWholeType: fc.boolean(),
});
const entry = fc.record({
  permission: fc.constantFrom(...permissions),
  effect: fc.constantFrom("allow", "allow", "deny"),
});
const world = fc.record({
  grants: fc.array(grant, { minLength: 4, maxLength: 12 }),
  entries: fc.uniqueArray(entry, { selector: (each) => each.permission, maxLength: 5 }),
  owner: fc.constantFrom("p0@x.org", null),
});
type World = typeof world extends fc.Arbitrary<infer Made> ? Made : never;

async function create({ grants, entries, owner }: World): Promise<{ asker: Actor; ids: string[] }> {
  const tenantId = await factory.createTenant();
  const run = (text: string, ...values: unknown[]) => factory.query(text, [tenantId, ...values]);
  await run(
    "INSERT INTO resource_types (tenant_id, id, name) VALUES ($1, 'todo', 'T'), ($1, 'ticket', 'K')",
  );
  await run(
    `INSERT INTO resource_actions (tenant_id, resource_type, name) VALUES ($1, 'document', 'sign'),
     ($1, 'todo', 'read'), ($1, 'todo', 'close'), ($1, 'ticket', 'read'), ($1, 'ticket', 'close')`,
  );
  await run(
    `INSERT INTO resource_actions (tenant_id, resource_type, name, condition)
     VALUES ($1, 'todo', 'purge', $2)`,
    JSON.stringify({ action: "close", comparisons: [comparison] }),
  );
  await run(
    `INSERT INTO resources (tenant_id, type, id, parent_type, parent_id, owner)
     SELECT $1, type, id, CASE WHEN id = 'in-p' THEN 'project' END,
       CASE WHEN id = 'in-p' THEN 'p' END, $3
     FROM json_to_recordset($2) AS r (type text, id text)`,
    JSON.stringify(resources),
    owner,
  );
  await run("INSERT INTO roles (tenant_id, id, name) VALUES ($1, 'r', 'R')");
  await run(
    `INSERT INTO role_permissions (tenant_id, role_id, permission, effect, own_only)
     SELECT $1, 'r', permission, effect, effect = 'allow' AND permission LIKE '%close'
     FROM json_to_recordset($2) AS e (permission text, effect text)`,
    JSON.stringify(entries),
  );
  const ids: string[] = [];
  for (const person of [0, 1, 2]) {
    const email = `p${person}@x.org`;
    const { id } = await factory.createUser(tenantId, { roles: [], email });
    if (person < 2)
      await run("INSERT INTO role_assignments (tenant_id, user_id, role) VALUES ($1, $2, 'r')", id);
    ids.push(id);
  }
  await run(
    `INSERT INTO resource_grants (tenant_id, user_id, permission, effect, resource_type, resource_id)
     SELECT $1, user_id, permission, effect, type, id
     FROM json_to_recordset($2) AS g (user_id uuid, permission text, effect text, type text, id text)`,
    JSON.stringify(
      grants.map(({ person, on, isWholeType, ...said }) => {
        return { ...said, user_id: ids[person], type: on.type, id: isWholeType ? null : on.id };
      }),
    ),
  );
  return { asker: await factory.createActor(tenantId), ids };
}

type Question = { person: number; name: string; resource: number };

/** Every question there is, answered. */
async function evaluateEverything(asker: Actor, ids: readonly string[]) {
  const questions: Question[] = ids.flatMap((_, person) =>
    names.flatMap((name) => resources.map((__, resource) => ({ person, name, resource }))),
  );
  const grantToAsk = await requirePermission(asker, "access.decide");
  const { evaluations } = await evaluateAll(
    grantToAsk,
    {
      evaluations: questions.map(({ person, name, resource }) => ({
        subject: { type: "user", id: ids[person] },
        action: { name },
        resource: resources[resource],
      })),
    },
    asker,
  );
  return questions.filter((_, index) => evaluations[index]?.decision);
}

it("a search is all the evaluations that permit", { timeout: 120_000 }, async () => {
  let found = 0;
  const check = async (made: World) => {
    const { asker, ids } = await create(made);
    const permitted = await evaluateEverything(asker, ids);
    const search = await requirePermission(asker, "access.search");
    const page = { limit: 1_000 };
    for (const [person, id] of ids.entries()) {
      const subject = { type: "user", id };
      for (const [index, resource] of resources.entries()) {
        const own = permitted.filter(
          (each) => each.person === person && each.resource === index && !each.name.includes("."),
        );
        const expected = own.map(({ name }) => name).filter((name) => name !== CONDITIONAL);
        const { results } = await searchActions(search, { subject, resource, page });
        expect([resource, results.map(({ name }) => name)]).toEqual([resource, expected.sort()]);
        found += results.length;
      }
      for (const name of names) {
        for (const type of types) {
          const expected = permitted
            .filter((each) => each.person === person && each.name === name)
            .map((each) => resources[each.resource])
            .filter((each) => each?.type === type)
            .map((each) => each?.id);
          const asked = { subject, action: { name }, resource: { type }, page };
          const { results } = await searchResources(search, asked);
          expect([name, type, results.map((each) => each.id)]).toEqual([
            name,
            type,
            expected.sort(),
          ]);
        }
      }
    }
    for (const name of names) {
      for (const [index, resource] of resources.entries()) {
        const asked = { subject: { type: "user" }, action: { name }, resource, page };
        const { results } = await searchSubjects(search, asked);
        const expected = permitted
          .filter((each) => each.name === name && each.resource === index)
          .map((each) => `p${each.person}@x.org`);
        const isOurs = ({ id }: { id: string }) => /^p\d@x\.org$/.test(id);
        const people = results.filter(isOurs).map(({ id }) => id);
        expect([name, resource, people.sort()]).toEqual([name, resource, expected.sort()]);
      }
    }
  };
  await fc.assert(fc.asyncProperty(world, check), { numRuns: 5, endOnFailure: true });
  expect(found).toBeGreaterThan(0);
});
