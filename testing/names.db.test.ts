import { expect, it } from "vitest";
import { permissions } from "../lib/authz/catalogue/permissions.ts";
import { resourceTypes } from "../lib/authz/catalogue/resource-types.ts";
import { builtInRoles } from "../lib/authz/catalogue/roles.ts";
import { kpiEntries } from "../lib/business/kpis/registry.ts";
import { identifierKey } from "../lib/core/identifier.ts";
import { rules } from "../lib/security/rules/registry.ts";
import { setUpTestDatabase } from "./database.ts";
import { Factory } from "./factories.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);

/** What a name is to people: told apart by it, so that no two are the same, or why they need not be. */
const decisions: Record<string, "unique" | string> = {
  "groups.name": "unique",
  "resource_types.name": "unique",
  "roles.name": "unique",
  "sod_rules.name": "unique",

  // Part of the primary key; what differs by case only is refused (lib/access/resources/names.ts).
  "resource_actions.name": "a word of a product's code, of which it may have two from before",
  "users.name": "people share names; they are told apart by e-mail address, in any case and form",
  "tenants.name": "told apart by slug; nobody within a tenant sees another",
  "resources.name": "a product's own title of something; told apart by type and id",
  // An index cannot know what has expired; refused where keys are made (lib/identity/api-keys).
  "api_keys.name": "unique among those that can be used, and free again afterwards",
  "reviews.name": "the same review comes again every quarter; told apart by its dates",

  "access_requests.decided_by_name": "a copy of what somebody was called then",
  "access_requests.ended_by_name": "a copy",
  "access_requests.role_name": "a copy",
  "alert_changes.actor_name": "a copy",
  "audit_events.actor_name": "a copy",
  "audit_events.target_name": "a copy",
  "denial_counts.actor_name": "a copy",
  "review_lines.answered_by_name": "a copy",
  "review_lines.decided_by_name": "a copy",
  "review_lines.group_name": "a copy",
  "review_lines.reviewer_name": "a copy",
  "review_lines.role_name": "a copy",
  "review_lines.user_name": "a copy",
  "reviews.ended_by_name": "a copy",
  "reviews.started_by_name": "a copy",
  "sod_exceptions.asked_by_name": "a copy",
  "sod_exceptions.decided_by_name": "a copy",
  "user_activity.user_name": "a copy",
};

it("every name that is stored is unique in any case and Unicode form, or says why not", async () => {
  const columns = await factory.query<{ column: string }>(
    `SELECT t.relname || '.' || a.attname AS column
     FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p')
       AND NOT t.relispartition AND (a.attname = 'name' OR a.attname LIKE '%\\_name')
       AND t.relname NOT LIKE '\\_prisma%'
     ORDER BY 1`,
  );
  expect(columns.map(({ column }) => column)).toEqual(Object.keys(decisions).sort());
  const indexes = await factory.query<{ table: string; definition: string }>(
    `SELECT tablename AS table, indexdef AS definition FROM pg_indexes
     WHERE schemaname = 'public' AND indexdef LIKE 'CREATE UNIQUE INDEX%(tenant_id, folded_name(name))'`,
  );
  const unique = Object.keys(decisions).filter((column) => decisions[column] === "unique");
  expect(indexes.map(({ table }) => `${table}.name`).sort()).toEqual(unique.sort());
});

it("names that stand in the code differ as well", () => {
  const named: Record<string, string[]> = {
    roles: Object.values(builtInRoles).map(({ name }) => name),
    "resource types": Object.values(resourceTypes).map(({ name }) => name),
    permissions: Object.values(permissions).map(({ name, category }) => `${category}: ${name}`),
    "detection rules": Object.values(rules).map(({ name }) => name),
    KPIs: kpiEntries.map(([, { label }]) => label),
  };
  for (const [what, names] of Object.entries(named)) {
    const folded = new Set(names.map(identifierKey));
    expect([what, folded.size]).toEqual([what, names.length]);
    expect(names.length).toBeGreaterThan(2);
  }
});
