import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import type { AuditFilters, AuditRow } from "../../events/schema.ts";
import { pool } from "../../platform/db.ts";
import { countAuditFacets, getAuditEvent, searchAudit } from "./queries.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const ROWS_PER_TENANT = 20_000;
let tenantIds: string[];
let grant: Awaited<ReturnType<typeof grantOf>>;

async function grantOf(tenantId: string) {
  return requirePermission(await factory.createActor(tenantId), "audit.read");
}

// Fifty events share each millisecond, so that the id must break ties; a word in a thousand is rare.
const fill = `
  INSERT INTO audit_events (tenant_id, id, recorded_at, event_id, occurred_at, source, category,
    actor_type, actor_id, actor_name, action, outcome, source_ip, search)
  SELECT $1, id, uuid_extract_timestamp(id), id::text,
    timestamptz '2026-03-01' + make_interval(secs => i / 50), 'app' || i % 2, 'external',
    'user', 'u' || i % 40, 'User ' || i % 40, 'act.' || i % 25,
    CASE WHEN i % 20 = 0 THEN 'failure' ELSE 'success' END,
    ('10.' || i % 7 || '.' || i % 200 || '.' || i % 250)::inet,
    array_to_tsvector(ARRAY['common', 'word' || i % 300, 'rare' || i % 1000])
  FROM (SELECT uuidv7() AS id, i FROM generate_series(0, $2 - 1) AS i OFFSET 0) AS rows`;

beforeAll(async () => {
  tenantIds = [];
  for (let i = 0; i < 3; i++) tenantIds.push(await factory.createTenant());
  for (const id of tenantIds) await factory.query(fill, [id, ROWS_PER_TENANT]);
  await factory.query("VACUUM ANALYZE audit_events");
  grant = await grantOf(tenantIds[1] ?? "");
});

/** The statements that `work` sends to the search role. */
async function statementsOf(
  work: () => Promise<unknown>,
): Promise<{ text: string; values: unknown[] }[]> {
  const spy = vi.spyOn(pool("search"), "query");
  try {
    await work();
    return spy.mock.calls.map((call) => {
      const [text, values] = call as unknown as [string, unknown[]];
      return { text, values };
    });
  } finally {
    spy.mockRestore();
  }
}

/** The indexes in the plan of the first statement that a search sends. */
async function plannedIndexes(filters: AuditFilters): Promise<string> {
  const [statement] = await statementsOf(() => searchAudit(grant, filters, { limit: 50 }));
  const { rows } = await pool("search").query(
    `EXPLAIN (FORMAT JSON) ${statement?.text}`,
    statement?.values,
  );
  const plan = JSON.stringify(rows[0]["QUERY PLAN"]);
  // The months to come are empty: reading nothing whole is fine there.
  const month = new Date().toISOString().slice(0, 7).replace("-", "_");
  expect(plan).not.toMatch(new RegExp(`"Seq Scan"[^{}]*"audit_events_${month}"`));
  return [...plan.matchAll(/"Index Name":\s*"audit_events_\d{4}_\d{2}_(\w+?)_idx"/g)]
    .map((match) => match[1])
    .join(" ");
}

describe("the plan", () => {
  it("of a search for words uses the inverted index", async () => {
    expect(await plannedIndexes({ text: "rare77" })).toMatch(/^tenant_id_search/);
    expect(await plannedIndexes({ text: "rare777 common" })).toMatch(/tenant_id_search/);
  });

  it("of a search for a block of addresses uses the index of addresses", async () => {
    for (const ip of ["10.3.77.0/24", "10.3.77.27", "2001:db8::/32"]) {
      expect(await plannedIndexes({ ip })).toMatch(/^tenant_id_source_ip/);
    }
  });

  it("of the other filters uses an index as well", async () => {
    expect(await plannedIndexes({})).toMatch(/^tenant_id_occurred_at/);
    expect(await plannedIndexes({ actor: ["u7"] })).toMatch(/tenant_id/);
    expect(await plannedIndexes({ action: ["act.3"], outcome: ["failure"] })).toMatch(/tenant_id/);
  });
});

describe("every statement of the search role", () => {
  it("names the tenant of the grant", async () => {
    const page = await searchAudit(grant, {}, { limit: 1 });
    const id = page.rows[0]?.id ?? "";
    const filters = {
      actor: ["u1"],
      outcome: ["failure" as const],
      text: "common",
      ip: "10.0.0.0/8",
    };
    const statements = await statementsOf(async () => {
      await searchAudit(grant, filters, { limit: 5, cursor: page.nextCursor ?? undefined });
      await countAuditFacets(grant, filters);
      await getAuditEvent(grant, id);
    });
    expect(statements.length).toBeGreaterThanOrEqual(5);
    for (const { text, values } of statements) {
      const reads = text.match(/FROM audit_events\s+WHERE/g) ?? [];
      expect(reads).toHaveLength(1);
      expect(text).toMatch(
        /FROM audit_events\s+WHERE tenant_id = \$1::uuid AND|WHERE tenant_id = \$1::uuid\s/,
      );
      expect(values[0]).toBe(tenantIds[1]);
    }
  });
});

/** All rows of the tenant, in the order of the list, filtered the slow and obvious way. */
async function naive(filters: AuditFilters): Promise<string[]> {
  const rows = await factory.query<{
    id: string;
    actor_id: string;
    action: string;
    outcome: string;
    words: string;
  }>(
    `SELECT id, actor_id, action, outcome, search::text AS words FROM audit_events
     WHERE tenant_id = $1 AND source LIKE 'app%' ORDER BY occurred_at DESC, id DESC`,
    [tenantIds[1]],
  );
  return rows
    .filter(
      (row) =>
        (!filters.actor?.length || filters.actor.includes(row.actor_id)) &&
        (!filters.action?.length || filters.action.includes(row.action)) &&
        (!filters.outcome?.length || filters.outcome.includes(row.outcome as "failure")) &&
        (!filters.text || row.words.includes(`'${filters.text}`)),
    )
    .map((row) => row.id);
}

describe("paging", () => {
  const apps = ["app0", "app1"];
  const filters = fc.record(
    {
      actor: fc.uniqueArray(
        fc.integer({ min: 0, max: 39 }).map((n) => `u${n}`),
        { minLength: 1, maxLength: 3 },
      ),
      action: fc.uniqueArray(
        fc.integer({ min: 0, max: 24 }).map((n) => `act.${n}`),
        { minLength: 1, maxLength: 3 },
      ),
      outcome: fc.constantFrom<("failure" | "success")[]>(["failure"], ["failure", "success"]),
      text: fc.constantFrom("word12", "rare9", "common"),
    },
    { requiredKeys: ["actor", "text"] },
  );

  it("visits each matching event once, in order, forwards and backwards", async () => {
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 3, max: 200 }), async (drawn, limit) => {
        const wanted = await naive(drawn);
        const search = { ...drawn, source: apps };
        const forwards: AuditRow[] = [];
        let page = await searchAudit(grant, search, { limit });
        for (;;) {
          forwards.push(...page.rows);
          if (!page.nextCursor) break;
          page = await searchAudit(grant, search, { limit, cursor: page.nextCursor });
        }
        expect(forwards.map((row) => row.id)).toEqual(wanted);
        const backwards = [...page.rows];
        while (page.previousCursor) {
          page = await searchAudit(grant, search, { limit, cursor: page.previousCursor });
          backwards.unshift(...page.rows);
        }
        expect(backwards.map((row) => row.id)).toEqual(wanted);
      }),
      { numRuns: 12 },
    );
  });

  it("refuses a damaged cursor", async () => {
    for (const cursor of ["", "x", "W10", Buffer.from('["n",-1,"x"]').toString("base64url")]) {
      await expect(searchAudit(grant, {}, { limit: 5, cursor })).rejects.toMatchObject({
        code: "invalid_input",
      });
    }
  });
});

describe("facets", () => {
  it("count what each value would show, under all filters but their own", async () => {
    const filters: AuditFilters = { actor: ["u0", "u20"], outcome: ["failure"], source: ["app0"] };
    const facets = await countAuditFacets(grant, filters);
    expect(facets.truncated).toBe(false);
    const without = async (left: AuditFilters) => (await naive(left)).length;
    const { actor, outcome } = filters;
    for (const { value, count } of facets.actor) {
      expect([value, count]).toEqual([value, await without({ outcome, actor: [value] })]);
    }
    for (const { value, count } of facets.outcome) {
      expect([value, count]).toEqual([
        value,
        await without({ actor, outcome: [value as "failure"] }),
      ]);
    }
    expect(facets.actor.find(({ value }) => value === "u20")?.label).toBe("User 20");
  });

  it("say when they stopped counting", async () => {
    expect((await countAuditFacets(grant, {})).truncated).toBe(true);
  });
});
