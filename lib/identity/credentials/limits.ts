import { createHash } from "node:crypto";
import ipaddr from "ipaddr.js";
import { singleton } from "../../platform/singleton.ts";
import { type Counted, count, forget, makeCounter, takeBack } from "./counter.ts";

const WINDOW_SECONDS = 15 * 60;
const HOUR_SECONDS = 3600;
/** Wrong passwords for one account from one address, then that address must wait for that account. */
export const PAIR_ATTEMPTS = 10;
/** Wrong passwords for one account from one browser that its person has logged in from before. */
export const DEVICE_ATTEMPTS = 10;
/** Wrong passwords for one account in an hour, from all the addresses of strangers together. */
export const ACCOUNT_ATTEMPTS = 100;
/** Failed attempts from one address, at whatever account; successful ones do not count. */
export const ADDRESS_ATTEMPTS = 100;
/** Passwords in an hour that were right for another account of the e-mail address, and may be for this. */
export const ELSEWHERE_ATTEMPTS = 10;
/** Wrong current passwords of one person who is logged in. */
const OWN_ATTEMPTS = 10;

const counters = () =>
  singleton("loginCounters", () => ({
    pair: makeCounter("login-pair", PAIR_ATTEMPTS, WINDOW_SECONDS),
    device: makeCounter("login-device", DEVICE_ATTEMPTS, WINDOW_SECONDS),
    account: makeCounter("login-account", ACCOUNT_ATTEMPTS, HOUR_SECONDS),
    address: makeCounter("login-address", ADDRESS_ATTEMPTS, WINDOW_SECONDS),
    elsewhere: makeCounter("login-elsewhere", ELSEWHERE_ATTEMPTS, HOUR_SECONDS),
    noted: makeCounter("login-noted", 1, WINDOW_SECONDS),
    own: makeCounter("password-own", OWN_ATTEMPTS, WINDOW_SECONDS),
  }));

/** An attempt that is of no account, or of the actor's own. */
type Attempt = {
  /** Milliseconds since the epoch until which it is refused; null for an attempt that may be made. */
  refusedUntil: number | null;
  /** A right one: it does not count. */
  succeed: () => Promise<void>;
};

/** An attempt at one account. */
export type AccountAttempt = {
  /** Which limit refuses it; null for an attempt that may be made. */
  refusedBy: "address" | "account" | null;
  /** Of a refused one: true once a window, to record it once. */
  isFirst: boolean;
  /** Milliseconds since the epoch until which the account refuses others like it, should this one fail. */
  shutUntil: number | null;
  /** The password is right: what failed before is forgotten. */
  isRight: () => Promise<void>;
  /**
   * The password has opened another account of the e-mail address. It is no failure that could keep the
   * person out of this account, but it is a guess at it.
   * @returns whether it may be told that the password is right here, too.
   */
  wasForAnother: () => Promise<Pick<Counted, "allowed" | "isFirst">>;
};

type AccountAttempts = {
  /** One for each account, in their order; a single one for an address that nobody has. */
  each: AccountAttempt[];
  /**
   * What to tell whoever fails: milliseconds since the epoch until which there may be too many attempts, or
   * null. It is what an address would be told that nobody has, so that it tells nothing of accounts: neither
   * that there are any, nor that one was unlocked, nor that a refused password was right.
   */
  toldUntil: number | null;
  /** The attempt has led to an account: it counts neither against where it came from nor for `toldUntil`. */
  succeed: () => Promise<void>;
};

export type ClaimedAccount = {
  userId: string;
  /** What was counted before it is forgotten. */
  unlockedAt: Date | null;
  /** Of a browser that the person has logged in from before. */
  deviceId: string | null;
};

type Claim = {
  email: string;
  ip: string | null;
  /** Those that have the address, one in each of several tenants; none when nobody has it. */
  accounts: readonly ClaimedAccount[];
};

/**
 * Counts an attempt before it is made, so that none of several at once slips by: once for the address that
 * it is for, as if nobody had it, and for each of its accounts. Each client's address has a count of its own
 * for an account, so nobody can keep the person out from elsewhere; a person's known browser counts only for
 * itself. Whoever has no address is not thrown together with others who have none: only the account's count
 * bounds them. What happens to one of the accounts, an unlock or the right password, changes no count of
 * another that could keep its person out.
 */
export async function countAttempts({ email, ip, accounts }: Claim): Promise<AccountAttempts> {
  const from = ip === null ? null : networkOf(ip);
  const claimed = accounts.map((account) => ({ account, key: accountKey(email, account) }));
  const known = await Promise.all(claimed.map(countKnown));
  // Known browsers count as well: an account of one's own would else be a way to try for free at others.
  const address = from === null ? null : await count(counters().address, from);
  const nobody = accountKey(email, null);
  if (from !== null && address?.allowed === false) {
    const keys = claimed.length > 0 ? claimed.map(({ key }) => key) : [nobody];
    const each = keys.map((key, at) => known[at] ?? refusedAddress(`${from}/${key}`));
    return {
      each: await Promise.all(each),
      toldUntil: address.endsAt,
      succeed: () => takeBack(counters().address, from),
    };
  }
  const told = await countAsNobody(from, nobody);
  const each = claimed.map(({ key }, at) => known[at] ?? countStranger(from, key, told.windows));
  return {
    each: claimed.length > 0 ? await Promise.all(each) : [told.attempt],
    toldUntil: told.until,
    succeed: async () => {
      if (from !== null) await takeBack(counters().address, from);
      await told.takeBack();
    },
  };
}

type Keyed = { account: ClaimedAccount; key: string };

/** Null for a browser that is not known, or not believed any more. */
async function countKnown({ account, key }: Keyed): Promise<AccountAttempt | null> {
  if (account.deviceId === null) return null;
  const { device } = counters();
  const own = `${account.deviceId}/${key}`;
  if (!(await count(device, own)).allowed) return null;
  return {
    ...openTo(key, () => takeBack(device, own)),
    isRight: async () => {
      await forget(device, own);
      await forget(counters().elsewhere, key);
    },
  };
}

/** Until when the windows last that the counts of accounts begin in. */
type Windows = { pair: number | undefined; account: number };

/**
 * The counts of an address as if nobody had it. Windows of its accounts end with these, and whatever counts
 * there counts here: so while an account refuses strangers, this says so.
 */
async function countAsNobody(from: string | null, key: string) {
  const { pair, account } = counters();
  const here = from === null ? null : await count(pair, `${from}/${key}`);
  const all = await count(account, key);
  const refusing = [here, all].filter((each) => each?.allowed === false);
  const until = Math.max(...refusing.map((each) => each?.endsAt ?? 0));
  const windows: Windows = { pair: here?.endsAt, account: all.endsAt };
  const attempt: AccountAttempt = {
    ...openTo(key, async () => undefined),
    refusedBy: refusing.length > 0 ? "account" : null,
    isFirst: refusing[0]?.isFirst ?? false,
  };
  return {
    attempt,
    windows,
    until: refusing.length > 0 ? until : null,
    takeBack: () => takeBackBoth(from, key, windows),
  };
}

async function countStranger(
  from: string | null,
  key: string,
  windows: Windows,
): Promise<AccountAttempt> {
  const { pair, account } = counters();
  const here = from === null ? null : await count(pair, `${from}/${key}`, windows.pair);
  if (from !== null && here?.allowed === false) {
    return shut(here, () => takeBack(pair, `${from}/${key}`, windows.pair));
  }
  const all = await count(account, key, windows.account);
  const both = () => takeBackBoth(from, key, windows);
  if (!all.allowed) return shut(all, both);
  const last = [here, all].flatMap((each) => (each?.isLast ? [each.endsAt] : []));
  return {
    ...openTo(key, both),
    shutUntil: last.length > 0 ? Math.max(...last) : null,
    isRight: async () => {
      if (from !== null) await forget(pair, `${from}/${key}`);
      await forget(account, key);
      await forget(counters().elsewhere, key);
    },
  };
}

async function takeBackBoth(from: string | null, key: string, windows: Windows): Promise<void> {
  const { pair, account } = counters();
  if (from !== null) await takeBack(pair, `${from}/${key}`, windows.pair);
  await takeBack(account, key, windows.account);
}

function openTo(key: string, uncount: () => Promise<void>): AccountAttempt {
  return {
    refusedBy: null,
    isFirst: false,
    shutUntil: null,
    isRight: async () => undefined,
    wasForAnother: async () => {
      await uncount();
      return count(counters().elsewhere, key);
    },
  };
}

function shut(by: Counted, uncount: () => Promise<void>): AccountAttempt {
  return {
    refusedBy: "account",
    isFirst: by.isFirst,
    shutUntil: by.endsAt,
    isRight: async () => undefined,
    wasForAnother: async () => {
      await uncount();
      return { allowed: false, isFirst: false };
    },
  };
}

async function refusedAddress(key: string): Promise<AccountAttempt> {
  const { allowed: isFirst } = await count(counters().noted, key);
  return {
    refusedBy: "address",
    isFirst,
    shutUntil: null,
    isRight: async () => undefined,
    wasForAnother: async () => ({ allowed: false, isFirst: false }),
  };
}

/** Counts an attempt that names no account, such as a one-time link. */
export async function countAttemptFrom(ip: string | null): Promise<Attempt> {
  if (ip === null) return { refusedUntil: null, succeed: async () => undefined };
  const { address } = counters();
  const from = networkOf(ip);
  const { allowed, endsAt } = await count(address, from);
  return { refusedUntil: allowed ? null : endsAt, succeed: () => takeBack(address, from) };
}

/** Counts an attempt of somebody who is logged in to say their current password. */
export async function countOwnAttempt(userId: string): Promise<Attempt> {
  const { own } = counters();
  const { allowed, endsAt } = await count(own, userId);
  return { refusedUntil: allowed ? null : endsAt, succeed: () => forget(own, userId) };
}

/** E-mail addresses are personal: Redis sees a hash. An unlocked account begins a new count. */
function accountKey(email: string, account: ClaimedAccount | null): string {
  const whose = account ? [account.userId, account.unlockedAt?.getTime() ?? 0] : [];
  const text = [email.toLowerCase(), ...whose].join("\n");
  return createHash("sha256").update(text).digest("base64url");
}

/** An IPv4 address, or the /64 of an IPv6 address: whoever has one of these has them all. */
export function networkOf(ip: string): string {
  const address = ipaddr.process(ip);
  if (!(address instanceof ipaddr.IPv6)) return address.toString();
  const parts = address.parts.slice(0, 4).map((part) => part.toString(16));
  return `${parts.join(":")}::/64`;
}
