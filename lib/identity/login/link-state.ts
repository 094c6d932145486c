import type { RequestContext } from "../../authz/guard/actor.ts";
import { recordEvents } from "../../events/record.ts";
import { withTenantSql } from "../../platform/db.ts";
import { PLATFORM_TENANT_ID } from "../../platform/tenants.ts";
import { countAttemptFrom } from "../credentials/limits.ts";
import { hashLinkSecret, type LoginLink, parseLoginLink } from "../credentials/login-link.ts";
import { TooManyAttempts } from "../credentials/too-many-attempts.ts";
import { originOf } from "./account.ts";
import type { DeadLink, LinkState } from "./link-states.ts";
import { loginLinkInput } from "./schema.ts";

/**
 * Whether a one-time link works, without using it. One that does not counts as a failed attempt of where
 * it was opened, and is recorded like one.
 * @throws TooManyAttempts
 */
export async function lookAtLoginLink(
  rawInput: unknown,
  request: RequestContext,
): Promise<LinkState> {
  const parsed = loginLinkInput.safeParse(rawInput);
  const attempt = await countAttemptFrom(request.ip);
  if (attempt.refusedUntil !== null) throw new TooManyAttempts(attempt.refusedUntil);
  const link = parsed.success ? parseLoginLink(parsed.data.token) : null;
  const found = link && (await findLink(link));
  if (found?.state !== "open") return recordDeadLink(link, request);
  await attempt.succeed();
  return "open";
}

type FoundLink = { user_id: string; name: string; state: LinkState };

// Whoever knows only where a link lies, and not its secret, is told nothing of it. The hash is of 256
// random bits: comparing it in the database tells nobody anything.
const linkWithState = `
  SELECT l.user_id, u.name, CASE
      WHEN l.token_hash <> $3 THEN 'unknown'
      WHEN l.used_at IS NOT NULL THEN 'used'
      WHEN l.expires_at > clock_timestamp() AND u.status = 'active' THEN 'open'
      WHEN EXISTS (SELECT 1 FROM login_links n WHERE n.tenant_id = l.tenant_id
        AND n.user_id = l.user_id AND n.created_at > l.created_at) THEN 'replaced'
      ELSE 'expired' END AS state
  FROM login_links l JOIN users u ON u.tenant_id = l.tenant_id AND u.id = l.user_id
  WHERE l.tenant_id = $1::uuid AND l.id = $2::uuid`;

function findLink({ tenantId, linkId, secret }: LoginLink): Promise<FoundLink | null> {
  return withTenantSql(tenantId, async (sql) => {
    const [found] = await sql<FoundLink>(linkWithState, [tenantId, linkId, hashLinkSecret(secret)]);
    return found ?? null;
  });
}

/** For the audit log: the tenant learns what became of its link. */
const reasons: Readonly<Record<DeadLink, string>> = {
  used: "The link was used already.",
  replaced: "The link was replaced by a newer one.",
  expired: "The link has expired.",
  unknown: "The link was altered.",
};

/**
 * Records that a link does not work, in the tenant of a link that exists; a forged one names a tenant at
 * will.
 * @returns why it does not work.
 */
export async function recordDeadLink(
  link: LoginLink | null,
  request: RequestContext,
): Promise<DeadLink> {
  const found = link && (await findLink(link));
  // Opened again meanwhile is nothing that happens to a link: what was refused has expired.
  const state = found?.state === "open" ? "expired" : (found?.state ?? "unknown");
  const tenantId = found ? link.tenantId : PLATFORM_TENANT_ID;
  const reason = found ? reasons[state] : "There is no such link.";
  await withTenantSql(tenantId, (sql) =>
    recordEvents(sql, tenantId, originOf(found ?? undefined, null, request), [
      { action: "login_link.redeem_failed", outcome: "failure", reason },
    ]),
  );
  return state;
}
