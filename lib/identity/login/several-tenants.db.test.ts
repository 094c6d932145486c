import { randomBytes, randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import type { Actor, RequestContext } from "../../authz/guard/actor.ts";
import { ELSEWHERE_ATTEMPTS, PAIR_ATTEMPTS } from "../credentials/limits.ts";
import { createUser } from "../users/service.ts";
import { redeemLoginLink } from "./redeem.ts";
import { logIn } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const here = "vellum teapot ironing giraffe";
const there = "marble canoe whistle orchard";
let tenants: [Actor, Actor];
let email: string;

beforeAll(async () => {
  const admin = async (name: string) => factory.createActor(await factory.createTenant(name));
  tenants = [await admin("First"), await admin("Second")];
});
beforeEach(() => {
  email = `${randomUUID()}@example.com`;
});

/** A request from an address that no other test has used, so that limits do not add up. */
function request(): RequestContext {
  return { requestId: randomUUID(), ip: `10.${randomBytes(3).join(".")}`, userAgent: "test" };
}

const newPerson = (address = email) => ({
  name: "Zoë",
  email: address,
  externalId: null,
  attributes: {},
  roleIds: [],
  reason: "",
});

/** Adds the address to both tenants, each with a password of its own. */
async function addToBoth(passwords: [string, string]): Promise<void> {
  for (const [at, admin] of tenants.entries()) {
    const { linkToken } = dataOf(await createUser(admin, newPerson()));
    const chosen = { token: linkToken, password: passwords[at] };
    expect(await redeemLoginLink(chosen, request())).toEqual({ email, tenantId: admin.tenantId });
  }
}

const attempt = (password: string, from = request(), tenantId?: string) =>
  logIn({ email, password, ...(tenantId && { tenantId }) }, from).catch((error) => error);

const unlock = ({ tenantId }: Actor) =>
  factory.query("UPDATE users SET unlocked_at = now() WHERE tenant_id = $1 AND email = $2", [
    tenantId,
    email,
  ]);

const failuresOf = (requestId: string) =>
  factory.query<{ tenant_id: string; reason: string }>(
    "SELECT tenant_id, reason FROM audit_events WHERE request_id = $1 AND outcome = 'failure'",
    [requestId],
  );

describe("an address that another tenant has", () => {
  it("is taken like any other, so that adding a person tells nothing of it", async () => {
    const [first, second] = tenants;
    dataOf(await createUser(first, newPerson()));
    const unknown = await createUser(second, newPerson(`${randomUUID()}@example.com`));
    const known = await createUser(second, newPerson());
    expect(unknown.ok && Object.keys(unknown.data)).toEqual(known.ok && Object.keys(known.data));
    expect(known.ok).toBe(true);
    const rehearsed = await createUser.rehearse(second, newPerson(`x${email}`));
    expect(rehearsed.ok).toBe(true);
  });

  it("is refused in the tenant that has it, in any case", async () => {
    dataOf(await createUser(tenants[0], newPerson()));
    expect(await createUser(tenants[0], newPerson(email.toUpperCase()))).toMatchObject({
      ok: false,
      error: { fieldErrors: { email: ["Somebody has this address already."] } },
    });
  });
});

describe("log-in of somebody with accounts in two tenants", () => {
  it("is to the one whose password it is, and recorded as a wrong one at the other", async () => {
    await addToBoth([here, there]);
    const from = request();
    expect(await attempt(here, from)).toMatchObject({ tenantId: tenants[0].tenantId });
    const failed = (await failuresOf(from.requestId)).map(({ tenant_id }) => tenant_id);
    expect(failed).toEqual([tenants[1].tenantId]);
    const named = request();
    expect(await attempt(there, named, tenants[1].tenantId)).toMatchObject({
      tenantId: tenants[1].tenantId,
    });
    expect(await failuresOf(named.requestId)).toEqual([]);
  });

  it("with the same password is to the one that they choose", async () => {
    await addToBoth([here, here]);
    expect(await attempt(here)).toMatchObject({
      name: "ChooseTenant",
      tenants: [
        { id: tenants[0].tenantId, name: "First" },
        { id: tenants[1].tenantId, name: "Second" },
      ],
    });
    for (const { tenantId } of tenants) {
      expect(await attempt(here, request(), tenantId)).toMatchObject({ tenantId });
    }
    const elsewhere = await attempt(here, request(), randomUUID());
    expect(elsewhere).toMatchObject({ code: "unauthenticated" });
  });

  it("with a wrong password is a failure in both, told to the one who tries as one", async () => {
    await addToBoth([here, there]);
    const from = request();
    expect(await attempt("not the password", from)).toMatchObject({ code: "unauthenticated" });
    const failures = await failuresOf(from.requestId);
    expect(failures.map(({ tenant_id }) => tenant_id).toSorted()).toEqual(
      tenants.map(({ tenantId }) => tenantId).toSorted(),
    );
  });

  it("is no way to guess on at one account with the help of the other", async () => {
    await addToBoth([here, there]);
    const from = request();
    for (let index = 0; index < PAIR_ATTEMPTS; index++) await attempt(`guess ${index}`, from);
    const [first, second] = tenants;
    await unlock(first);
    expect(await attempt(here, from)).toMatchObject({ tenantId: first.tenantId });
    // Right, and refused, but not told apart from a wrong one: only their own log says it.
    const refused = await attempt(there, from);
    expect(refused).toMatchObject({ code: "rate_limited", waitSeconds: expect.any(Number) });
    expect(await attempt("not the password", from)).toMatchObject({
      code: "rate_limited",
      message: refused.message,
    });
    const failures = await failuresOf(from.requestId);
    expect(failures.filter(({ reason }) => reason.includes("was right"))).toEqual([
      { tenant_id: second.tenantId, reason: expect.any(String) },
    ]);
    expect(await attempt(there)).toMatchObject({ tenantId: second.tenantId });
  });

  it("keeps nobody out of the other account, however often somebody else logs in to one", async () => {
    await addToBoth([here, there]);
    const from = request();
    for (let index = 0; index < PAIR_ATTEMPTS + 5; index++) {
      expect(await attempt(there, from)).toMatchObject({ tenantId: tenants[1].tenantId });
    }
    // The owner, from the very same address, in a browser that is not known.
    expect(await attempt(here, from)).toMatchObject({ tenantId: tenants[0].tenantId });
    const failures = await failuresOf(from.requestId);
    const ofFirst = failures.filter(({ tenant_id }) => tenant_id === tenants[0].tenantId);
    expect(ofFirst.map(({ reason }) => reason)).toEqual([
      ...Array<string>(ELSEWHERE_ATTEMPTS).fill("The password is wrong."),
      "Too many attempts.",
    ]);
  });

  it("tells whether another account has the same password only so many times an hour", async () => {
    await addToBoth([here, there]);
    const [first, second] = tenants;
    for (let index = 0; index < ELSEWHERE_ATTEMPTS; index++) await attempt(there);
    // What whoever administers the second tenant may do: give their account the password they guess.
    await factory.query(
      `UPDATE users SET unlocked_at = now(), password_hash = (
         SELECT password_hash FROM users WHERE tenant_id = $1 AND email = $3)
       WHERE tenant_id = $2 AND email = $3`,
      [first.tenantId, second.tenantId, email],
    );
    const from = request();
    expect(await attempt(here, from)).toMatchObject({ tenantId: second.tenantId });
    expect(await failuresOf(from.requestId)).toEqual([
      { tenant_id: first.tenantId, reason: expect.stringContaining("was right") },
    ]);
    // The owner's own new password, or an administrator's unlock, begins a new count.
    await unlock(first);
    expect(await attempt(here)).toMatchObject({ name: "ChooseTenant" });
  });

  it("is not to the one in which they are disabled", async () => {
    await addToBoth([here, here]);
    await factory.query(
      "UPDATE users SET status = 'disabled' WHERE tenant_id = $1 AND email = $2",
      [tenants[0].tenantId, email],
    );
    expect(await attempt(here)).toMatchObject({ tenantId: tenants[1].tenantId });
  });
});
