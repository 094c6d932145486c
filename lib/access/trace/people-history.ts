import { keyOf } from "../../authz/engine/decision-table.ts";
import { identifiersOf } from "../../authz/store/read-facts.ts";
import { identifierKey } from "../../core/identifier.ts";
import type { Sql } from "../../platform/db.ts";
import {
  type ExceptionRow,
  type GrantRow,
  type GroupRow,
  type Held,
  heldAsMember,
  heldByGroup,
  heldException,
  heldGrant,
  heldRole,
  type MemberRow,
  type RoleRow,
} from "./held.ts";
import type { Counted, RolesThatCount } from "./policy-history.ts";
import type { Relevant } from "./question.ts";
import { type History, windowColumns } from "./read-history.ts";
import type { Span } from "./span.ts";

/** Somebody whom a role or a grant that allows it reached in the span, and all that could matter. */
export type Candidate = {
  id: string;
  name: string;
  email: string;
  status: string;
  identifiers: readonly string[];
  /** When they were not kept out. */
  active: readonly Span[];
  held: readonly Held[];
};

type Place = { type: string; id: string };

/** What decides which rows could matter; `counted` is what dynamic separation of duty counts. */
type Question = {
  relevant: Relevant;
  counted: Counted;
  roles: RolesThatCount;
  places: readonly Place[];
};

/** Everybody who could perhaps, by name. @param places the resource and all it lay under. */
export async function readCandidates(
  sql: Sql,
  tenantId: string,
  history: History,
  question: Question,
): Promise<Candidate[]> {
  const rows = await readRows(history, question);
  const reached = reachedBy(rows, question);
  const people = await readPeople(sql, tenantId, history, reached);
  const held = heldBy(rows, reached);
  return people.map((person) => ({ ...person, held: held.get(person.id) ?? [] }));
}

type Rows = {
  ownRoles: RoleRow[];
  groupRoles: RoleRow[];
  grants: (GrantRow & { isGroup: boolean })[];
  groups: GroupRow[];
  members: MemberRow[];
  exceptions: ExceptionRow[];
};

async function readRows(
  history: History,
  { relevant, counted, roles, places }: Question,
): Promise<Rows> {
  const rolesOf = (relation: string, receiver: string) =>
    history<Omit<RoleRow, keyof Span>>({
      relation,
      columns: `h.content ->> '${receiver}' AS receiver, h.content ->> 'role' AS role,
        h.content ->> 'reason' AS reason, ${windowColumns}`,
      where: "h.content ->> 'role' = ANY ($5::text[])",
      parameters: [[...roles.all]],
    });
  const ownRoles = await rolesOf("role_assignments", "user_id");
  const groupRoles = await rolesOf("group_roles", "group_id");
  const grants = await readGrants(history, { relevant, counted, places });
  const ofGroups = grants.filter(({ isGroup }) => isGroup);
  const groupIds = new Set([...groupRoles, ...ofGroups].map(({ receiver }) => receiver));
  const ofThese = { where: "h.content ->> 'group_id' = ANY ($5::text[])" };
  return {
    ownRoles,
    groupRoles,
    grants,
    groups: await history({
      relation: "groups",
      columns: "h.content ->> 'id' AS id, h.content ->> 'name' AS name",
      where: "h.key = ANY ($5::text[])",
      parameters: [[...groupIds]],
    }),
    members: await history({
      relation: "group_members",
      columns: `h.content ->> 'group_id' AS "groupId", h.content ->> 'user_id' AS "userId"`,
      ...ofThese,
      parameters: [[...groupIds]],
    }),
    exceptions: await history({
      relation: "sod_exceptions",
      columns: `h.content ->> 'user_id' AS "userId", h.content ->> 'rule_id' AS "ruleId",
        floor(extract(epoch FROM (h.content ->> 'ends_at')::timestamptz) * 1000)::float8 AS "endsAt"`,
      where: "h.content ->> 'state' = 'approved'",
    }),
  };
}

/** Those that reach the resource, and those that separation of duty counts wherever they were given. */
async function readGrants(
  history: History,
  { relevant: { allowing, denying }, counted, places }: Omit<Question, "roles">,
): Promise<Rows["grants"]> {
  if (places.length === 0 && counted.allowing.size === 0) return [];
  const keys = places.flatMap(({ type, id }) => [keyOf(type, id), keyOf(type, null)]);
  return history({
    relation: "resource_grants",
    columns: `h.content ->> 'id' AS id, h.content ->> 'permission' AS permission,
      h.content ->> 'effect' AS effect, h.content ->> 'resource_type' AS "resourceType",
      h.content ->> 'resource_id' AS "resourceId", h.content ->> 'reason' AS reason,
      coalesce(h.content ->> 'user_id', h.content ->> 'group_id') AS receiver,
      h.content ->> 'group_id' IS NOT NULL AS "isGroup", ${windowColumns}`,
    where: `(concat_ws('/', h.content ->> 'resource_type', h.content ->> 'resource_id')
        = ANY ($5::text[])
      AND h.content ->> 'permission' = ANY ($6::text[]))
      OR (h.content ->> 'effect' = 'allow' AND h.content ->> 'permission' = ANY ($7::text[]))`,
    parameters: [keys, [...new Set([...allowing, ...denying])], [...counted.allowing]],
  });
}

/** Ids of the people whom anything that allows it reached, directly or through a group. */
function reachedBy(
  { ownRoles, groupRoles, grants, members }: Rows,
  { relevant, roles }: Pick<Question, "relevant" | "roles">,
): Set<string> {
  const allows = (row: RoleRow | GrantRow) =>
    "role" in row
      ? roles.allowing.has(row.role)
      : row.effect === "allow" && relevant.allowing.has(row.permission);
  const givers = [...ownRoles, ...groupRoles, ...grants].filter(allows);
  const receivers = new Set(givers.map(({ receiver }) => receiver));
  for (const { groupId, userId } of members) if (receivers.has(groupId)) receivers.add(userId);
  return receivers;
}

const readNow = `
  SELECT id, name, email::text AS email, status,
    ${identifiersOf("users.id")} AS identifiers
  FROM users WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) ORDER BY lower(name), id`;

/** People as they are called now; groups among the ids are nobody. */
async function readPeople(
  sql: Sql,
  tenantId: string,
  history: History,
  ids: ReadonlySet<string>,
): Promise<Omit<Candidate, "held">[]> {
  const people = await sql<Omit<Candidate, "held" | "active">>(readNow, [tenantId, [...ids]]);
  const rows = await history<{ id: string }>({
    relation: "users",
    columns: "h.key AS id",
    where: "h.content ->> 'status' = 'active' AND h.key = ANY ($5::text[])",
    parameters: [people.map(({ id }) => id)],
  });
  const active = Map.groupBy(rows, ({ id }) => id);
  return people.map(({ identifiers, ...person }) => ({
    ...person,
    identifiers: identifiers.map(identifierKey),
    active: active.get(person.id) ?? [],
  }));
}

/** What each of these people had, by id. */
function heldBy(rows: Rows, ids: ReadonlySet<string>): Map<string, Held[]> {
  const all = new Map<string, Held[]>();
  const add = (userId: string, held: readonly Held[]) => {
    if (!ids.has(userId)) return;
    const known = all.get(userId);
    if (known) known.push(...held);
    else all.set(userId, [...held]);
  };
  for (const row of rows.ownRoles) add(row.receiver, heldRole(row, null));
  for (const row of rows.grants) if (!row.isGroup) add(row.receiver, heldGrant(row, null));
  for (const row of rows.exceptions) add(row.userId, heldException(row));
  const ofGroups = groupsHeld(rows);
  for (const row of rows.members) {
    if (ids.has(row.userId)) add(row.userId, heldAsMember(row, ofGroups.get(row.groupId) ?? []));
  }
  return all;
}

function groupsHeld({ groups, groupRoles, grants }: Rows): Map<string, Held[]> {
  const names = Map.groupBy(groups, ({ id }) => id);
  const roles = Map.groupBy(groupRoles, ({ receiver }) => receiver);
  const given = Map.groupBy(grants, ({ receiver }) => receiver);
  return new Map(
    [...names].map(([id, named]) => {
      return [id, heldByGroup(named, roles.get(id) ?? [], given.get(id) ?? [])];
    }),
  );
}
