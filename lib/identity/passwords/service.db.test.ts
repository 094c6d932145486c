import { randomBytes, randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { actorWith } from "../../../testing/actor-with.ts";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import type { Actor, RequestContext } from "../../authz/guard/actor.ts";
import { env } from "../../platform/env.ts";
import { PAIR_ATTEMPTS } from "../credentials/limits.ts";
import { actorOfSession } from "../credentials/session.ts";
import { encodeSessionToken } from "../credentials/session-token.ts";
import { redeemLoginLink } from "../login/redeem.ts";
import { logIn } from "../login/service.ts";
import { disableUser, enableUser } from "../users/service.ts";
import { changePassword, createResetLink, renewLoginLink, unlockUser } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const old = "maple otter canyon thimble";
const chosen = "vellum teapot ironing giraffe";
let tenantId: string;
let admin: Actor;

beforeEach(async () => {
  tenantId = await factory.createTenant("Analytical Engines");
  admin = await factory.createActor(tenantId);
});

function request(): RequestContext {
  return { requestId: randomUUID(), ip: `10.${randomBytes(3).join(".")}`, userAgent: "test" };
}

/** Somebody logged in who has a password. */
async function signedIn(): Promise<Actor> {
  const actor = await factory.createActor(tenantId, ["executive"]);
  const { email } = await factory.createUser(tenantId, { password: old, roles: [] });
  await factory.query(
    "UPDATE users SET password_hash = (SELECT password_hash FROM users WHERE email = $1) WHERE id = $2",
    [email, actor.id],
  );
  return actor;
}

async function isSignedIn({ sessionId, request: from }: Actor): Promise<boolean> {
  const token = encodeSessionToken({ tenantId, sessionId: sessionId ?? "" }, env().AUTH_SECRET);
  return (await actorOfSession(token, from)) !== null;
}

const openLinks = (userId: string) =>
  factory.query(
    "SELECT 1 FROM login_links WHERE user_id = $1 AND used_at IS NULL AND expires_at > now()",
    [userId],
  );

const eventsOf = (userId: string) =>
  factory.query<{ action: string; outcome: string; details: unknown }>(
    `SELECT action, outcome, details FROM audit_events WHERE tenant_id = $1 AND target_id = $2
     ORDER BY id`,
    [tenantId, userId],
  );

const worksWith = (email: string | null, password: string) =>
  logIn({ email, password }, request()).then(
    () => true,
    () => false,
  );

describe("one's own password", () => {
  it("is changed by whoever says the old one, and ends the other sessions and links", async () => {
    const ada = await signedIn();
    const elsewhere = { ...ada, sessionId: (await factory.createSession(tenantId, ada.id)).id };
    dataOf(await createResetLink(admin, { userId: ada.id }));
    expect(await changePassword(ada, { current: old, password: chosen })).toEqual({
      ok: true,
      data: { changed: true },
    });
    expect([await isSignedIn(ada), await isSignedIn(elsewhere)]).toEqual([true, false]);
    expect(await openLinks(ada.id)).toEqual([]);
    expect(await worksWith(ada.email, old)).toBe(false);
    expect(await worksWith(ada.email, chosen)).toBe(true);
    expect(await eventsOf(ada.id)).toMatchObject([
      { action: "password.reset_link_created" },
      { action: "password.changed", outcome: "success", details: { sessionsEnded: 1 } },
    ]);
  });

  it("is not changed with a wrong one, which is recorded, nor guessed", async () => {
    const ada = await signedIn();
    for (let attempt = 0; attempt < PAIR_ATTEMPTS; attempt++) {
      expect(await changePassword(ada, { current: "wrong", password: chosen })).toEqual({
        ok: true,
        data: { changed: false },
      });
    }
    expect(await changePassword(ada, { current: old, password: chosen })).toMatchObject({
      error: { code: "rate_limited" },
    });
    const failed = await eventsOf(ada.id);
    expect(failed).toHaveLength(PAIR_ATTEMPTS);
    expect(failed[0]).toMatchObject({ action: "password.change_failed", outcome: "failure" });
  });

  it.each([
    "password12345678",
    " ".repeat(20),
    "short",
    "Analytical Engines 1",
    "Ada Example 2026",
  ])("is not changed to %j", async (password) => {
    const ada = await signedIn();
    expect(await changePassword(ada, { current: old, password })).toMatchObject({
      error: { code: "invalid_input", fieldErrors: { password: [expect.any(String)] } },
    });
  });

  it("is changed once by two at the same time", async () => {
    const ada = await signedIn();
    const other = { ...ada, sessionId: (await factory.createSession(tenantId, ada.id)).id };
    const results = await Promise.all([
      changePassword(ada, { current: old, password: chosen }),
      changePassword(other, { current: old, password: `${chosen} two` }),
    ]);
    expect(results.filter((result) => result.ok && result.data.changed)).toHaveLength(1);
    const alive = [await isSignedIn(ada), await isSignedIn(other)];
    expect(alive.filter(Boolean)).toHaveLength(1);
  });
});

describe("an administrator's link", () => {
  it("is for the first password only while there is none, and for another only where there is", async () => {
    const fresh = await factory.createUser(tenantId, { roles: [] });
    const known = await factory.createUser(tenantId, { roles: [], password: old });
    expect(await renewLoginLink(admin, { userId: known.id })).toMatchObject({
      error: { code: "conflict", message: expect.stringContaining("password already") },
    });
    expect(await createResetLink(admin, { userId: fresh.id })).toMatchObject({
      error: { code: "conflict", message: expect.stringContaining("not chosen") },
    });
    expect(await createResetLink(admin, { userId: admin.id })).toMatchObject({
      error: { code: "conflict" },
    });
    for (let time = 0; time < 2; time++) dataOf(await renewLoginLink(admin, { userId: fresh.id }));
    expect(await openLinks(fresh.id)).toHaveLength(1);
  });

  it("leaves the old password and the sessions until it is used", async () => {
    const ada = await signedIn();
    const { linkToken } = dataOf(await createResetLink(admin, { userId: ada.id }));
    expect(await worksWith(ada.email, old)).toBe(true);
    await redeemLoginLink({ token: linkToken, password: chosen }, request());
    expect(await isSignedIn(ada)).toBe(false);
    expect([await worksWith(ada.email, old), await worksWith(ada.email, chosen)]).toEqual([
      false,
      true,
    ]);
    const again = redeemLoginLink({ token: linkToken, password: `${chosen} two` }, request());
    await expect(again).rejects.toThrow("administrator for a new one");
  });

  it("needs a permission of its own", async () => {
    const adder = await actorWith(factory, tenantId, ["user.create", "user.update"]);
    const known = await factory.createUser(tenantId, { roles: [], password: old });
    expect(await createResetLink(adder, { userId: known.id })).toMatchObject({
      error: { code: "permission_denied" },
    });
  });

  it("does not work for somebody disabled, nor after they are let in again", async () => {
    const ada = await signedIn();
    const { linkToken } = dataOf(await createResetLink(admin, { userId: ada.id }));
    dataOf(await disableUser(admin, { userId: ada.id }));
    const redeem = () => redeemLoginLink({ token: linkToken, password: chosen }, request());
    await expect(redeem()).rejects.toThrow("administrator for a new one");
    dataOf(await enableUser(admin, { userId: ada.id }));
    await expect(redeem()).rejects.toThrow("administrator for a new one");
  });

  it("is never left open by a race of making and using one", async () => {
    for (let round = 0; round < 12; round++) {
      const person = await factory.createUser(tenantId, { roles: [] });
      const { linkToken } = dataOf(await renewLoginLink(admin, { userId: person.id }));
      const redeem = () =>
        redeemLoginLink({ token: linkToken, password: chosen }, request()).then(
          () => true,
          () => false,
        );
      const renew = () => renewLoginLink(admin, { userId: person.id });
      const [first, made, second] = await Promise.all([redeem(), renew(), redeem()]);
      const used = [first, second].filter(Boolean).length;
      expect(used).toBeLessThanOrEqual(1);
      // Either the link was used, and no other one is open; or a new one was made instead of it.
      expect([used, made.ok, (await openLinks(person.id)).length]).toEqual(
        used === 1 ? [1, false, 0] : [0, true, 1],
      );
    }
  });

  it("and another one are never both used, nor one beside one's own change", async () => {
    for (let round = 0; round < 8; round++) {
      const ada = await signedIn();
      const { linkToken } = dataOf(await createResetLink(admin, { userId: ada.id }));
      const [, reset] = await Promise.all([
        redeemLoginLink({ token: linkToken, password: chosen }, request()).catch(() => null),
        createResetLink(admin, { userId: ada.id }),
        changePassword(ada, { current: old, password: `${chosen} own` }),
      ]);
      const open = await openLinks(ada.id);
      expect(open.length).toBeLessThanOrEqual(reset.ok ? 1 : 0);
      const late = redeemLoginLink({ token: linkToken, password: `${chosen} late` }, request());
      await expect(late).rejects.toThrow("administrator for a new one");
    }
  });
});

it("a link says why it was made", async () => {
  const person = await factory.createUser(tenantId, { roles: [], password: old });
  dataOf(await createResetLink(admin, { userId: person.id, reason: "Called" }));
  const [event] = await factory.query<{ reason: string }>(
    "SELECT reason FROM audit_events WHERE tenant_id = $1 AND target_id = $2",
    [tenantId, person.id],
  );
  expect(event?.reason).toBe("Called");
});

describe("unlocking", () => {
  it("lets a person in at once from where they were refused, and is recorded", async () => {
    const person = await factory.createUser(tenantId, { roles: [], password: old });
    const from = request();
    const attempt = (password: string) =>
      logIn({ email: person.email, password }, from).catch((error: { code: string }) => error.code);
    for (let wrong = 0; wrong < PAIR_ATTEMPTS; wrong++) await attempt("wrong");
    expect(await attempt(old)).toBe("rate_limited");
    dataOf(await unlockUser(admin, { userId: person.id, reason: "Called" }));
    expect(await attempt(old)).toMatchObject({ userId: person.id });
    expect(await eventsOf(person.id)).toMatchObject([{ action: "user.unlocked" }]);
  });

  it("is also what a new password and being enabled again do", async () => {
    for (const lift of ["link", "enable"]) {
      const person = await factory.createUser(tenantId, { roles: [], password: old });
      const from = request();
      const attempt = (password: string) =>
        logIn({ email: person.email, password }, from).then(
          () => "in",
          (error: { code: string }) => error.code,
        );
      for (let wrong = 0; wrong <= PAIR_ATTEMPTS; wrong++) await attempt("wrong");
      if (lift === "link") {
        const { linkToken } = dataOf(await createResetLink(admin, { userId: person.id }));
        await redeemLoginLink({ token: linkToken, password: chosen }, request());
        expect(await attempt(chosen)).toBe("in");
      } else {
        dataOf(await disableUser(admin, { userId: person.id }));
        dataOf(await enableUser(admin, { userId: person.id }));
        expect(await attempt(old)).toBe("in");
      }
    }
  });
});
