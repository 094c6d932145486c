import { GatehouseError } from "../../core/errors.ts";
import { sqlOf, type TenantTx } from "../../platform/db.ts";
import { namesOf } from "../catalogue/permissions.ts";
import type { Access } from "../engine/access.ts";
import { compareAccess, reaches } from "../engine/blast-radius.ts";
import { compilePolicy } from "../engine/policy.ts";
import { readPolicyFacts } from "../store/read-facts.ts";
import { compilePeople } from "./people.ts";

/**
 * Whoever could change how somebody is known, or logs in, could act as them: not only today, but
 * also once a role of theirs begins, is chosen, or they are enabled again. Belongs after
 * `claimAccess`, so that nothing of it changes before the commit.
 * @param access what the actor may do now.
 * @throws GatehouseError permission_denied when the person may do, or could come to do, what the
 *   actor may not.
 */
export async function requireNotAbove(
  tx: TenantTx,
  tenantId: string,
  access: Access,
  userId: string,
): Promise<void> {
  const sql = sqlOf(tx);
  const policy = compilePolicy(await readPolicyFacts(sql, tenantId));
  const person = (await compilePeople(sql, tenantId, policy, [userId])).get(userId);
  if (!person) return;
  const lacking = compareAccess(null, person.access).gained.filter(
    (each) => !reaches(access, each),
  );
  if (lacking.length === 0) return;
  const names = namesOf([...new Set(lacking.map(({ permission }) => permission))]);
  const message = `${person.name} may do, or could come to do, what you may not do yourself: ${names}.`;
  throw new GatehouseError("permission_denied", message);
}
