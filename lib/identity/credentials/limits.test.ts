import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import {
  ACCOUNT_ATTEMPTS,
  type AccountAttempt,
  ADDRESS_ATTEMPTS,
  type ClaimedAccount,
  countAttemptFrom,
  countAttempts,
  ELSEWHERE_ATTEMPTS,
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

type Made = AccountAttempt & { toldUntil: number | null; succeed: () => Promise<void> };

/** An attempt at the one account that an address has. */
async function countAttempt({ email, ip, unlockedAt, deviceId }: OneClaim): Promise<Made> {
  const accounts = [{ userId: `account of ${email}`, unlockedAt, deviceId }];
  const { each, toldUntil, succeed } = await countAttempts({ email, ip, accounts });
  const [only] = each;
  if (!only) throw new Error("nothing was counted");
  const right = async () => {
    await only.isRight();
    await succeed();
  };
  return { ...only, toldUntil, succeed: right };
}

async function times(count: number, attempt: (index: number) => Promise<Made>) {
  const made: Made[] = [];
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
    expect((await countAttemptFrom(null)).refusedUntil).toBeNull();
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
  const refusals = (attempts: AccountAttempt[]) => attempts.map(({ refusedBy }) => refusedBy);

  const both = async (email: string, ip: string, accounts = two()) =>
    countAttempts({ email, ip, accounts });

  it("count for each, and once for where they come from", async () => {
    const ip = address();
    for (let index = 0; index < ADDRESS_ATTEMPTS; index++) {
      expect(refusals((await both(email(), ip)).each)).toEqual([null, null]);
    }
    expect(refusals((await both(email(), ip)).each)).toEqual(["address", "address"]);
  });

  it("count for where they come from also in a browser that one of them knows", async () => {
    const [ip, deviceId] = [address(), crypto.randomUUID()];
    for (let index = 0; index < ADDRESS_ATTEMPTS; index++) {
      await both(email(), ip, two({ deviceId }));
    }
    const { each } = await both(email(), ip, two({ deviceId }));
    expect(refusals(each)).toEqual([null, "address"]);
  });

  it("are not forgotten for one because the other is unlocked", async () => {
    const [shared, ip] = [email(), address()];
    for (let index = 0; index < PAIR_ATTEMPTS; index++) await both(shared, ip);
    const unlocked = await both(shared, ip, two({ unlockedAt: new Date() }));
    expect(refusals(unlocked.each)).toEqual([null, "account"]);
  });

  it("that are right for one keep nobody out of the other, and are limited as guesses", async () => {
    const shared = email();
    const allowed: boolean[] = [];
    for (let index = 0; index < ACCOUNT_ATTEMPTS + PAIR_ATTEMPTS; index++) {
      const { each, succeed } = await both(shared, index % 2 ? address() : "203.0.113.7");
      await succeed();
      await each[0]?.isRight();
      const guess = await each[1]?.wasForAnother();
      if (guess?.allowed) allowed.push(true);
    }
    expect(allowed).toHaveLength(ELSEWHERE_ATTEMPTS);
    const { each, toldUntil } = await both(shared, "203.0.113.7");
    expect([refusals(each), toldUntil]).toEqual([[null, null], null]);
  });

  it("from a browser that one of them knows are a stranger's for the other", async () => {
    const [shared, ip, deviceId] = [email(), address(), crypto.randomUUID()];
    const accounts = two({ deviceId });
    for (let index = 0; index < PAIR_ATTEMPTS; index++) await both(shared, ip, accounts);
    const { each } = await both(shared, ip, accounts);
    expect(each[1]?.refusedBy).toBe("account");
  });
});

describe("what somebody who fails is told", () => {
  type Step = { at: number; from: number; by: "nobody" | 0 | 1; isKnown: boolean };
  const step = fc.record<Step>({
    /** Milliseconds after the one before. */
    at: fc.constantFrom(0, 0, 0, 60_000, 14 * 60_000, 50 * 60_000),
    from: fc.nat({ max: 1 }),
    by: fc.constantFrom<("nobody" | 0 | 1)[]>("nobody", "nobody", "nobody", "nobody", 0, 1),
    isKnown: fc.boolean(),
  });
  const runs = fc.array(fc.tuple(step, fc.integer({ min: 1, max: 12 })), {
    minLength: 1,
    maxLength: 12,
  });

  /** Plays the steps at an address with as many accounts. @returns what each step was told. */
  async function play(steps: readonly Step[], accounts: number, unlocks: boolean) {
    const [shared, ips, deviceId] = [email(), [address(), address()], crypto.randomUUID()];
    const told: (number | null)[] = [];
    for (const [index, { at, from, by, isKnown }] of steps.entries()) {
      vi.setSystemTime(Date.now() + at);
      const claimed = Array.from({ length: accounts }, (_, of) => ({
        userId: `${of} of ${shared}`,
        unlockedAt: unlocks && of === 1 ? new Date(index) : null,
        deviceId: isKnown && of === 0 ? deviceId : null,
      }));
      const { each, toldUntil, succeed } = await countAttempts({
        email: shared,
        ip: ips[from] ?? null,
        accounts: claimed,
      });
      told.push(toldUntil);
      const isShut = each.some(({ refusedBy }) => refusedBy !== null);
      expect(isShut && toldUntil === null, "refused, and told that the password is wrong").toBe(
        false,
      );
      const winner = by === "nobody" ? undefined : each[accounts > 1 ? by : 0];
      if (winner?.refusedBy !== null) continue;
      await succeed();
      await winner.isRight();
      for (const other of each) if (other !== winner) await other.wasForAnother();
    }
    return told;
  }

  it("is that there were too many whenever an account refuses, and nothing else tells of accounts", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const start = Date.now();
    await fc.assert(
      fc.asyncProperty(runs, async (drawn) => {
        const steps = drawn.flatMap(([first, repeats]) =>
          Array.from({ length: repeats }, (_, index) => (index ? { ...first, at: 0 } : first)),
        );
        const failing = steps.map((each) => ({ ...each, by: "nobody" as const }));
        const answers = [];
        for (const [accounts, unlocks] of [
          [0, false],
          [1, false],
          [2, false],
          [2, true],
        ] as const) {
          vi.setSystemTime(start);
          answers.push(await play(failing, accounts, unlocks));
        }
        for (const answer of answers) expect(answer).toEqual(answers[0]);
        vi.setSystemTime(start);
        await play(steps, 2, false);
      }),
      { numRuns: 60 },
    );
    vi.useRealTimers();
  });
});
