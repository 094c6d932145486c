import { compileAccess } from "../../authz/engine/access.ts";
import { decide, targetOf } from "../../authz/engine/decide.ts";
import { policyAt } from "../../authz/store/policy-cache.ts";
import { readPeopleFacts } from "../../authz/store/read-facts.ts";
import { readPlaces } from "../../authz/store/read-target.ts";
import { versionsOf } from "../../authz/store/versions.ts";
import { withTenantSnapshot } from "../../platform/db.ts";
import { locateTarget } from "./current.ts";
import { placeOf, type Search, tokenOf } from "./page-token.ts";
import { firstLacking, neededFor, ownerIn, permissionFor, subjectOf } from "./question.ts";
import {
  type ActionSearch,
  DEFAULT_LIMIT,
  type Found,
  MAX_LIMIT,
  type ResourceSearch,
  type SubjectSearch,
} from "./schema.ts";
import { formatFor, readNames } from "./subject-ids.ts";

/** Looked at with one statement, and for one page: a page may be short, or empty, and not the last. */
const PEOPLE = { batch: 200, perPage: 2_000 };
const RESOURCES = { batch: 500, perPage: 10_000 };

/** Of the candidates after a place, in order: whether each is a result; fewer than asked are the last. */
type Candidates = (
  after: string | null,
  limit: number,
) => Promise<{ id: string; isHit: boolean }[]>;

/** Goes through candidates until the page is full, the work is enough, or there are no more. */
async function fillPage(
  search: Search,
  { batch, perPage }: { batch: number; perPage: number },
  candidates: Candidates,
): Promise<Found<string>> {
  const place = placeOf(search);
  const limit = Math.min(place.limit ?? DEFAULT_LIMIT, MAX_LIMIT);
  let { after } = place;
  const results: string[] = [];
  let isLast = false;
  for (let seen = 0; results.length < limit && seen < perPage && !isLast; ) {
    const all = await candidates(after, batch);
    seen += all.length;
    const full = all.filter(({ isHit }) => isHit)[limit - results.length - 1];
    // Those behind the page's last result are looked at again for the next page.
    const taken = full ? all.slice(0, all.indexOf(full) + 1) : all;
    results.push(...taken.filter(({ isHit }) => isHit).map(({ id }) => id));
    after = taken.at(-1)?.id ?? after;
    isLast = all.length < batch && taken.length === all.length;
  }
  const next = isLast ? "" : tokenOf(search, { after, limit: place.limit });
  return { page: { next_token: next, count: results.length }, results };
}

function nothing<Result>(search: Search): Found<Result> {
  placeOf(search);
  return { page: { next_token: "", count: 0 }, results: [] };
}

const listPeople = `
  SELECT id FROM users WHERE tenant_id = $1 AND status = 'active' AND ($2::uuid IS NULL OR id > $2)
  ORDER BY id LIMIT $3`;

export async function findSubjects(
  tenantId: string,
  request: SubjectSearch,
): Promise<Found<{ type: string; id: string }>> {
  const search = { tenantId, kind: "subject" as const, request };
  const policy = await policyAt(tenantId, (await versionsOf(tenantId)).access);
  const { subject, action, resource } = request;
  const permission = permissionFor(policy, action, resource);
  if (!policy.subjectTypes.has(subject.type) || permission === null) return nothing(search);
  const { type, id } = resource;
  const target = await locateTarget(tenantId, { type, id, owner: ownerIn(policy, resource) });
  const needed = neededFor(policy, permission, { action, resource });
  const candidates: Candidates = (after, limit) =>
    withTenantSnapshot(tenantId, async (sql) => {
      const now = Date.now();
      const rows = await sql<{ id: string }>(listPeople, [tenantId, after || null, limit]);
      const ids = rows.map((row) => row.id);
      const people = await readPeopleFacts(sql, tenantId, ids, new Date(now));
      return ids.map((userId) => {
        const facts = people.get(userId);
        if (!facts) return { id: userId, isHit: false };
        const access = compileAccess(policy, facts, now);
        return { id: userId, isHit: needed.every((each) => decide(access, each, target)) };
      });
    });
  const { page, results } = await fillPage(search, PEOPLE, candidates);
  const names = await readNames(tenantId, results, formatFor(policy, subject));
  return { page, results: names.map((name) => ({ type: subject.type, id: name })) };
}

const listResources = `
  SELECT id FROM resources WHERE tenant_id = $1 AND type = $2 AND ($3::text IS NULL OR id > $3)
  ORDER BY id LIMIT $4`;

export async function findResources(
  tenantId: string,
  request: ResourceSearch,
): Promise<Found<{ type: string; id: string }>> {
  const search = { tenantId, kind: "resource" as const, request };
  const { type } = request.resource;
  const principal = await subjectOf(tenantId, request.subject, request.context);
  if (!principal) return nothing(search);
  const { access } = principal;
  const permission = permissionFor(access.policy, request.action, request.resource);
  if (permission === null) return nothing(search);
  const needed = neededFor(access.policy, permission, request);
  const candidates: Candidates = (after, limit) =>
    withTenantSnapshot(tenantId, async (sql) => {
      const rows = await sql<{ id: string }>(listResources, [tenantId, type, after, limit]);
      const refs = rows.map(({ id }) => ({ type, id }));
      const places = await readPlaces(sql, tenantId, refs);
      return refs.map(({ id }, index) => {
        const { owner = null, ancestors = [] } = places[index] ?? {};
        const target = targetOf({ type, id, owner, ancestors });
        return { id, isHit: needed.every((each) => decide(access, each, target)) };
      });
    });
  const { page, results } = await fillPage(search, RESOURCES, candidates);
  return { page, results: results.map((id) => ({ type, id })) };
}

export async function findActions(
  tenantId: string,
  request: ActionSearch,
): Promise<Found<{ name: string }>> {
  const search = { tenantId, kind: "action" as const, request };
  const { subject, resource } = request;
  const principal = await subjectOf(tenantId, subject, request.context);
  if (!principal) return nothing(search);
  const { access } = principal;
  const prefix = `${resource.type}.`;
  const permissions = access.policy.space.ids.filter((id) => {
    // What an evaluation would take for another permission is not given, nor what is asked for by itself.
    const name = id.slice(prefix.length);
    if (access.policy.conditions.baseOf.has(id)) return false;
    return id.startsWith(prefix) && permissionFor(access.policy, { name }, resource) === id;
  });
  const names: string[] = [];
  for (const permission of permissions) {
    const needed = neededFor(access.policy, permission, { resource });
    const lacking = await firstLacking(tenantId, principal, needed, resource, "silent");
    if (lacking === null) names.push(permission.slice(prefix.length));
  }
  names.sort();
  const candidates: Candidates = async (after, limit) =>
    names
      .filter((name) => after === null || name > after)
      .slice(0, limit)
      .map((id) => ({ id, isHit: true }));
  const { page, results } = await fillPage(search, RESOURCES, candidates);
  return { page, results: results.map((name) => ({ name })) };
}
