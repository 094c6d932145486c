import type { RequestContext } from "../../authz/guard/actor.ts";
import { GatehouseError } from "../../core/errors.ts";
import { Turns } from "../../core/turns.ts";
import { recordEvents } from "../../events/record.ts";
import { sqlOf, withTenant, withTenantSql } from "../../platform/db.ts";
import { metrics } from "../../platform/metrics.ts";
import { singleton } from "../../platform/singleton.ts";
import { PLATFORM_TENANT_ID } from "../../platform/tenants.ts";
import { decodeDevice, encodeDevice, rememberOn } from "../credentials/known-device.ts";
import { type Attempt, countAttempt } from "../credentials/limits.ts";
import { verifyPassword } from "../credentials/password.ts";
import { SESSION_SECONDS, type SessionRef } from "../credentials/session-token.ts";
import { type Account, findAccount, originOf } from "./account.ts";
import { credentialsInput } from "./schema.ts";

export type LoggedIn = SessionRef & {
  userId: string;
  name: string;
  email: string;
  /** What the browser shows next time: it is then known, and others cannot keep it out. */
  deviceToken: string;
};

/**
 * As many passwords are verified at once in one process; the others wait. An attempt is counted when
 * its turn comes, so many right ones at once from one address are never taken for guesses.
 */
const CONCURRENT = 8;
const turns = () => singleton("loginTurns", () => new Turns(CONCURRENT));

/**
 * Checks a password and opens a session, with its audit event in the same transaction. Log-in comes
 * before there is an actor, so it is the one mutation beside `defineAction`.
 * @param deviceToken what the browser kept of its last log-in.
 * @throws GatehouseError `unauthenticated`, the same for an unknown address, a wrong password and a
 *   disabled account and after the same work; `rate_limited` after too many attempts.
 */
export async function logIn(
  rawInput: unknown,
  request: RequestContext,
  deviceToken: string | null = null,
): Promise<LoggedIn> {
  const parsed = credentialsInput.safeParse(rawInput);
  if (!parsed.success) throw wrongCredentials();
  const { email, password } = parsed.data;
  return turns().run(() => attemptLogIn(email, password, request, deviceToken));
}

async function attemptLogIn(
  email: string,
  password: string,
  request: RequestContext,
  deviceToken: string | null,
): Promise<LoggedIn> {
  const account = await findAccount(email);
  const device = deviceToken === null ? null : decodeDevice(deviceToken);
  const isKnown = account !== undefined && device?.userIds.includes(account.user_id) === true;
  const attempt = await countAttempt({
    email,
    unlockedAt: account?.unlocked_at ?? null,
    ip: request.ip,
    deviceId: isKnown ? (device?.deviceId ?? null) : null,
  });
  if (attempt.refusedBy) await refuse(attempt, account, { email, password }, request);
  const matches = await verifyPassword(account?.password_hash ?? null, password);
  const sessionId = account && matches ? await openSession(account, request) : null;
  if (!account || !sessionId) {
    metrics.logins.inc({ outcome: "failure" });
    await recordFailure(account, email, failureReason(account, matches), request);
    throw wrongCredentials();
  }
  await attempt.succeed();
  metrics.logins.inc({ outcome: "success" });
  const { tenant_id: tenantId, user_id: userId, name } = account;
  const remembered = encodeDevice(rememberOn(device, userId));
  return { tenantId, sessionId, userId, name, email, deviceToken: remembered };
}

/**
 * Refuses an attempt beyond a limit, and records it: the first wrong one of a window, and every right
 * one, because then somebody was kept out of their own account. An address that tries too much is not
 * worth the work of finding out: of that the first attempt at each account is recorded.
 */
async function refuse(
  attempt: Attempt,
  account: Account | undefined,
  { email, password }: { email: string; password: string },
  request: RequestContext,
): Promise<never> {
  metrics.logins.inc({ outcome: "rate_limited" });
  const isAddress = attempt.refusedBy === "address";
  const matches = !isAddress && (await verifyPassword(account?.password_hash ?? null, password));
  if (matches) {
    await attempt.succeed();
    const reason = "The password was right, and refused after too many wrong ones.";
    await recordFailure(account, email, reason, request);
  } else if (attempt.isFirst && (account || !isAddress)) {
    const reason = isAddress ? "Too many attempts from this address." : "Too many attempts.";
    await recordFailure(account, email, reason, request);
  }
  throw new GatehouseError("rate_limited", "Too many attempts. Try again in a few minutes.");
}

function wrongCredentials(): GatehouseError {
  return new GatehouseError("unauthenticated", "E-mail address or password is wrong.");
}

/** For the audit log only: the person who tries is told none of this. */
function failureReason(account: Account | undefined, matches: boolean): string {
  if (!account) return "No account has this address.";
  if (!matches) return "The password is wrong.";
  const isDisabled = account.status !== "active";
  return isDisabled ? "The account is disabled." : "The account was changed meanwhile.";
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

// Whoever disables the person, or sets another password, waits for the row and then ends the session.
const holdAccount = `
  SELECT 1 FROM users WHERE tenant_id = $1::uuid AND id = $2::uuid AND status = 'active'
    AND password_hash = $3 FOR SHARE`;

/** @returns null when the person was disabled, or got another password, meanwhile. */
function openSession(account: Account, request: RequestContext): Promise<string | null> {
  const { tenant_id: tenantId, user_id: userId, password_hash: passwordHash } = account;
  return withTenant(tenantId, async (tx) => {
    const sql = sqlOf(tx);
    const held = await sql(holdAccount, [tenantId, userId, passwordHash]);
    if (held.length === 0) return null;
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
    await recordEvents(sql, tenantId, origin, [
      { action: "session.created", target: { type: "session", id } },
    ]);
    return id;
  });
}
