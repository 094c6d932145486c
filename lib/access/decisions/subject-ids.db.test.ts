import { beforeEach, describe, expect, it } from "vitest";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { evaluate, searchSubjects } from "./queries.ts";
import { subjectSearchRequest } from "./schema.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let asker: Actor;
let tenantId: string;

const asked = { action: { name: "read" }, resource: { type: "document", id: "d1" } };

beforeEach(async () => {
  tenantId = await factory.createTenant();
  asker = await factory.createActor(tenantId);
});

/** Somebody who may read the document. */
async function createReader(email: string, externalId: string | null): Promise<string> {
  const { id } = await factory.createUser(tenantId, { email, roles: [] });
  await factory.query("UPDATE users SET external_id = $2 WHERE id = $1", [id, externalId]);
  await factory.query(
    `INSERT INTO resource_grants (tenant_id, user_id, permission, resource_type, resource_id)
     VALUES ($1, $2, 'document.read', 'document', 'd1')`,
    [tenantId, id],
  );
  return id;
}

async function namesOf(properties?: Record<string, unknown>): Promise<string[]> {
  const subject = { type: "user", ...(properties ? { properties } : {}) };
  const grant = await requirePermission(asker, "access.search");
  const { results } = await searchSubjects(grant, { ...asked, subject });
  expect(new Set(results.map(({ type }) => type))).toEqual(new Set(["user"]));
  const ids = results.map(({ id }) => id).filter((id) => id !== asker.email && id !== asker.id);
  return ids.sort();
}

describe("the ids that a search of subjects answers with", () => {
  it("are those that products use, or of the kind that is asked for", async () => {
    const ada = await createReader("ada@example.com", "pid|ada");
    const bob = await createReader("bob@example.com", null);
    expect(await namesOf()).toEqual(["bob@example.com", "pid|ada"]);
    expect(await namesOf({ department: "x" })).toEqual(["bob@example.com", "pid|ada"]);
    const email = { id_format: "email" };
    expect(await namesOf(email)).toEqual(["ada@example.com", "bob@example.com"]);
    const external = { id_format: "external_id" };
    expect(await namesOf(external)).toEqual(["bob@example.com", "pid|ada"]);
    expect(await namesOf({ id_format: "user_id" })).toEqual([ada, bob].sort());
  });

  it("are each taken back by an evaluation, for the same person", async () => {
    const former = await createReader("first@example.com", "Zoë");
    // Whose external id was another's before they had to differ is not known by it, nor is one too long.
    const second = await createReader("second@example.com", null);
    await factory.query("ALTER TABLE users DISABLE TRIGGER identifiers_update");
    await factory.query("UPDATE users SET external_id = $2 WHERE id = $1", [second, "zoë"]);
    await factory.query("ALTER TABLE users ENABLE TRIGGER identifiers_update");
    const long = await createReader("long@example.com", "x".repeat(600));
    const decide = await requirePermission(asker, "access.decide");
    for (const properties of [undefined, { id_format: "external_id" }, { id_format: "email" }]) {
      for (const id of await namesOf(properties)) {
        const answer = await evaluate(decide, { ...asked, subject: { type: "user", id } }, asker);
        expect([id, answer.decision]).toEqual([id, true]);
      }
    }
    expect(await namesOf()).toEqual(["Zoë", "long@example.com", "second@example.com"]);
    expect(await namesOf({ id_format: "user_id" })).toEqual([former, second, long].sort());
  });

  it("are of one of three kinds, and no other is taken for one", () => {
    for (const id_format of ["phone", "", 1, null, ["email"], {}]) {
      const subject = { type: "user", properties: { id_format } };
      const { success, error } = subjectSearchRequest.safeParse({ ...asked, subject });
      expect(success).toBe(false);
      expect(error?.issues[0]?.message).toContain("external_id, email, user_id");
    }
    const subject = { type: "user", id: 7, properties: {} };
    expect(subjectSearchRequest.safeParse({ ...asked, subject }).success).toBe(true);
  });
});
