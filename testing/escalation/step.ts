import type { Actor } from "../../lib/authz/guard/actor.ts";
import type { Result } from "../../lib/core/result.ts";
import { withTenantSql } from "../../lib/platform/db.ts";
import type { World } from "./world.ts";

type Id = { id: string };
type Saved = Id & { updatedAt: string };

/** What there is in the tenant, in an order that does not hang on random ids. */
export type Inventory = {
  people: Id[];
  roles: (Saved & { builtIn: boolean })[];
  groups: (Saved & { name: string })[];
  grants: Id[];
  requests: Id[];
  rules: Saved[];
  exceptions: Id[];
  reviews: Id[];
  lines: (Id & { reviewId: string })[];
  keys: Id[];
};

const list = (columns: string, table: string, order: string) =>
  `(SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM
     (SELECT ${columns} FROM ${table} WHERE tenant_id = $1 ORDER BY ${order}) x)`;
const saved = `id, to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "updatedAt"`;

const readInventory = `SELECT
  ${list("id", "users", "created_at, name")} AS people,
  ${list(`${saved}, built_in AS "builtIn"`, "roles", "built_in DESC, created_at, name")} AS roles,
  ${list(`${saved}, name`, "groups", "created_at, name")} AS groups,
  ${list("id", "resource_grants", "created_at, permission, effect, resource_type, resource_id")} AS grants,
  ${list("id", "access_requests", "created_at")} AS requests,
  ${list(saved, "sod_rules", "created_at, name")} AS rules,
  ${list("id", "sod_exceptions", "asked_at")} AS exceptions,
  ${list("id", "reviews", "created_at")} AS reviews,
  ${list('id, review_id AS "reviewId"', "review_lines", "since, position")} AS lines,
  ${list("id", "api_keys", "created_at, name")} AS keys`;

export async function inventoryOf(tenantId: string): Promise<Inventory> {
  const [row] = await withTenantSql(tenantId, (sql) => sql<Inventory>(readInventory, [tenantId]));
  if (!row) throw new Error("a SELECT without FROM gave no row");
  return row;
}

/** One attempt: where it is made, and the numbers from which it takes its choices. */
export type Attempt = {
  world: World;
  actor: Actor;
  have: Inventory;
  a: number;
  b: number;
  c: number;
  /** Tells names of one run apart. */
  at: number;
};

/**
 * Tries a mutation with some input; null when there is nothing to try it on.
 * `takesOver` are people as whom the actor can act from then on.
 */
export type Run = (attempt: Attempt) => Promise<Tried | null>;
export type Tried = { result: Result<unknown>; takesOver?: readonly string[] };

export function pick<Item>(items: readonly Item[], number: number): Item {
  const item = items[number % items.length];
  if (item === undefined) throw new Error("nothing to choose from");
  return item;
}

type Act = (actor: Actor, input: unknown) => Promise<Result<unknown>>;

/** A run that calls an action with what `input` makes of the attempt; null when it can make nothing. */
export const trying =
  (action: Act, input: (attempt: Attempt) => unknown | null): Run =>
  async (attempt) => {
    const made = input(attempt);
    return made === null ? null : { result: await action(attempt.actor, made) };
  };

/** The id of one of these; null when there are none. */
export const idOf = (items: readonly Id[], number: number): string | null =>
  items.length === 0 ? null : pick(items, number).id;
