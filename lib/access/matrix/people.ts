import { z } from "zod";
import { keyOf } from "../../authz/engine/decision-table.ts";
import type { Policy } from "../../authz/engine/policy.ts";
import { holders } from "../../authz/store/holders.ts";
import { type PersonFacts, readPeopleFacts } from "../../authz/store/read-facts.ts";
import { readPlaces } from "../../authz/store/read-target.ts";
import { GatehouseError } from "../../core/errors.ts";
import { containing } from "../../core/search-text.ts";
import { storableText } from "../../core/text.ts";
import type { Sql } from "../../platform/db.ts";
import { type Places, personCells } from "./cells.ts";
import type { MatrixColumn, MatrixFilters, MatrixRow } from "./schema.ts";

type Position = { sort: string; id: string };
type Found = Position & { total: number };

const chosen = `
  u.tenant_id = $1 AND u.status = 'active'
    AND ($2::text IS NULL OR u.name ILIKE $2 OR u.email::text ILIKE $2)
    AND ($3::text[] IS NULL
      OR u.id IN (SELECT h.user_id FROM (${holders}) h WHERE h.role = ANY ($3)))
    AND ($4::uuid[] IS NULL OR EXISTS (SELECT FROM group_members m
        WHERE m.tenant_id = $1 AND m.user_id = u.id AND m.group_id = ANY ($4)))`;

const findPage = `
  SELECT u.id, lower(u.name) AS sort FROM users u
  WHERE ${chosen} AND ($5::text IS NULL OR (lower(u.name), u.id) > ($5, $6::uuid))
  ORDER BY lower(u.name), u.id LIMIT $7`;

const countAll = `SELECT count(*)::int AS total FROM users u WHERE ${chosen}`;

const findAll = `SELECT u.id FROM users u WHERE ${chosen} ORDER BY lower(u.name), u.id`;

type PeopleFilters = Pick<MatrixFilters, "text" | "role" | "group">;

function parametersOf(tenantId: string, { text, role, group }: PeopleFilters): unknown[] {
  // People mean the characters, not LIKE's wildcards.
  const like = containing(text);
  return [tenantId, like, role?.length ? role : null, group?.length ? group : null];
}

const wire = z.tuple([storableText(500), z.uuid()]);

function decodePosition(cursor: string): Position {
  try {
    const [sort, id] = wire.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    return { sort, id };
  } catch {
    const message = "This page link is damaged. Go back to the first page.";
    throw new GatehouseError("invalid_input", message, { cursor: [message] });
  }
}

/**
 * A page of the chosen people by name.
 * @throws GatehouseError invalid_input when the cursor is not one of ours.
 */
export async function findPeople(
  sql: Sql,
  tenantId: string,
  filters: PeopleFilters,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ ids: string[]; total: number; nextCursor: string | null }> {
  const from = cursor === undefined ? null : decodePosition(cursor);
  const parameters = parametersOf(tenantId, filters);
  const place = [from?.sort ?? null, from?.id ?? null, limit + 1];
  const rows = await sql<Found>(findPage, [...parameters, ...place]);
  const [counted] = await sql<{ total: number }>(countAll, parameters);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    ids: page.map(({ id }) => id),
    total: counted?.total ?? 0,
    nextCursor: last
      ? Buffer.from(JSON.stringify([last.sort, last.id])).toString("base64url")
      : null,
  };
}

/** The ids of all chosen people, by name. */
export async function findAllPeople(
  sql: Sql,
  tenantId: string,
  filters: PeopleFilters,
): Promise<string[]> {
  const rows = await sql<{ id: string }>(findAll, parametersOf(tenantId, filters));
  return rows.map(({ id }) => id);
}

/** What these people may do, in the order of their ids; those who are gone by now are left out. */
export async function readPeopleRows(
  sql: Sql,
  tenantId: string,
  policy: Policy,
  ids: readonly string[],
  columns: readonly MatrixColumn[],
): Promise<MatrixRow[]> {
  const now = new Date();
  const people = await readPeopleFacts(sql, tenantId, ids, now);
  const places = await readPlacesOf(sql, tenantId, [...people.values()]);
  return ids.flatMap((id) => {
    const facts = people.get(id);
    if (!facts) return [];
    const cells = personCells(policy, facts, columns, now.getTime(), places);
    return [{ id, name: facts.name, detail: facts.email, cells }];
  });
}

/** Only where somebody was denied something does it matter what lies above a resource. */
async function readPlacesOf(
  sql: Sql,
  tenantId: string,
  people: readonly PersonFacts[],
): Promise<Places> {
  const refs = new Map(
    people
      .filter(({ grants }) => grants.some(({ effect }) => effect === "deny"))
      .flatMap(({ grants }) => grants)
      .flatMap(({ resourceType: type, resourceId: id }) =>
        id === null ? [] : [[keyOf(type, id), { type, id }] as const],
      ),
  );
  if (refs.size === 0) return new Map();
  const places = await readPlaces(sql, tenantId, [...refs.values()]);
  return new Map(
    [...refs.keys()].flatMap((key, index) => {
      const place = places[index];
      return place ? [[key, place] as const] : [];
    }),
  );
}
