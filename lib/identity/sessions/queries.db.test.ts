import { beforeAll, describe, expect, it } from "vitest";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { searchApiKeys } from "../api-keys/queries.ts";
import { listOwnSessions, searchSessions } from "./queries.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let actor: Actor;

type Page = { rows: { id: string }[]; nextCursor: string | null; previousCursor: string | null };
type Read = (cursor: string | undefined) => Promise<Page>;

beforeAll(async () => {
  actor = await factory.createActor(await factory.createTenant());
  for (let i = 0; i < 24; i++) {
    await factory.createSession(actor.tenantId, actor.id);
    await factory.createKey(actor.tenantId);
  }
  // Several rows in the same millisecond: the id must break the tie.
  for (const table of ["sessions", "api_keys"]) {
    await factory.query(`UPDATE ${table} SET created_at = date_trunc('second', created_at)`);
  }
});

/** Every id from the first page to the last, and from the last back to the first. */
async function walk(read: Read): Promise<{ forwards: string[]; backwards: string[] }> {
  let page = await read(undefined);
  expect(page.previousCursor).toBeNull();
  const forwards = page.rows.map((row) => row.id);
  while (page.nextCursor) {
    page = await read(page.nextCursor);
    forwards.push(...page.rows.map((row) => row.id));
  }
  const backwards = page.rows.map((row) => row.id);
  while (page.previousCursor) {
    page = await read(page.previousCursor);
    backwards.unshift(...page.rows.map((row) => row.id));
  }
  return { forwards, backwards };
}

describe("paging", () => {
  it.each([1, 7, 12, 24, 25])("of sessions by %i visits each once, both ways", async (limit) => {
    const grant = await requirePermission(actor, "session.read");
    const { forwards, backwards } = await walk((cursor) =>
      searchSessions(grant, {}, { cursor, limit }),
    );
    expect(new Set(forwards).size).toBe(25);
    expect(forwards).toHaveLength(25);
    expect(backwards).toEqual(forwards);
  });

  it("of API keys visits each once, both ways", async () => {
    const grant = await requirePermission(actor, "api_key.read");
    const { forwards, backwards } = await walk((cursor) =>
      searchApiKeys(grant, { cursor, limit: 5 }),
    );
    expect(new Set(forwards).size).toBe(24);
    expect(backwards).toEqual(forwards);
  });
});

describe("sessions", () => {
  it("are listed while they live, and found by name or address of their person", async () => {
    const grant = await requirePermission(actor, "session.read");
    const user = await factory.createUser(actor.tenantId, { name: "Zoë Zimmer" });
    const live = await factory.createSession(actor.tenantId, user.id);
    const ended = await factory.createSession(actor.tenantId, user.id);
    await factory.query("UPDATE sessions SET revoked_at = now() WHERE id = $1", [ended.id]);
    const expired = await factory.createSession(actor.tenantId, user.id);
    await factory.query("UPDATE sessions SET expires_at = now() WHERE id = $1", [expired.id]);
    for (const text of ["zoë", "ZIMMER", user.email]) {
      const { rows } = await searchSessions(grant, { text }, { limit: 50 });
      expect(rows.map((row) => row.id)).toEqual([live.id]);
    }
    expect((await searchSessions(grant, { text: "%" }, { limit: 50 })).rows).toEqual([]);
    expect(await listOwnSessions({ ...actor, id: user.id })).toHaveLength(1);
  });
});
