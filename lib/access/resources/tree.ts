import { isResourceType, resourceTypes } from "../../authz/catalogue/resource-types.ts";
import { GatehouseError } from "../../core/errors.ts";
import { sqlOf, type TenantTx } from "../../platform/db.ts";

/** How deep a tree can be; a decision walks it upwards. */
const MAX_DEPTH = 32;

type Ref = { type: string; id: string };

const readLineage = `
  WITH RECURSIVE lineage AS (
    SELECT type, id, parent_type, parent_id, 1 AS depth FROM resources
    WHERE tenant_id = $1::uuid AND type = $2 AND id = $3
    UNION ALL
    SELECT r.type, r.id, r.parent_type, r.parent_id, l.depth + 1
    FROM lineage l JOIN resources r
      ON r.tenant_id = $1::uuid AND r.type = l.parent_type AND r.id = l.parent_id
    WHERE l.depth <= $4
  )
  SELECT type, id FROM lineage ORDER BY depth`;

const readHeight = `
  WITH RECURSIVE below AS (
    SELECT type, id, 1 AS depth FROM resources WHERE tenant_id = $1::uuid AND type = $2 AND id = $3
    UNION ALL
    SELECT r.type, r.id, b.depth + 1 FROM below b JOIN resources r
      ON r.tenant_id = $1::uuid AND r.parent_type = b.type AND r.parent_id = b.id
  )
  SELECT coalesce(max(depth), 1)::int AS height FROM below`;

/**
 * Whether a resource may lie under another.
 * @throws GatehouseError invalid_input when the parent is unknown or of the wrong type, when it would
 * lie under itself, or too deep.
 */
export async function requireParent(
  tx: TenantTx,
  tenantId: string,
  child: Ref,
  parent: Ref,
): Promise<void> {
  const allowed: readonly string[] = isResourceType(child.type)
    ? resourceTypes[child.type].parents
    : [];
  if (isResourceType(child.type) && !allowed.includes(parent.type)) {
    const where = allowed.length > 0 ? `only under: ${allowed.join(", ")}` : "under nothing";
    throw invalid(`${resourceTypes[child.type].name}: can lie ${where}.`);
  }
  const lineage = await sqlOf(tx)<Ref>(readLineage, [tenantId, parent.type, parent.id, MAX_DEPTH]);
  if (lineage.length === 0) throw invalid(`There is no ${parent.type} ${parent.id} to lie under.`);
  const at = lineage.findIndex(({ type, id }) => type === child.type && id === child.id);
  if (at >= 0) {
    const circle = [child, ...lineage.slice(0, at + 1)].map(({ type, id }) => `${type} ${id}`);
    throw invalid(`A resource cannot lie under itself: ${circle.join(" > ")}.`);
  }
  const [below] = await sqlOf(tx)<{ height: number }>(readHeight, [tenantId, child.type, child.id]);
  if (lineage.length + (below?.height ?? 1) <= MAX_DEPTH) return;
  throw invalid(`A tree can be ${MAX_DEPTH} levels deep.`);
}

function invalid(message: string): GatehouseError {
  return new GatehouseError("invalid_input", message, { parent: [message] });
}
