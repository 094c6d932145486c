import { typeOfPermission } from "../catalogue/concerning.ts";
import { isPermissionId, permissionOf } from "../catalogue/permissions.ts";
import { decide, targetOf } from "./decide.ts";
import { type Explainer, type Explanation, explain } from "./explain.ts";

/**
 * Whether somebody has a permission at all, by roles, and where from: asked about something of their own,
 * so that what holds only there is among the reasons. What was granted on types and single resources is
 * not looked at, but for a denial on the whole type of what holds only on what one owns.
 */
export function explainOwn(
  explainer: Explainer,
  permission: string,
): Explanation & { ownOnly: boolean } {
  const explanation = about(explainer, permission, "");
  if (!explanation.allowed || decide(explainer.access, permission)) {
    return { ...explanation, ownOnly: false };
  }
  const typed = about(explainer, permission, typeConcerned(permission));
  return typed.allowed ? { ...explanation, ownOnly: true } : { ...typed, ownOnly: false };
}

function about(explainer: Explainer, permission: string, type: string): Explanation {
  const owner = explainer.facts.identifiers[0] ?? null;
  return explain(explainer, permission, targetOf({ type, id: "", owner, ancestors: [] }));
}

/** The kind of thing that a permission is about; empty for what is about the tenant as a whole. */
function typeConcerned(permission: string): string {
  return isPermissionId(permission)
    ? (permissionOf(permission).on ?? "")
    : typeOfPermission(permission);
}
