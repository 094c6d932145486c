import { expect, it } from "vitest";
import { setUpTestDatabase } from "./database.ts";
import { Factory } from "./factories.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);

/** What an entry of a B-tree may have: a third of a page (BTMaxItemSize). */
const MAX_ENTRY_BYTES = 2_704;
/** What a character may take in UTF-8. */
const BYTES_EACH = 4;

/** Characters, and where that is held to. A new column needs its own line, and its reason. */
const bounds: Record<string, number> = {
  // lib/audit/ingestion/schema.ts
  "audit_events.actor_id": 256,
  "audit_events.action": 128,
  "audit_events.source": 64,
  "audit_event_keys.event_id": 128,
  "user_activity.user_id": 256,
  // lib/access/subject-types/schema.ts
  "subject_types.type": 128,
  // lib/access/resources/schema.ts
  "resource_types.id": 64,
  "resource_actions.resource_type": 64,
  "resource_actions.name": 64,
  "resources.type": 64,
  "resources.id": 256,
  "resources.parent_type": 64,
  "resources.parent_id": 256,
  "resource_grants.resource_type": 64,
  "resource_grants.resource_id": 256,
  "permission_uses.resource_type": 64,
  "permission_uses.resource_id": 256,
  // An action of a registered type, `type.action`.
  "permission_uses.permission": 129,
  "role_permissions.permission": 129,
  "sod_rule_permissions.permission": 129,
  "denial_counts.target": 129,
  // The row's key within its tenant: two of the above at most.
  "access_history.key": 400,
  // lib/identity/users/schema.ts
  "users.email": 254,
  "users.external_id": 256,
  // identifier_key() in the migration: 400 bytes, or a hash.
  "user_identifiers.key": 100,
  // A host name and a process id.
  "worker_heartbeats.worker_id": 300,
  "servers.server_id": 300,
  // Names that the build gives its own files.
  "build_files.path": 300,
  // CHECK in the migration.
  "tenants.slug": 63,
};
/** Words and ids of Gatehouse's own. */
const OWN_WORD = 64;
const ownWords = new Set([
  "access_history.relation",
  "access_requests.role_id",
  "alerts.group_by",
  "alerts.rule_id",
  "audit_events.outcome",
  "build_files.build_id",
  "builds.build_id",
  "cache_metrics.kind",
  "denial_counts.action",
  "denial_counts.actor_id",
  "disabled_modules.module",
  "elevation_rules.role_id",
  "group_roles.role",
  "permission_uses.basis",
  // The route's pattern, without what stands for its parameters.
  "request_metrics.route",
  "review_keys.kid",
  "review_lines.decision",
  "role_assignments.role",
  "role_parents.parent_id",
  "role_parents.role_id",
  "role_permissions.role_id",
  "roles.id",
  "rule_matches.group_by",
  "rule_matches.rule_id",
  "sod_rule_roles.role_id",
]);
const boundOf = (column: string) =>
  bounds[column] ?? (ownWords.has(column) ? OWN_WORD : Number.POSITIVE_INFINITY);

it("text from outside that a B-tree holds is bounded, or its insert could fail for ever", async () => {
  const indexed = await factory.query<{ index: string; columns: string[] }>(
    `SELECT i.relname AS index, array_agg(t.relname || '.' || a.attname ORDER BY a.attnum) AS columns
     FROM pg_index x
     JOIN pg_class i ON i.oid = x.indexrelid
     JOIN pg_class t ON t.oid = x.indrelid AND NOT t.relispartition
     JOIN pg_am m ON m.oid = i.relam AND m.amname = 'btree'
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (x.indkey::int2[])
     WHERE t.relnamespace = 'public'::regnamespace
       AND a.atttypid IN ('text'::regtype, 'citext'::regtype) GROUP BY 1 ORDER BY 1`,
  );
  const unbounded = indexed.flatMap(({ index, columns }) => {
    const bytes = columns.map((column) => boundOf(column) * BYTES_EACH);
    const sum = bytes.reduce((all, one) => all + one, 0);
    return sum <= MAX_ENTRY_BYTES ? [] : [`${index}: ${columns.join(", ")}`];
  });
  expect(indexed.length).toBeGreaterThan(20);
  expect(unbounded).toEqual([]);
});
