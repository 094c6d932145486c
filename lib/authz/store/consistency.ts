import { createHmac, timingSafeEqual } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { GatehouseError } from "../../core/errors.ts";
import { env } from "../../platform/env.ts";
import { type Versions, versionsOf } from "./versions.ts";

/** The header in which a change answers with a token, and a question sends one. */
export const CONSISTENCY_TOKEN = "Consistency-Token";

/** How long a question waits until the database has what its token is about, and between two looks. */
const WAIT_MS = 2_000;
const LOOK_MS = 50;

const form = /^(\d{1,19})\.(\d{1,19})\.([\w-]{22})$/;
const MAX_LENGTH = 120;

function sign(tenantId: string, { access, tree }: Versions): string {
  const said = `consistency.v1.${tenantId}.${access}.${tree}`;
  return createHmac("sha256", env().AUTH_SECRET).update(said).digest("base64url").slice(0, 22);
}

/** An opaque text for the state of a tenant's access at these versions. */
export function consistencyToken(tenantId: string, versions: Versions): string {
  const { access, tree } = versions;
  const text = `${access}.${tree}.${sign(tenantId, versions)}`;
  return Buffer.from(text).toString("base64url");
}

/** A token of the state that the database has now: whatever was committed before is in it. */
export async function tokenOfNow(tenantId: string): Promise<string> {
  return consistencyToken(tenantId, await versionsOf(tenantId, performance.now()));
}

/** @throws GatehouseError malformed when the token is not one that this tenant was given. */
export function readToken(tenantId: string, token: unknown): Versions {
  if (typeof token === "string" && token.length <= MAX_LENGTH) {
    const [, access, tree, signature] =
      form.exec(Buffer.from(token, "base64url").toString("latin1")) ?? [];
    if (access && tree && signature) {
      const expected = Buffer.from(sign(tenantId, { access, tree }));
      if (timingSafeEqual(expected, Buffer.from(signature))) return { access, tree };
    }
  }
  throw new GatehouseError("malformed", "The consistency token is not one of this tenant.");
}

function has(now: Versions, wanted: Versions): boolean {
  return BigInt(now.access) >= BigInt(wanted.access) && BigInt(now.tree) >= BigInt(wanted.tree);
}

/**
 * Waits until this process answers from a state that has all that these tokens are about. What it
 * remembers is enough when it is as new; else it reads the versions again, for two seconds at most:
 * a database that follows another one may not have the change yet.
 * @throws GatehouseError malformed for a token that is not one of this tenant; unavailable when the state
 *   cannot be had in time.
 */
export async function requireFresh(tenantId: string, tokens: readonly unknown[]): Promise<void> {
  if (tokens.length === 0) return;
  const wanted = tokens.map((token) => readToken(tenantId, token));
  const isFresh = (now: Versions) => wanted.every((each) => has(now, each));
  if (isFresh(await versionsOf(tenantId))) return;
  const until = performance.now() + WAIT_MS;
  for (;;) {
    if (isFresh(await versionsOf(tenantId, performance.now()))) return;
    if (performance.now() >= until) break;
    await sleep(LOOK_MS);
  }
  const message =
    "The state that the consistency token is about cannot be had just now. Ask again.";
  throw new GatehouseError("unavailable", message);
}
