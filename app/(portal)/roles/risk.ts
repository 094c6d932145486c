import { type PermissionId, permissions, type Risk } from "#lib/access/permissions";

const order: readonly Risk[] = ["low", "medium", "high", "critical"];

/** How much harm a permission can do in the wrong hands. */
export function riskOf(id: PermissionId): Risk {
  return permissions[id].risk;
}

/** The risk of the most harmful permission; null when there is none. */
export function highestRisk(ids: readonly PermissionId[]): Risk | null {
  const found = Math.max(-1, ...ids.map((id) => order.indexOf(riskOf(id))));
  return order[found] ?? null;
}
