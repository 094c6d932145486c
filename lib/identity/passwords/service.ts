import { defineAction } from "../../action/define-action.ts";
import { claimAccess } from "../../authz/change/claim-access.ts";
import { lockAccess } from "../../authz/change/lock-access.ts";
import { requireNotAbove } from "../../authz/change/require-not-above.ts";
import { forgetEveryPrincipal } from "../../authz/store/recent-principals.ts";
import { GatehouseError } from "../../core/errors.ts";
import { because } from "../../core/reason.ts";
import { composed } from "../../core/unicode.ts";
import { sqlOf, type TenantTx } from "../../platform/db.ts";
import { requireUnexpected } from "../credentials/expected-passwords.ts";
import { countOwnAttempt } from "../credentials/limits.ts";
import { storeLoginLink } from "../credentials/login-link.ts";
import { hashPassword, verifyPassword } from "../credentials/password.ts";
import { passwordContext } from "../credentials/password-context.ts";
import { setPassword } from "../credentials/set-password.ts";
import { TooManyAttempts } from "../credentials/too-many-attempts.ts";
import { changePasswordInput, personInput } from "./schema.ts";

/**
 * Changes the actor's own password; their other sessions and their one-time links end.
 * @returns `changed: false` for a wrong current password, which is recorded as well.
 * @throws GatehouseError rate_limited after ten wrong current passwords; invalid_input for a new one
 *   that is expected; conflict when somebody else changed it meanwhile.
 */
export const changePassword = defineAction({
  permission: "self",
  input: changePasswordInput,
  run: async (tx, { current, password }, actor) => {
    const { tenantId, id: userId, sessionId } = actor;
    if (actor.kind !== "user" || !sessionId) {
      throw new GatehouseError("not_found", "Only somebody who is logged in has a password.");
    }
    const attempt = await countOwnAttempt(userId);
    if (attempt.refusedUntil !== null) throw new TooManyAttempts(attempt.refusedUntil);
    const sql = sqlOf(tx);
    const person = await requireUser(tx, tenantId, userId);
    const target = { type: "user", id: userId, name: person.name };
    // The slow work comes before the lock, under which the whole tenant waits.
    if (!(await verifyPassword(person.passwordHash, current))) {
      const reason = "The current password is wrong.";
      const event = { action: "password.change_failed", outcome: "failure" } as const;
      return { data: { changed: false }, events: [{ ...event, target, reason }] };
    }
    await attempt.succeed();
    if (composed(current) === composed(password)) {
      const message = "This is the password that you have.";
      throw new GatehouseError("invalid_input", message, { password: [message] });
    }
    requireUnexpected(password, await passwordContext(sql, tenantId, person));
    const passwordHash = await hashPassword(password);
    await lockAccess(sql, tenantId);
    const sessionsEnded = await setPassword(sql, {
      tenantId,
      userId,
      passwordHash,
      replaces: person.passwordHash,
      keepSession: sessionId,
    });
    if (sessionsEnded === null) {
      throw new GatehouseError("conflict", "Your password was changed elsewhere meanwhile.");
    }
    return {
      data: { changed: true },
      events: [{ action: "password.changed", target, details: { sessionsEnded } }],
    };
  },
  effects: () => forgetEveryPrincipal(),
});

/**
 * Makes a new one-time link for a person who has not chosen a password yet; earlier ones stop.
 * Somebody who has one would be taken over by it: see `createResetLink`.
 */
export const renewLoginLink = linkAction("first");

/**
 * Makes a one-time link with which a person who has a password chooses a new one; earlier ones stop.
 * The old password works until the link is used: else whoever may reset could keep people out. With
 * the new one all their sessions end.
 */
export const createResetLink = linkAction("reset");

function linkAction(kind: "first" | "reset") {
  const permission = kind === "first" ? "user.create" : "user.reset_password";
  return defineAction({
    permission,
    input: personInput,
    run: async (tx, { userId, reason }, actor) => {
      const { tenantId } = actor;
      await claimAccess(tx, actor, permission);
      // Read under the lock: whoever redeems a link, or chooses a password, waits for it as well.
      const { name, passwordHash, status } = await requireUser(tx, tenantId, userId);
      if (status !== "active") throw new GatehouseError("conflict", `${name} is disabled.`);
      requireKind(kind, name, passwordHash);
      if (kind === "reset" && userId === actor.id) {
        const message = "Change your own password under “Your account”, where you say the old one.";
        throw new GatehouseError("conflict", message);
      }
      await requireNotAbove(tx, actor, userId);
      const linkToken = await storeLoginLink(sqlOf(tx), tenantId, userId);
      const target = { type: "user", id: userId, name };
      const action =
        kind === "first"
          ? ("login_link.created" as const)
          : ("password.reset_link_created" as const);
      return { data: { userId, linkToken }, events: [{ action, target, ...because(reason) }] };
    },
  });
}

function requireKind(kind: "first" | "reset", name: string, passwordHash: string | null): void {
  if (kind === "first" && passwordHash !== null) {
    throw new GatehouseError("conflict", `${name} has chosen a password already.`);
  }
  if (kind === "reset" && passwordHash === null) {
    throw new GatehouseError("conflict", `${name} has not chosen a password yet.`);
  }
}

/**
 * Forgets the failed log-ins of a person, from wherever they came, so that they can log in at once.
 * Whoever may do less than the person may not: it would let them guess on.
 */
export const unlockUser = defineAction({
  permission: "user.unlock",
  input: personInput,
  run: async (tx, { userId, reason }, actor) => {
    const { tenantId } = actor;
    await claimAccess(tx, actor, "user.unlock");
    const { name } = await requireUser(tx, tenantId, userId);
    await requireNotAbove(tx, actor, userId);
    await tx.user.update({
      where: { tenantId_id: { tenantId, id: userId } },
      data: { unlockedAt: new Date() },
    });
    const target = { type: "user", id: userId, name };
    return {
      data: { userId },
      events: [{ action: "user.unlocked", target, ...because(reason) }],
    };
  },
});

async function requireUser(tx: TenantTx, tenantId: string, userId: string) {
  const found = await tx.user.findUnique({ where: { tenantId_id: { tenantId, id: userId } } });
  if (!found) throw new GatehouseError("not_found", "There is no such person.");
  return found;
}
