import { GatehouseError } from "../../core/errors.ts";
import { sqlOf, type TenantTx } from "../../platform/db.ts";
import { namesOf } from "../catalogue/permissions.ts";
import { compareAccess, reaches } from "../engine/blast-radius.ts";
import type { Actor } from "../guard/actor.ts";
import { readPolicyFacts } from "../store/read-facts.ts";
import { accessUnder } from "./claim-access.ts";
import { compilePeople } from "./people.ts";
import { policiesOf } from "./policies.ts";

/**
 * Whoever could change how somebody is known, or logs in, could act as them: not only today, but
 * also once a role of theirs begins, is chosen, they are enabled again, or a module is switched on.
 * Belongs after `claimAccess`, so that nothing of it changes before the commit.
 * @throws GatehouseError permission_denied when the person may do, or could come to do, what the
 *   actor may not.
 */
export async function requireNotAbove(tx: TenantTx, actor: Actor, userId: string): Promise<void> {
  const { tenantId } = actor;
  const sql = sqlOf(tx);
  const { open } = policiesOf(await readPolicyFacts(sql, tenantId));
  const access = await accessUnder(sql, actor, open);
  const person = (await compilePeople(sql, tenantId, open, [userId])).get(userId);
  if (!person) return;
  const lacking = compareAccess(null, person.access).gained.filter(
    (each) => !access || !reaches(access, each),
  );
  if (lacking.length === 0) return;
  const names = namesOf([...new Set(lacking.map(({ permission }) => permission))]);
  const message = `${person.name} may do, or could come to do, what you may not do yourself: ${names}.`;
  throw new GatehouseError("permission_denied", message);
}
