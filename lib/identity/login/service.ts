import type { RequestContext } from "../../authz/guard/actor.ts";
import { GatehouseError } from "../../core/errors.ts";
import { type EventOrigin, recordEvents } from "../../events/record.ts";
import { pool, sqlOf, sqlOfClient, withTenant, withTenantSql } from "../../platform/db.ts";
import { metrics } from "../../platform/metrics.ts";
import { PLATFORM_TENANT_ID } from "../../platform/tenants.ts";
import { hashLinkSecret, parseLoginLink } from "../credentials/login-link.ts";
import { hashPassword, verifyPassword } from "../credentials/password.ts";
import { SESSION_SECONDS, type SessionRef } from "../credentials/session-token.ts";
import { countAttempt, countAttemptFrom, forgiveAttempts } from "./limits.ts";
import { credentialsInput, redeemLoginLinkInput } from "./schema.ts";

type Account = {
  tenant_id: string;
  user_id: string;
  name: string;
  password_hash: string | null;
  status: string;
};

export type LoggedIn = SessionRef & { userId: string; name: string; email: string };

/**
 * Checks a password and opens a session, with its audit event in the same transaction. Log-in comes
 * before there is an actor, so it is the one mutation beside `defineAction`.
 * @throws GatehouseError `unauthenticated`, the same for an unknown address, a wrong password and a
 *   disabled account and after the same work; `rate_limited` after too many attempts.
 */
export async function logIn(rawInput: unknown, request: RequestContext): Promise<LoggedIn> {
  const parsed = credentialsInput.safeParse(rawInput);
  if (!parsed.success) throw wrongCredentials();
  const { email, password } = parsed.data;
  const attempt = await countAttempt(email, request.ip);
  const account = await findAccount(email);
  if (!attempt.allowed) {
    metrics.logins.inc({ outcome: "rate_limited" });
    if (attempt.firstRefusal) await recordFailure(account, email, "Too many attempts.", request);
    throw new GatehouseError("rate_limited", "Too many attempts. Try again in a few minutes.");
  }
  const matches = await verifyPassword(account?.password_hash ?? null, password);
  if (!account || !matches || account.status !== "active") {
    metrics.logins.inc({ outcome: "failure" });
    await recordFailure(account, email, failureReason(account, matches), request);
    throw wrongCredentials();
  }
  const sessionId = await openSession(account, request);
  await forgiveAttempts(email);
  metrics.logins.inc({ outcome: "success" });
  const { tenant_id: tenantId, user_id: userId, name } = account;
  return { tenantId, sessionId, userId, name, email };
}

function wrongCredentials(): GatehouseError {
  return new GatehouseError("unauthenticated", "E-mail address or password is wrong.");
}

/** For the audit log only: the person who tries is told none of this. */
function failureReason(account: Account | undefined, matches: boolean): string {
  if (!account) return "No account has this address.";
  return matches ? "The account is disabled." : "The password is wrong.";
}

async function findAccount(email: string): Promise<Account | undefined> {
  const sql = sqlOfClient(pool("app"));
  const [account] = await sql<Account>("SELECT * FROM find_login($1)", [email]);
  return account;
}

function originOf(
  account: Pick<Account, "user_id" | "name"> | undefined,
  fallbackName: string | null,
  request: RequestContext,
): EventOrigin {
  const id = account?.user_id ?? null;
  return { kind: "user", id, name: account?.name ?? fallbackName, request };
}

async function recordFailure(
  account: Account | undefined,
  email: string,
  reason: string,
  request: RequestContext,
): Promise<void> {
  const tenantId = account?.tenant_id ?? PLATFORM_TENANT_ID;
  await withTenantSql(tenantId, (sql) =>
    recordEvents(sql, tenantId, originOf(account, email, request), [
      {
        action: "session.create_failed",
        outcome: "failure",
        reason,
        target: { type: "account", id: email },
      },
    ]),
  );
}

function openSession(account: Account, request: RequestContext): Promise<string> {
  const { tenant_id: tenantId, user_id: userId } = account;
  return withTenant(tenantId, async (tx) => {
    const { id } = await tx.session.create({
      data: {
        tenantId,
        userId,
        ip: request.ip,
        userAgent: request.userAgent,
        expiresAt: new Date(Date.now() + SESSION_SECONDS * 1000),
      },
      select: { id: true },
    });
    const origin = { ...originOf(account, null, request), sessionId: id };
    await recordEvents(sqlOf(tx), tenantId, origin, [
      { action: "session.created", target: { type: "session", id } },
    ]);
    return id;
  });
}

/**
 * Lets the holder of a one-time link choose a password. The link is used up in the same transaction
 * and cannot be used twice, also by two requests at once.
 * @throws GatehouseError `invalid_input` for a weak password, and for a link that is unknown, used
 *   or expired, without saying which.
 */
export async function redeemLoginLink(
  rawInput: unknown,
  request: RequestContext,
): Promise<{ email: string }> {
  const parsed = redeemLoginLinkInput.safeParse(rawInput);
  if (!parsed.success) {
    const messages = parsed.error.issues.map((issue) => issue.message);
    throw new GatehouseError("invalid_input", messages.join(" "), { password: messages });
  }
  const attempt = await countAttemptFrom(request.ip);
  const link = parseLoginLink(parsed.data.token);
  if (!attempt.allowed) {
    throw new GatehouseError("rate_limited", "Too many attempts. Try again in a few minutes.");
  }
  const email =
    link && (await consumeLink(link, await hashPassword(parsed.data.password), request));
  if (email) return { email };
  await recordRefusedLink(link, request);
  const message = "This link was used already, has expired or is incomplete. Ask for a new one.";
  throw new GatehouseError("invalid_input", message);
}

/** In the tenant of a link that exists; a forged one names a tenant that it knows nothing of. */
async function recordRefusedLink(link: ParsedLink | null, request: RequestContext): Promise<void> {
  const known = link && (await findLinkOwner(link));
  const tenantId = known ? link.tenantId : PLATFORM_TENANT_ID;
  const event = { action: "login_link.redeem_failed", outcome: "failure" } as const;
  const reason = known
    ? "The link was used, has expired or was altered."
    : "There is no such link.";
  await withTenantSql(tenantId, (sql) =>
    recordEvents(sql, tenantId, originOf(known ?? undefined, null, request), [
      { ...event, reason },
    ]),
  );
}

function findLinkOwner(link: ParsedLink): Promise<Pick<Account, "user_id" | "name"> | null> {
  return withTenantSql(link.tenantId, async (sql) => {
    const [owner] = await sql<Pick<Account, "user_id" | "name">>(
      `SELECT l.user_id, u.name FROM login_links l
       JOIN users u ON u.tenant_id = l.tenant_id AND u.id = l.user_id
       WHERE l.tenant_id = $1 AND l.id = $2`,
      [link.tenantId, link.linkId],
    );
    return owner ?? null;
  });
}

type ParsedLink = NonNullable<ReturnType<typeof parseLoginLink>>;

function consumeLink(
  { tenantId, linkId, secret }: ParsedLink,
  passwordHash: string,
  request: RequestContext,
): Promise<string | null> {
  return withTenant(tenantId, async (tx) => {
    const tokenHash = new Uint8Array(hashLinkSecret(secret));
    const used = await tx.loginLink.updateManyAndReturn({
      where: { tenantId, id: linkId, tokenHash, usedAt: null, expiresAt: { gt: new Date() } },
      data: { usedAt: new Date() },
      select: { userId: true },
    });
    const userId = used[0]?.userId;
    if (!userId) return null;
    const user = await tx.user.update({
      where: { tenantId_id: { tenantId, id: userId } },
      data: { passwordHash },
    });
    await recordEvents(
      sqlOf(tx),
      tenantId,
      originOf({ user_id: userId, name: user.name }, null, request),
      [{ action: "login_link.redeemed", target: { type: "user", id: userId, name: user.name } }],
    );
    return user.email;
  });
}
