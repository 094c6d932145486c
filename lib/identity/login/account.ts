import type { RequestContext } from "../../authz/guard/actor.ts";
import type { EventOrigin } from "../../events/record.ts";
import { pool, sqlOfClient } from "../../platform/db.ts";

export type Account = {
  tenant_id: string;
  user_id: string;
  name: string;
  password_hash: string | null;
  status: string;
  unlocked_at: Date | null;
};

/** The account of an address, in whatever tenant. */
export async function findAccount(email: string): Promise<Account | undefined> {
  const sql = sqlOfClient(pool("app"));
  const [account] = await sql<Account>("SELECT * FROM find_login($1)", [email]);
  return account;
}

/** Who an event of log-in is of: the account, or nobody that is known. */
export function originOf(
  account: Pick<Account, "user_id" | "name"> | undefined,
  fallbackName: string | null,
  request: RequestContext,
): EventOrigin {
  const id = account?.user_id ?? null;
  return { kind: "user", id, name: account?.name ?? fallbackName, request };
}
