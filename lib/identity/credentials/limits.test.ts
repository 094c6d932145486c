import { describe, expect, it } from "vitest";
import {
  ACCOUNT_ATTEMPTS,
  ADDRESS_ATTEMPTS,
  type Attempt,
  countAttempt,
  countAttemptFrom,
  networkOf,
  PAIR_ATTEMPTS,
} from "./limits.ts";

// Nothing listens there: every command of Redis fails at once, and memory counts.
Object.assign(process.env, {
  PUBLIC_URL: "http://127.0.0.1:3000",
  DATABASE_URL: "postgresql://127.0.0.1:1/none",
  DATABASE_SEARCH_URL: "postgresql://127.0.0.1:1/none",
  DATABASE_DIRECT_URL: "postgresql://127.0.0.1:1/none",
  AUTH_SECRET: "a secret of the tests, at least 32 characters",
  REDIS_URL: "redis://127.0.0.1:1",
});

let number = 0;
/** An account and an address that no other test has used. */
const email = () => `person-${number++}@example.com`;
const address = () => `198.51.${Math.floor(number / 250)}.${(number++ % 250) + 1}`;
const claim = { unlockedAt: null, deviceId: null };

async function times(count: number, attempt: (index: number) => Promise<Attempt>) {
  const made: Attempt[] = [];
  for (let index = 0; index < count; index++) made.push(await attempt(index));
  return made;
}

describe("attempts at one account", () => {
  it("from one address are refused after ten, and those from elsewhere are not", async () => {
    const [account, ip] = [email(), address()];
    const made = await times(PAIR_ATTEMPTS + 3, () =>
      countAttempt({ ...claim, email: account, ip }),
    );
    expect(made.slice(0, PAIR_ATTEMPTS).every(({ refusedBy }) => refusedBy === null)).toBe(true);
    expect(made.slice(PAIR_ATTEMPTS)).toMatchObject([
      { refusedBy: "account", isFirst: true },
      { refusedBy: "account", isFirst: false },
      { refusedBy: "account", isFirst: false },
    ]);
    const elsewhere = await countAttempt({ ...claim, email: account, ip: address() });
    expect(elsewhere.refusedBy).toBeNull();
    const other = await countAttempt({ ...claim, email: email(), ip });
    expect(other.refusedBy).toBeNull();
  });

  it("from very many addresses are refused, but never those of a known browser", async () => {
    const account = email();
    await times(ACCOUNT_ATTEMPTS, () => countAttempt({ ...claim, email: account, ip: address() }));
    const stranger = { ...claim, email: account, ip: address() };
    expect((await countAttempt(stranger)).refusedBy).toBe("account");
    const deviceId = crypto.randomUUID();
    expect((await countAttempt({ ...stranger, deviceId })).refusedBy).toBeNull();
  });

  it("are forgotten when the account is unlocked, from every address", async () => {
    const [account, ip] = [email(), address()];
    await times(PAIR_ATTEMPTS + 1, () => countAttempt({ ...claim, email: account, ip }));
    const unlocked = { ...claim, email: account, unlockedAt: new Date() };
    expect((await countAttempt({ ...unlocked, ip })).refusedBy).toBeNull();
  });

  it("of a browser that is no longer believed are those of a stranger", async () => {
    const [account, deviceId, ip] = [email(), crypto.randomUUID(), address()];
    const known = () => countAttempt({ ...claim, email: account, ip, deviceId });
    const made = await times(PAIR_ATTEMPTS * 2 + 1, known);
    expect(made.filter(({ refusedBy }) => refusedBy === null)).toHaveLength(PAIR_ATTEMPTS * 2);
  });

  it("without an address are not thrown together with those at other accounts", async () => {
    const made = await times(ADDRESS_ATTEMPTS + 20, () =>
      countAttempt({ ...claim, email: email(), ip: null }),
    );
    expect(made.every(({ refusedBy }) => refusedBy === null)).toBe(true);
    expect((await countAttemptFrom(null)).refusedBy).toBeNull();
  });
});

describe("attempts from one address", () => {
  it("do not count when they succeed", async () => {
    const ip = address();
    for (let index = 0; index < ADDRESS_ATTEMPTS * 2; index++) {
      const attempt = await countAttempt({ ...claim, email: email(), ip });
      expect(attempt.refusedBy).toBeNull();
      await attempt.succeed();
    }
  });

  it("count together for a /64 of IPv6", async () => {
    const made = await times(ADDRESS_ATTEMPTS + 1, (index) =>
      countAttempt({ ...claim, email: email(), ip: `2001:db8:1:2::${index.toString(16)}` }),
    );
    expect(made.map(({ refusedBy }) => refusedBy)).toEqual([
      ...Array<null>(ADDRESS_ATTEMPTS).fill(null),
      "address",
    ]);
    const neighbour = await countAttempt({ ...claim, email: email(), ip: "2001:db8:1:3::1" });
    expect(neighbour.refusedBy).toBeNull();
  });

  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["2001:db8:a:b:c:d:e:f", "2001:db8:a:b::/64"],
    ["fe80::1", "fe80:0:0:0::/64"],
  ])("are counted for %s as %s", (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });
});
