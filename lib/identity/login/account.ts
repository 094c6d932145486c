import type { RequestContext } from "../../authz/guard/actor.ts";
import type { EventOrigin } from "../../events/record.ts";
import { type Sql, untenantedSql } from "../../platform/db.ts";

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

// A lock-out from before an unlock says nothing of the counts after it.
const lockOut = `
  INSERT INTO login_lockouts AS l (tenant_id, user_id, until, counted_from)
  VALUES ($1::uuid, $2::uuid, $3, $4)
  ON CONFLICT (tenant_id, user_id) DO UPDATE SET counted_from = excluded.counted_from,
    until = CASE WHEN l.counted_from IS DISTINCT FROM excluded.counted_from THEN excluded.until
      ELSE greatest(l.until, excluded.until) END`;

/** Notes that the account refuses log-ins from somewhere. @param until milliseconds since the epoch. */
export async function noteLockout(sql: Sql, account: Account, until: number): Promise<void> {
  const { tenant_id: tenantId, user_id: userId, unlocked_at: unlockedAt } = account;
  await sql(lockOut, [tenantId, userId, new Date(until), unlockedAt]);
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
