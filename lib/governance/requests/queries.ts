import { type Access, nobody } from "../../authz/engine/access.ts";
import { compilePolicy } from "../../authz/engine/policy.ts";
import { requireManageable } from "../../authz/engine/role-limits.ts";
import type { Grant } from "../../authz/guard/grant.ts";
import { readPeopleFacts, readPolicyFacts } from "../../authz/store/read-facts.ts";
import { byName } from "../../core/by-name.ts";
import { decodeCursor } from "../../core/cursor.ts";
import { GatehouseError } from "../../core/errors.ts";
import { type Sql, withTenantSnapshot, withTenantSql } from "../../platform/db.ts";
import { forbiddenBy, readAsked } from "./forbidden.ts";
import { gainsOf } from "./gains.ts";
import {
  countRows,
  readGivenForTime,
  readInForce,
  readOwn,
  readPage,
  readPending,
} from "./rows.ts";
import {
  type AccessRequestRow,
  type ElevationRuleRow,
  type GivenForTimeRow,
  LAPSE_DAYS,
  type RequestableRole,
  type RequestCounts,
  type RequestFilters,
  type RequestPage,
  requestKinds,
  requestStates,
} from "./schema.ts";

/** As many a list shows that is not paged; the history has them all. */
const LISTED = 50;
/** A person's own requests, as far as their page lists them. */
const OWN_LISTED = 20;

type StoredRule = {
  roleId: string;
  requestMinutes: number | null;
  emergencyMinutes: number | null;
};

function readRules(sql: Sql, tenantId: string): Promise<StoredRule[]> {
  return sql<StoredRule>(
    `SELECT role_id AS "roleId", request_minutes AS "requestMinutes",
       emergency_minutes AS "emergencyMinutes"
     FROM elevation_rules WHERE tenant_id = $1`,
    [tenantId],
  );
}

/** Every role of the tenant and how it can be had for a time, by name. */
export function listElevationRules(
  { tenantId }: Grant<"elevation.update">,
  access: Access,
): Promise<ElevationRuleRow[]> {
  return withTenantSnapshot(tenantId, async (sql) => {
    const facts = await readPolicyFacts(sql, tenantId);
    const policy = compilePolicy(facts);
    const rules = new Map((await readRules(sql, tenantId)).map((rule) => [rule.roleId, rule]));
    return [...policy.roles.values()]
      .map(({ held: { id, name } }) => ({
        role: { id, name },
        requestMinutes: rules.get(id)?.requestMinutes ?? null,
        emergencyMinutes: rules.get(id)?.emergencyMinutes ?? null,
        isManageable: isAllowed(() => requireManageable(access, policy, id, facts.roles)),
      }))
      .sort((a, b) => byName(a.role, b.role));
  });
}

function isAllowed(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof GatehouseError) return false;
    throw error;
  }
}

type Standing = { roleId: string; by: "held" | "pending"; endsAt: Date | null };

const readStanding = `
  SELECT role AS "roleId", 'held' AS by, ends_at AS "endsAt" FROM role_assignments
  WHERE tenant_id = $1 AND user_id = $2 AND (ends_at IS NULL OR ends_at > now())
  UNION ALL
  SELECT role_id, 'pending', NULL FROM access_requests
  WHERE tenant_id = $1 AND user_id = $2 AND state = 'pending'
    AND created_at > now() - make_interval(days => ${LAPSE_DAYS})
  ORDER BY 2`;

/** What a person can ask for or take, by name, and what each role would allow them beside the rest. */
export function listRequestable(
  { tenantId }: Grant<"access_request.create">,
  userId: string,
): Promise<RequestableRole[]> {
  return withTenantSnapshot(tenantId, async (sql) => {
    const policy = compilePolicy(await readPolicyFacts(sql, tenantId));
    const people = await readPeopleFacts(sql, tenantId, [userId], new Date());
    const standing = await sql<Standing>(readStanding, [tenantId, userId]);
    const rules = await readRules(sql, tenantId);
    const asked = await readAsked(sql, tenantId, userId);
    const gains = gainsOf(
      policy,
      people.get(userId),
      rules.map(({ roleId }) => roleId),
    );
    return rules
      .map(({ roleId: id, requestMinutes, emergencyMinutes }) => {
        const role = policy.roles.get(id)?.held;
        return {
          id,
          name: role?.name ?? id,
          description: role?.sentence ?? "",
          requestMinutes,
          emergencyMinutes,
          ...(gains.get(id) ?? { gained: [], lost: [] }),
          forbiddenBy: forbiddenBy(
            policy,
            people.get(userId) ?? nobody,
            id,
            requestMinutes ?? emergencyMinutes ?? 0,
          ).map(({ rule, together, from }) => ({
            rule,
            together,
            from: new Date(from).toISOString(),
            askedUntil: asked.get(rule.id)?.toISOString() ?? null,
          })),
          blocked: blockedBy(standing.find(({ roleId }) => roleId === id)),
        };
      })
      .sort(byName);
  });
}

function blockedBy(standing: Standing | undefined): RequestableRole["blocked"] {
  if (!standing) return null;
  if (standing.by === "pending") return { by: "pending" };
  return { by: "held", endsAt: standing.endsAt?.toISOString() ?? null };
}

/** The person's latest requests. */
export function listOwnRequests(
  { tenantId }: Grant<"access_request.create">,
  userId: string,
): Promise<AccessRequestRow[]> {
  return withTenantSql(tenantId, (sql) => readOwn(sql, tenantId, userId, OWN_LISTED));
}

/** What waits for a decision, longest waiting first. */
export function listPending({
  tenantId,
}: Grant<"access_request.read">): Promise<AccessRequestRow[]> {
  return withTenantSql(tenantId, (sql) => readPending(sql, tenantId, LISTED));
}

/** Who has a role for a time now: emergencies first. */
export function listInForce({
  tenantId,
}: Grant<"access_request.read">): Promise<AccessRequestRow[]> {
  return withTenantSql(tenantId, (sql) => readInForce(sql, tenantId, LISTED));
}

/** Who was given a role by hand until a time, and has it now: what ends soonest first. */
export function listGivenForTime({
  tenantId,
}: Grant<"user.read">): Promise<{ rows: GivenForTimeRow[]; total: number }> {
  return withTenantSql(tenantId, (sql) => readGivenForTime(sql, tenantId, LISTED));
}

/** Every request, and every role taken in an emergency, newest first. */
export function searchRequests(
  { tenantId }: Grant<"access_request.read">,
  filters: RequestFilters,
  paging: { cursor?: string | undefined; limit: number },
): Promise<RequestPage> {
  const cursor = paging.cursor === undefined ? undefined : decodeCursor(paging.cursor);
  const { limit } = paging;
  return withTenantSql(tenantId, (sql) => readPage(sql, tenantId, filters, { cursor, limit }));
}

/** How many there are in each state and of each kind. */
export async function countRequests({
  tenantId,
}: Grant<"access_request.read">): Promise<RequestCounts> {
  const rows = await withTenantSql(tenantId, (sql) => countRows(sql, tenantId));
  const sum = <Name extends string>(names: readonly Name[], of: (row: Row) => string) =>
    Object.fromEntries(
      names.map((name) => [
        name,
        rows.filter((row) => of(row) === name).reduce((total, { count }) => total + count, 0),
      ]),
    ) as Record<Name, number>;
  type Row = (typeof rows)[number];
  return {
    state: sum(requestStates, ({ shown }) => shown),
    kind: sum(requestKinds, ({ kind }) => kind),
  };
}
