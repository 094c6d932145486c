import { describe, expect, it } from "vitest";
import {
  ACCOUNT_ATTEMPTS,
  ADDRESS_ATTEMPTS,
  type Attempt,
  type ClaimedAccount,
  countAttemptFrom,
  countAttempts,
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

type OneClaim = {
  email: string;
  ip: string | null;
  unlockedAt: Date | null;
  deviceId: string | null;
};

/** An attempt at the one account that an address has. */
async function countAttempt({ email, ip, unlockedAt, deviceId }: OneClaim): Promise<Attempt> {
  const accounts = [{ userId: `account of ${email}`, unlockedAt, deviceId }];
  const [only] = await countAttempts({ email, ip, accounts });
  if (!only) throw new Error("nothing was counted");
  return only;
}

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

describe("attempts at an address that has accounts in two tenants", () => {
  const two = (first: Partial<ClaimedAccount> = {}, second: Partial<ClaimedAccount> = {}) => [
    { userId: "in the first", ...claim, ...first },
    { userId: "in the second", ...claim, ...second },
  ];
  const refusals = (attempts: Attempt[]) => attempts.map(({ refusedBy }) => refusedBy);

  it("count for each, and once for where they come from", async () => {
    const ip = address();
    for (let index = 0; index < ADDRESS_ATTEMPTS; index++) {
      const attempts = await countAttempts({ email: email(), ip, accounts: two() });
      expect(refusals(attempts)).toEqual([null, null]);
    }
    const beyond = await countAttempts({ email: email(), ip, accounts: two() });
    expect(refusals(beyond)).toEqual(["address", "address"]);
  });

  it("are not forgotten for one because the other is unlocked, or its password was right", async () => {
    const [shared, ip] = [email(), address()];
    for (let index = 0; index < PAIR_ATTEMPTS; index++) {
      const [first] = await countAttempts({ email: shared, ip, accounts: two() });
      await first?.succeed();
    }
    const after = await countAttempts({ email: shared, ip, accounts: two() });
    expect(refusals(after)).toEqual([null, "account"]);
    const accounts = two({ unlockedAt: new Date() });
    expect(refusals(await countAttempts({ email: shared, ip, accounts }))).toEqual([
      null,
      "account",
    ]);
  });

  it("from a browser that one of them knows are a stranger's for the other", async () => {
    const [shared, ip, deviceId] = [email(), address(), crypto.randomUUID()];
    const accounts = two({ deviceId });
    for (let index = 0; index < PAIR_ATTEMPTS; index++) {
      await countAttempts({ email: shared, ip, accounts });
    }
    const [, second] = await countAttempts({ email: shared, ip, accounts });
    expect(second?.refusedBy).toBe("account");
  });
});
