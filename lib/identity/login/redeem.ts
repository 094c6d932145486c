import { lockAccess } from "../../authz/change/lock-access.ts";
import type { RequestContext } from "../../authz/guard/actor.ts";
import { forgetEveryPrincipal } from "../../authz/store/recent-principals.ts";
import { GatehouseError } from "../../core/errors.ts";
import { recordEvents } from "../../events/record.ts";
import { type Sql, withTenantSql } from "../../platform/db.ts";
import { requireUnexpected } from "../credentials/expected-passwords.ts";
import { countAttemptFrom } from "../credentials/limits.ts";
import { hashLinkSecret, type LoginLink, parseLoginLink } from "../credentials/login-link.ts";
import { hashPassword } from "../credentials/password.ts";
import { passwordContext } from "../credentials/password-context.ts";
import { setPassword } from "../credentials/set-password.ts";
import { TooManyAttempts } from "../credentials/too-many-attempts.ts";
import { originOf } from "./account.ts";
import { recordDeadLink } from "./link-state.ts";
import { deadLinks } from "./link-states.ts";
import { redeemLoginLinkInput } from "./schema.ts";

/**
 * Lets the holder of a one-time link choose a password; with it every session of the person ends. The
 * link is used up in the same transaction and cannot be used twice, also by two requests at once, nor
 * after the person has got a password in another way.
 * @throws GatehouseError `invalid_input` for a weak password, and for a link that does not work, saying
 *   why; TooManyAttempts.
 */
export async function redeemLoginLink(
  rawInput: unknown,
  request: RequestContext,
): Promise<{ email: string; tenantId: string }> {
  const parsed = redeemLoginLinkInput.safeParse(rawInput);
  if (!parsed.success) {
    const messages = parsed.error.issues.map((issue) => issue.message);
    throw new GatehouseError("invalid_input", messages.join(" "), { password: messages });
  }
  const attempt = await countAttemptFrom(request.ip);
  if (attempt.refusedUntil !== null) throw new TooManyAttempts(attempt.refusedUntil);
  const { token, password } = parsed.data;
  const link = parseLoginLink(token);
  const owner = link && (await findOpenLink(link));
  if (!link || !owner) throw await refused(link, request);
  requireUnexpected(password, owner.context);
  const used = await consumeLink(link, owner, await hashPassword(password), request);
  if (!used) throw await refused(link, request);
  await attempt.succeed();
  forgetEveryPrincipal();
  return { email: owner.email, tenantId: link.tenantId };
}

type Owner = { user_id: string; name: string; email: string };

// The hash is of 256 random bits: comparing it in the database tells nobody anything.
const openLink = `
  SELECT l.user_id, u.name, u.email::text FROM login_links l
  JOIN users u ON u.tenant_id = l.tenant_id AND u.id = l.user_id AND u.status = 'active'
  WHERE l.tenant_id = $1::uuid AND l.id = $2::uuid AND l.token_hash = $3 AND l.used_at IS NULL
    AND l.expires_at > clock_timestamp()`;

function findOpenLink(link: LoginLink): Promise<(Owner & { context: string[] }) | null> {
  return withTenantSql(link.tenantId, async (sql) => {
    const [owner] = await sql<Owner>(openLink, [
      link.tenantId,
      link.linkId,
      hashLinkSecret(link.secret),
    ]);
    return owner ? { ...owner, context: await passwordContext(sql, link.tenantId, owner) } : null;
  });
}

const consume = `
  UPDATE login_links SET used_at = clock_timestamp()
  WHERE tenant_id = $1::uuid AND id = $2::uuid AND token_hash = $3 AND used_at IS NULL
    AND expires_at > clock_timestamp() RETURNING id`;

/** @returns whether it was still open once nobody else could make, use or end links of the tenant. */
function consumeLink(
  { tenantId, linkId, secret }: LoginLink,
  { user_id: userId, name }: Owner,
  passwordHash: string,
  request: RequestContext,
): Promise<boolean> {
  return withTenantSql(tenantId, async (sql: Sql) => {
    await lockAccess(sql, tenantId);
    const used = await sql(consume, [tenantId, linkId, hashLinkSecret(secret)]);
    if (used.length === 0) return false;
    const password = { tenantId, userId, passwordHash, replaces: null, keepSession: null };
    const sessionsEnded = await setPassword(sql, password);
    if (sessionsEnded === null) return false;
    await recordEvents(sql, tenantId, originOf({ user_id: userId, name }, null, request), [
      {
        action: "login_link.redeemed",
        target: { type: "user", id: userId, name },
        details: { sessionsEnded },
      },
    ]);
    return true;
  });
}

/** Records the refusal, in the tenant of a link that exists; a forged one names a tenant at will. */
async function refused(link: LoginLink | null, request: RequestContext): Promise<GatehouseError> {
  const state = await recordDeadLink(link, request);
  const { title, message } = deadLinks[state];
  return new GatehouseError("invalid_input", `${title}. ${message}`);
}
