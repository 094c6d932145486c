import type { RequestContext } from "../../authz/guard/actor.ts";
import { GatehouseError } from "../../core/errors.ts";
import { Turns } from "../../core/turns.ts";
import { recordEvents } from "../../events/record.ts";
import { sqlOf, withTenant, withTenantSql } from "../../platform/db.ts";
import { metrics } from "../../platform/metrics.ts";
import { singleton } from "../../platform/singleton.ts";
import { PLATFORM_TENANT_ID } from "../../platform/tenants.ts";
import {
  decodeDevice,
  encodeDevice,
  type KnownDevice,
  rememberOn,
} from "../credentials/known-device.ts";
import { type AccountAttempt, countAttempts } from "../credentials/limits.ts";
import { verifyPassword } from "../credentials/password.ts";
import { SESSION_SECONDS, type SessionRef } from "../credentials/session-token.ts";
import { TooManyAttempts } from "../credentials/too-many-attempts.ts";
import { type Account, findAccounts, noteLockout, originOf } from "./account.ts";
import { ChooseTenant } from "./choose-tenant.ts";
import { type Credentials, credentialsInput } from "./schema.ts";

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
 *   disabled account and after the same work; TooManyAttempts, whatever the password, where there were too
 *   many for an address that nobody has; ChooseTenant when the address has accounts in several tenants with
 *   this password.
 */
export async function logIn(
  rawInput: unknown,
  request: RequestContext,
  deviceToken: string | null = null,
): Promise<LoggedIn> {
  const parsed = credentialsInput.safeParse(rawInput);
  if (!parsed.success) throw wrongCredentials();
  return turns().run(() => attemptLogIn(parsed.data, request, deviceToken));
}

async function attemptLogIn(
  { email, password, tenantId }: Credentials,
  request: RequestContext,
  deviceToken: string | null,
): Promise<LoggedIn> {
  const device = deviceToken === null ? null : decodeDevice(deviceToken);
  const { tries, toldUntil, succeed } = await beginTries(email, tenantId, device, request);
  await checkPasswords(tries, password);
  const open = tries.filter(({ attempt }) => attempt.refusedBy === null);
  for (const each of tries) if (!open.includes(each)) await recordRefusal(each, email, request);
  const guesses = await countElsewhere(tries);
  const usable = open.filter((each) => isRight(each) && guesses.get(each)?.allowed !== false);
  const chosen = usable.length === 1 ? usable[0]?.account : undefined;
  const sessionId = chosen && (await openSession(chosen, request));
  const gotIn = usable.length > 1 || sessionId ? usable : [];
  // For the other accounts it was a wrong one: whoever has the address in a tenant of their own could
  // otherwise guess without a trace, by giving themselves the password that they try.
  for (const each of open)
    if (!gotIn.includes(each)) await recordFailedTry(each, guesses.get(each), email, request);
  if (gotIn.length > 0) await succeed();
  for (const { attempt } of gotIn) await attempt.isRight();
  if (gotIn.length > 1) {
    throw new ChooseTenant(gotIn.flatMap(({ account }) => (account ? [tenantOf(account)] : [])));
  }
  if (!sessionId) {
    metrics.logins.inc({ outcome: open.length === 0 ? "rate_limited" : "failure" });
    throw toldUntil === null ? wrongCredentials() : new TooManyAttempts(toldUntil);
  }
  metrics.logins.inc({ outcome: "success" });
  const { tenant_id, user_id: userId, name } = chosen;
  const remembered = encodeDevice(rememberOn(device, userId));
  return { tenantId: tenant_id, sessionId, userId, name, email, deviceToken: remembered };
}

/** An attempt at one of the accounts that the address has, or at none. */
type Try = { account: Account | undefined; attempt: AccountAttempt; matches: boolean };

async function beginTries(
  email: string,
  tenantId: string | undefined,
  device: KnownDevice | null,
  request: RequestContext,
) {
  const found = await findAccounts(email);
  const accounts = found.filter((each) => tenantId === undefined || each.tenant_id === tenantId);
  const claimed = accounts.map(({ user_id: userId, unlocked_at: unlockedAt }) => {
    const isKnown = device?.userIds.includes(userId) === true;
    return { userId, unlockedAt, deviceId: isKnown ? device.deviceId : null };
  });
  const attempts = await countAttempts({ email, ip: request.ip, accounts: claimed });
  const tries = attempts.each.map(
    (attempt, at): Try => ({ account: accounts[at], attempt, matches: false }),
  );
  return { ...attempts, tries };
}

/**
 * Verifies the password at every account, also where the attempt is refused, to know whether somebody was
 * kept out of their own. Always an even number of them, or the time would tell whoever has the address in a
 * tenant of their own whether another has it too. An address that tries too much is not worth the work.
 */
async function checkPasswords(tries: readonly Try[], password: string): Promise<void> {
  const worthIt = tries.filter(({ attempt }) => attempt.refusedBy !== "address");
  const hashes = worthIt.map(({ account }) => account?.password_hash ?? null);
  if (hashes.length % 2 === 1) hashes.push(null);
  const matches = await Promise.all(hashes.map((hash) => verifyPassword(hash, password)));
  for (const [at, each] of worthIt.entries()) each.matches = matches[at] === true;
}

function isRight({ account, matches }: Try): boolean {
  return matches && account?.status === "active";
}

type Guess = Awaited<ReturnType<AccountAttempt["wasForAnother"]>>;

/**
 * Counts the attempt as a guess at each account, where the password was right for another one. Whoever
 * has the address in a tenant of their own can make that so at will: it must neither keep the owner of this
 * account out, nor go on telling whether their password is the same.
 */
async function countElsewhere(tries: readonly Try[]): Promise<Map<Try, Guess>> {
  const right = tries.filter((each) => each.attempt.refusedBy === null && isRight(each));
  const guesses = new Map<Try, Guess>();
  for (const each of tries) {
    const isElsewhere = right.some((other) => other !== each);
    if (isElsewhere) guesses.set(each, await each.attempt.wasForAnother());
  }
  return guesses;
}

function tenantOf({ tenant_id: id, tenant_name: name }: Account): { id: string; name: string } {
  return { id, name };
}

/**
 * Records an attempt that was refused: the first wrong one of a window, and every right one, because then
 * somebody was kept out of their own account. Of an address that tries too much the first attempt at each
 * account is recorded.
 */
async function recordRefusal(each: Try, email: string, request: RequestContext): Promise<void> {
  const { account, attempt, matches } = each;
  const isAddress = attempt.refusedBy === "address";
  if (matches) await recordFailure(each, email, KEPT_OUT, request);
  else if (attempt.isFirst && (account || !isAddress)) {
    const reason = isAddress ? "Too many attempts from this address." : TOO_MANY;
    await recordFailure(each, email, reason, request);
  }
}

/** Records an attempt that was let through and led to no session here: a guess beyond those allowed once. */
async function recordFailedTry(
  each: Try,
  guess: Guess | undefined,
  email: string,
  request: RequestContext,
): Promise<void> {
  if (guess === undefined) return recordFailure(each, email, failureReason(each), request);
  const { account } = each;
  if (guess.allowed) return recordFailure({ account }, email, failureReason(each), request);
  if (isRight(each)) return recordFailure({ account }, email, KEPT_OUT, request);
  if (guess.isFirst) await recordFailure({ account }, email, TOO_MANY, request);
}

function wrongCredentials(): GatehouseError {
  return new GatehouseError("unauthenticated", "E-mail address or password is wrong.");
}

// For the audit log only: the person who tries is told none of this.
const KEPT_OUT = "The password was right, and refused after too many wrong ones.";
const TOO_MANY = "Too many attempts.";

function failureReason({ account, matches }: Try): string {
  if (!account) return "No account has this address.";
  if (!matches) return "The password is wrong.";
  const isDisabled = account.status !== "active";
  return isDisabled ? "The account is disabled." : "The account was changed meanwhile.";
}

async function recordFailure(
  { account, attempt }: { account: Account | undefined; attempt?: AccountAttempt },
  email: string,
  reason: string,
  request: RequestContext,
): Promise<void> {
  const tenantId = account?.tenant_id ?? PLATFORM_TENANT_ID;
  await withTenantSql(tenantId, async (sql) => {
    if (account && attempt?.shutUntil) await noteLockout(sql, account, attempt.shutUntil);
    await recordEvents(sql, tenantId, originOf(account, email, request), [
      {
        action: "session.create_failed",
        outcome: "failure",
        reason,
        target: { type: "account", id: email },
      },
    ]);
  });
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
