import type { RequestContext } from "../../authz/guard/actor.ts";
import type { EventOrigin } from "../../events/record.ts";
import { untenantedSql } from "../../platform/db.ts";

export type Account = {
  tenant_id: string;
  tenant_name: string;
  user_id: string;
  name: string;
  password_hash: string | null;
  status: string;
  unlocked_at: Date | null;
};

/** The accounts of an address: at most one in each tenant, the oldest first. */
export function findAccounts(email: string): Promise<Account[]> {
  return untenantedSql<Account>("SELECT * FROM find_logins($1)", [email]);
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
