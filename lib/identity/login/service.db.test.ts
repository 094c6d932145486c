import { fork } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { beforeAll, describe, expect, it } from "vitest";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { quickestOfThree } from "../../../testing/moments.ts";
import type { RequestContext } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { env } from "../../platform/env.ts";
import { PLATFORM_TENANT_ID } from "../../platform/tenants.ts";
import { decodeDevice, encodeDevice } from "../credentials/known-device.ts";
import { ACCOUNT_ATTEMPTS, ADDRESS_ATTEMPTS, PAIR_ATTEMPTS } from "../credentials/limits.ts";
import { hashLinkSecret, makeLoginLink } from "../credentials/login-link.ts";
import { actorOfSession } from "../credentials/session.ts";
import { encodeSessionToken } from "../credentials/session-token.ts";
import { renewLoginLink, unlockUser } from "../passwords/service.ts";
import { logOut, revokeSession } from "../sessions/service.ts";
import { getUser } from "../users/queries.ts";
import { disableUser, enableUser } from "../users/service.ts";
import { lookAtLoginLink } from "./link-state.ts";
import { redeemLoginLink } from "./redeem.ts";
import { logIn } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const password = "vellum teapot ironing giraffe";
let tenantId: string;

beforeAll(async () => {
  tenantId = await factory.createTenant();
});

/** A request from an address that no other test has used, so that limits do not add up. */
function request(): RequestContext {
  const ip = `10.${randomBytes(3).join(".")}`;
  return { requestId: randomUUID(), ip, userAgent: "test" };
}

function eventsOf(requestId: string) {
  return factory.query<{
    tenant_id: string;
    action: string;
    outcome: string;
    reason: string | null;
  }>("SELECT tenant_id, action, outcome, reason FROM audit_events WHERE request_id = $1", [
    requestId,
  ]);
}

describe("log-in", () => {
  it("opens a session that stands for the person, and records it", async () => {
    const user = await factory.createUser(tenantId, {
      password,
      roles: ["security_officer"],
    });
    const from = request();
    const session = await logIn({ email: user.email.toUpperCase(), password }, from);
    const token = encodeSessionToken(session, env().AUTH_SECRET);
    const actor = await actorOfSession(token, from);
    expect(actor).toMatchObject({ id: user.id, tenantId, roles: [{ id: "security_officer" }] });
    expect(actor?.permissions.has("audit.read")).toBe(true);
    expect(await eventsOf(from.requestId)).toEqual([
      { tenant_id: tenantId, action: "session.created", outcome: "success", reason: null },
    ]);
  });

  it("answers a wrong password, an unknown address and a disabled account alike", async () => {
    const user = await factory.createUser(tenantId, { password });
    const disabled = await factory.createUser(tenantId, { password });
    await factory.query("UPDATE users SET status = 'disabled' WHERE id = $1", [disabled.id]);
    const attempts = [
      { email: user.email, password: "wrong password", tenant: tenantId },
      { email: `${randomUUID()}@example.com`, password, tenant: PLATFORM_TENANT_ID },
      { email: disabled.email, password, tenant: tenantId },
    ];
    const messages = new Set<string>();
    for (const { tenant, ...credentials } of attempts) {
      const from = request();
      const error = await logIn(credentials, from).catch((thrown: Error) => thrown);
      messages.add(`${error}`);
      const [event] = await eventsOf(from.requestId);
      expect(event).toMatchObject({ tenant_id: tenant, action: "session.create_failed" });
    }
    expect([...messages]).toEqual(["GatehouseError: E-mail address or password is wrong."]);
  });

  it("does the same slow work for an address that nobody has", async () => {
    const timeOf = async (email: string) => {
      const start = performance.now();
      await logIn({ email, password: "wrong password" }, request()).catch(() => undefined);
      return performance.now() - start;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let account = 0; account < 3; account++) {
      const { email } = await factory.createUser(tenantId, { password });
      for (let i = 0; i < PAIR_ATTEMPTS - 1; i++) {
        known.push(await timeOf(email));
        unknown.push(await timeOf(`${randomUUID()}@example.com`));
      }
    }
    // The quickest of each: others may have waited for a busy machine.
    const [knownMs, unknownMs] = [Math.min(...known), Math.min(...unknown)];
    // Without the decoy an unknown address takes a tenth of the time.
    expect(unknownMs).toBeGreaterThan(knownMs / 2);
    expect(unknownMs).toBeLessThan(knownMs * 2);
  });

  it("refuses malformed input like wrong credentials, never with an error of ours", async () => {
    for (const bad of [null, {}, { email: "a\0@b.c", password }, { email: 7, password: {} }]) {
      await expect(logIn(bad, request())).rejects.toThrow("E-mail address or password is wrong.");
    }
  });

  it("refuses an address that guesses at an account, also in parallel, and nobody elsewhere", async () => {
    const user = await factory.createUser(tenantId, { password });
    const from = request();
    const tries = Array.from({ length: PAIR_ATTEMPTS + 5 }, () =>
      logIn({ email: user.email, password: "wrong password" }, from).catch(
        (error: { code: string }) => error.code,
      ),
    );
    const codes = await Promise.all(tries);
    expect(codes.filter((code) => code === "unauthenticated")).toHaveLength(PAIR_ATTEMPTS);
    const elsewhere = await logIn({ email: user.email, password }, request());
    expect(elsewhere).toMatchObject({ userId: user.id });
    const reasons = (await eventsOf(from.requestId)).map(({ reason }) => reason);
    expect(reasons.filter((reason) => reason === "Too many attempts.")).toHaveLength(1);
  });

  it("records every right password that it refuses", async () => {
    const user = await factory.createUser(tenantId, { password });
    const from = request();
    const attempt = (typed: string) =>
      logIn({ email: user.email, password: typed }, from).catch(
        (error: { code: string }) => error.code,
      );
    for (let i = 0; i <= PAIR_ATTEMPTS; i++) await attempt("wrong password");
    expect([await attempt(password), await attempt(password)]).toEqual([
      "rate_limited",
      "rate_limited",
    ]);
    const reasons = (await eventsOf(from.requestId)).map(({ reason }) => reason);
    expect(reasons.filter((reason) => reason?.startsWith("The password was right"))).toHaveLength(
      2,
    );
  });

  it("lets a person in from a browser that they know, whatever others do", async () => {
    const user = await factory.createUser(tenantId, { password });
    const own = request();
    const { deviceToken } = await logIn({ email: user.email, password }, own);
    for (let i = 0; i < ACCOUNT_ATTEMPTS + 1; i += 10) {
      const guesses = Array.from({ length: 10 }, () =>
        logIn({ email: user.email, password: "wrong password" }, request()).catch(() => undefined),
      );
      await Promise.all(guesses);
    }
    await expect(logIn({ email: user.email, password }, request())).rejects.toMatchObject({
      code: "rate_limited",
    });
    const known = await logIn({ email: user.email, password }, request(), deviceToken);
    expect(known).toMatchObject({ userId: user.id });
    // It is nobody else's, and nothing that was not signed here.
    const other = await factory.createUser(tenantId, { password });
    const both = await logIn({ email: other.email, password }, own, deviceToken);
    expect(decodeDevice(both.deviceToken)?.userIds).toEqual([other.id, user.id]);
    const forged = `${deviceToken.slice(0, -2)}xx`;
    expect([decodeDevice(forged), decodeDevice("v1.x.y"), decodeDevice("")]).toEqual([
      null,
      null,
      null,
    ]);
    const device = { deviceId: randomUUID(), userIds: [user.id] };
    expect(decodeDevice(encodeDevice(device))).toEqual(device);
  });

  it("says how long to wait, and to administrators whom there is something to unlock for", async () => {
    const admin = await factory.createActor(tenantId);
    const user = await factory.createUser(tenantId, { password });
    const lockedUntil = async () =>
      (await getUser(await requirePermission(admin, "user.read"), user.id)).lockedUntil;
    const from = request();
    const attempt = (typed: string, deviceToken: string | null = null) =>
      logIn({ email: user.email, password: typed }, from, deviceToken).catch((error) => error);
    const { deviceToken } = await attempt(password);
    for (let wrong = 1; wrong < PAIR_ATTEMPTS; wrong++) await attempt("wrong password");
    expect(await lockedUntil()).toBeNull();
    await attempt("wrong password");
    const until = Date.parse((await lockedUntil()) ?? "");
    expect(until).toBeGreaterThan(Date.now());
    for (const typed of ["wrong password", password]) {
      const refused = await attempt(typed);
      expect(refused).toMatchObject({ code: "rate_limited" });
      expect(Math.abs(Date.now() + refused.waitSeconds * 1000 - until)).toBeLessThan(3_000);
    }
    // The ways out: a browser that they know, and an administrator's unlock (or a new password).
    expect(await attempt(password, deviceToken)).toMatchObject({ userId: user.id });
    expect(await lockedUntil()).not.toBeNull();
    dataOf(await unlockUser(admin, { userId: user.id, reason: "Called" }));
    expect(await lockedUntil()).toBeNull();
    expect(await attempt(password)).toMatchObject({ userId: user.id });
  });

  it("limits an address over all accounts, and records whom else it then tries", async () => {
    const from = request();
    const codes: string[] = [];
    for (let i = 0; i < ADDRESS_ATTEMPTS; i += 10) {
      const batch = Array.from({ length: 10 }, () =>
        logIn({ email: `${randomUUID()}@example.com`, password }, from).catch(
          (error: { code: string }) => error.code,
        ),
      );
      codes.push(...((await Promise.all(batch)) as string[]));
    }
    expect(codes.filter((code) => code === "unauthenticated")).toHaveLength(ADDRESS_ATTEMPTS);
    const user = await factory.createUser(tenantId, { password });
    const next = { ...from, requestId: randomUUID() };
    for (let i = 0; i < 2; i++) {
      await expect(logIn({ email: user.email, password }, next)).rejects.toMatchObject({
        code: "rate_limited",
      });
    }
    expect(await eventsOf(next.requestId)).toMatchObject([
      { tenant_id: tenantId, reason: "Too many attempts from this address." },
    ]);
  });

  it("lets more colleagues in from one address at once than may fail from it", async () => {
    const from = request();
    const user = await factory.createUser(tenantId, { password });
    const many = Array.from({ length: ADDRESS_ATTEMPTS + 10 }, () =>
      logIn({ email: user.email, password }, from),
    );
    expect(await Promise.all(many)).toHaveLength(ADDRESS_ATTEMPTS + 10);
  }, 60_000);

  it("opens no session that outlives a disabling or another password at the same time", async () => {
    for (let round = 0; round < 4; round++) {
      const actor = await factory.createActor(tenantId);
      const user = await factory.createUser(tenantId, { password, roles: [] });
      const [session] = await Promise.all([
        logIn({ email: user.email, password }, request()).catch(() => null),
        disableUser(actor, { userId: user.id }),
      ]);
      expect((await enableUser(actor, { userId: user.id })).ok).toBe(true);
      const token = session && encodeSessionToken(session, env().AUTH_SECRET);
      expect(token && (await actorOfSession(token, request()))).toBeNull();
    }
  });
});

describe("a revoked session", () => {
  /** Another server process without Redis: it polls the session and tells when it is refused. */
  async function watchElsewhere(token: string) {
    const child = fork(new URL("../../../testing/watch-session.ts", import.meta.url), [token], {
      env: { ...process.env, REDIS_URL: "redis://127.0.0.1:1" },
      execArgv: [],
    });
    const [first] = await once(child, "message");
    return { first, refused: once(child, "message"), child };
  }

  it("is refused within a second in another process, with Redis unreachable", async () => {
    const actor = await factory.createActor(tenantId);
    const victim = await factory.createUser(tenantId);
    const tookMs = await quickestOfThree(async () => {
      const session = await factory.createSession(tenantId, victim.id);
      const { first, refused, child } = await watchElsewhere(session.token);
      expect(first).toBe("accepted");
      const result = await revokeSession(actor, { sessionId: session.id });
      const revokedAt = performance.now();
      expect(result.ok).toBe(true);
      expect((await refused)[0]).toBe("refused");
      child.kill();
      return performance.now() - revokedAt;
    });
    expect(tookMs).toBeLessThan(1_000);
  });

  it("says in the log why it was ended", async () => {
    const actor = await factory.createActor(tenantId);
    const session = await factory.createSession(tenantId, actor.id);
    const from = { ...actor, request: request() };
    dataOf(await revokeSession(from, { sessionId: session.id, reason: "Lost laptop" }));
    expect(await eventsOf(from.request.requestId)).toMatchObject([
      { action: "session.revoked", reason: "Lost laptop" },
    ]);
  });

  it("is refused at once in the process that ended it, and cannot be ended twice", async () => {
    const actor = await factory.createActor(tenantId);
    const ref = { tenantId, sessionId: actor.sessionId ?? "" };
    const token = encodeSessionToken(ref, env().AUTH_SECRET);
    expect(await actorOfSession(token, actor.request)).not.toBeNull();
    expect(await logOut(actor, {})).toMatchObject({ ok: true });
    expect(await actorOfSession(token, actor.request)).toBeNull();
    expect(await logOut(actor, {})).toMatchObject({ ok: false, error: { code: "not_found" } });
    const actions = (await eventsOf(actor.request.requestId)).map((event) => event.action);
    expect(actions).toEqual(["session.ended"]);
  });
});

describe("a one-time link", () => {
  async function createLink(hours = 1) {
    const { id } = await factory.createUser(tenantId);
    const linkId = randomUUID();
    const { token, secret } = makeLoginLink(tenantId, linkId);
    await factory.query(
      `INSERT INTO login_links (tenant_id, id, user_id, token_hash, expires_at)
       VALUES ($1, $2, $3, $4, now() + make_interval(hours => $5))`,
      [tenantId, linkId, id, hashLinkSecret(secret), hours],
    );
    return token;
  }

  it("sets a password once, also when two requests race", async () => {
    const token = await createLink();
    const redeem = () =>
      redeemLoginLink({ token, password }, request()).catch((error: Error) => error.message);
    const outcomes = await Promise.all([redeem(), redeem(), redeem()]);
    const winners = outcomes.filter((outcome) => typeof outcome === "object");
    expect(winners).toHaveLength(1);
    await expect(logIn({ ...winners[0], password }, request())).resolves.toMatchObject({
      tenantId,
    });
  });

  it("is not used up by a password that is refused, and none that is expected is taken", async () => {
    const token = await createLink();
    for (const expected of ["password12345678", "Ada Example 2026", "Gatehouse-2026-!"]) {
      await expect(redeemLoginLink({ token, password: expected }, request())).rejects.toMatchObject(
        { fieldErrors: { password: [/guess/] } },
      );
    }
    await expect(redeemLoginLink({ token, password }, request())).resolves.toBeDefined();
  });

  it("is refused when it is forged, expired, incomplete, or the password is weak", async () => {
    const expired = await createLink(-1);
    const good = await createLink();
    for (const token of ["x", "a.b.c", expired, `${good}x`, `${good}.x`]) {
      await expect(redeemLoginLink({ token, password }, request())).rejects.toThrow(
        /administrator for a new one/,
      );
    }
    await expect(
      redeemLoginLink({ token: good, password: "short" }, request()),
    ).rejects.toMatchObject({ code: "invalid_input" });
    await expect(redeemLoginLink({ token: good, password }, request())).resolves.toBeDefined();
  });

  it("says before a password is chosen what it is, and is not used up by that", async () => {
    const [good, expired, forged] = [await createLink(), await createLink(-1), await createLink()];
    const look = (token: string, from = request()) => lookAtLoginLink({ token }, from);
    expect([await look(good), await look(good)]).toEqual(["open", "open"]);
    await redeemLoginLink({ token: good, password }, request());
    const altered = `${forged.slice(0, -2)}xx`;
    const states = [good, expired, altered, "x", "", `${good}x`, "\0"].map((each) => look(each));
    expect(await Promise.all(states)).toEqual([
      "used",
      "expired",
      "unknown",
      "unknown",
      "unknown",
      "unknown",
      "unknown",
    ]);
  });

  it("says that a newer one was made", async () => {
    const admin = await factory.createActor(tenantId);
    const { id } = await factory.createUser(tenantId);
    const first = dataOf(await renewLoginLink(admin, { userId: id })).linkToken;
    const second = dataOf(await renewLoginLink(admin, { userId: id })).linkToken;
    expect(await lookAtLoginLink({ token: first }, request())).toBe("replaced");
    expect(await lookAtLoginLink({ token: second }, request())).toBe("open");
    dataOf(await disableUser(admin, { userId: id }));
    expect(await lookAtLoginLink({ token: second }, request())).toBe("expired");
  });

  it("that does not work counts against where it is opened, and is recorded in its tenant", async () => {
    const expired = await createLink(-1);
    const open = await createLink();
    const from = request();
    for (let index = 0; index < 3; index++) await lookAtLoginLink({ token: expired }, from);
    const reasons = (await eventsOf(from.requestId)).map(({ action, reason }) => [action, reason]);
    expect(reasons).toEqual(Array(3).fill(["login_link.redeem_failed", "The link has expired."]));
    for (let index = 3; index < ADDRESS_ATTEMPTS; index++) {
      await lookAtLoginLink({ token: "x" }, from);
    }
    await expect(lookAtLoginLink({ token: open }, from)).rejects.toMatchObject({
      code: "rate_limited",
      message: expect.stringMatching(/Try again in \d+ minutes/),
    });
    // One that works counts as no attempt, or opening it often would keep the person out.
    const elsewhere = request();
    for (let index = 0; index <= ADDRESS_ATTEMPTS; index++) {
      expect(await lookAtLoginLink({ token: open }, elsewhere)).toBe("open");
    }
  });
});
