import { compileAccess } from "#lib/authz/engine/access";
import { compilePolicy } from "#lib/authz/engine/policy";
import { type PersonFacts, readPeopleFacts, readPolicyFacts } from "#lib/authz/store/read-facts";
import { hasBit } from "#lib/core/bits";
import type { Sql } from "#lib/platform/db";
import { Random } from "../lib/core/random.ts";
import { DAY_MS } from "./calendar.ts";
import { DEMO_DAYS, type DemoTenant } from "./generate.ts";

/** Of what a company's people may do, the part that none of them ever does. */
const NEVER = 0.3;
/** Of the rest, the part that one person does. */
const USED = 0.55;
/** On how many days at most. */
const USED_DAYS = 12;
const HOUR_MS = 3_600_000;
const BATCH = 5_000;

const insertUses = `
  INSERT INTO permission_uses (tenant_id, user_id, permission, day, basis, resource_type, resource_id,
    count, last_at)
  SELECT $1, user_id, permission, (last_at AT TIME ZONE 'UTC')::date, basis,
    coalesce(resource_type, ''), coalesce(resource_id, ''), count, last_at
  FROM jsonb_to_recordset($2::jsonb) AS r (user_id uuid, permission text, basis text,
    resource_type text, resource_id text, count bigint, last_at timestamptz)
  ON CONFLICT DO NOTHING`;

type Use = {
  user_id: string;
  permission: string;
  basis: "everywhere" | "grant";
  resource_type?: string;
  resource_id?: string | null;
  count: number;
  last_at: string;
};
type Held = Pick<Use, "user_id" | "permission" | "basis" | "resource_type" | "resource_id">;

/** Which of their permissions people have used, and when: some of it, as in any company. */
export async function storeUses(sql: Sql, tenant: DemoTenant): Promise<void> {
  const random = new Random(`uses of ${tenant.slug}`);
  const now = tenant.events.at(-1)?.at ?? tenant.createdAt;
  const ids = tenant.users.map(({ id }) => id);
  const people = await readPeopleFacts(sql, tenant.id, ids, new Date(now));
  const held = await heldBy(sql, tenant.id, [...people.values()], now);
  const since = new Map(tenant.users.map(({ id, createdAt }) => [id, createdAt]));
  const uses = held
    .filter(({ permission }) => random.fork(`never ${permission}`).next() >= NEVER)
    .flatMap((each) => {
      const from = Math.max(since.get(each.user_id) ?? now, now - DEMO_DAYS * DAY_MS);
      return usesOf(each, { from, now }, random.fork(`${each.user_id} ${each.permission}`));
    });
  for (let i = 0; i < uses.length; i += BATCH) {
    await sql(insertUses, [tenant.id, JSON.stringify(uses.slice(i, i + BATCH))]);
  }
}

/** What people may do everywhere by their roles, and on something by a grant; no modules. */
async function heldBy(
  sql: Sql,
  tenantId: string,
  people: readonly PersonFacts[],
  now: number,
): Promise<Held[]> {
  const policy = compilePolicy(await readPolicyFacts(sql, tenantId));
  return people.flatMap((person): Held[] => {
    const { allow } = compileAccess(policy, person, now, "all");
    const everywhere = policy.space.ids.filter(
      (id, index) => hasBit(allow, index) && !id.startsWith("module."),
    );
    const granted = person.grants.filter(
      ({ effect, permission }) => effect === "allow" && !everywhere.includes(permission),
    );
    return [
      ...everywhere.map((permission): Held => {
        return { user_id: person.userId, permission, basis: "everywhere" };
      }),
      ...granted.map(({ permission, resourceType, resourceId }): Held => {
        const on = { resource_type: resourceType, resource_id: resourceId };
        return { user_id: person.userId, permission, basis: "grant", ...on };
      }),
    ];
  });
}

/** On working days, more often lately than long ago. */
function usesOf(held: Held, { from, now }: { from: number; now: number }, random: Random): Use[] {
  if (random.next() >= USED) return [];
  return Array.from({ length: random.int(1, USED_DAYS) }, () => {
    const at = now - random.next() ** 2 * (now - from) - random.next() * HOUR_MS;
    return { ...held, count: random.int(1, 40), last_at: new Date(at).toISOString() };
  }).filter(({ last_at }) => ![0, 6].includes(new Date(last_at).getUTCDay()));
}
