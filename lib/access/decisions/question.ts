import { isActionOf } from "../../authz/catalogue/concerning.ts";
import { resourceTypes } from "../../authz/catalogue/resource-types.ts";
import { PERSON_TYPE } from "../../authz/catalogue/subject-types.ts";
import { permissionsNeeded } from "../../authz/engine/conditions.ts";
import { decide, dependsOnResource, type Target } from "../../authz/engine/decide.ts";
import type { Policy } from "../../authz/engine/policy.ts";
import { recordUse } from "../../authz/guard/uses.ts";
import { policyAt } from "../../authz/store/policy-cache.ts";
import type { Principal } from "../../authz/store/principal.ts";
import { versionsOf } from "../../authz/store/versions.ts";
import { identifierKey } from "../../core/identifier.ts";
import { currentPrincipal, findUserId, locateTarget, principalUsing } from "./current.ts";
import { type Asker, noteDenied } from "./denied.ts";
import { activeRoles, type Decision, type EvaluationRequest, MAX_ID_LENGTH } from "./schema.ts";

type Entity = EvaluationRequest["resource"];

/** What is recorded of a permission that nobody has registered, whatever the question called it. */
const UNKNOWN = "unknown";

/**
 * The person that a question is about, with the roles that they use in the session of the product that
 * asks, as far as they exclude each other; null for whoever is not one, or not active.
 */
export async function subjectOf(
  tenantId: string,
  { type, id }: EvaluationRequest["subject"],
  context: EvaluationRequest["context"],
): Promise<Principal | null> {
  if (type !== PERSON_TYPE && !(await isPersonType(tenantId, type))) return null;
  const userId = await findUserId(tenantId, id);
  if (userId === null) return null;
  const principal = await currentPrincipal(tenantId, userId);
  const used = principal?.access.inactive.length
    ? activeRolesIn(principal.access.policy, context)
    : [];
  return used.length > 0 ? principalUsing(tenantId, userId, used) : principal;
}

async function isPersonType(tenantId: string, type: string): Promise<boolean> {
  const policy = await policyAt(tenantId, (await versionsOf(tenantId)).access);
  return policy.subjectTypes.has(type);
}

/** The ids of the roles that the question says are used, by id or, in any case and form, by name. */
function activeRolesIn(policy: Policy, context: EvaluationRequest["context"]): string[] {
  const parsed = activeRoles.safeParse(context?.active_roles);
  if (!parsed.success) return [];
  return parsed.data.flatMap((said) => {
    if (policy.roles.has(said)) return [said];
    return namedRoles(policy).get(identifierKey(said)) ?? [];
  });
}

const named = new WeakMap<Policy, ReadonlyMap<string, string>>();

/** The ids of roles by what they are called; of two that share a name, neither. */
function namedRoles(policy: Policy): ReadonlyMap<string, string> {
  const known = named.get(policy);
  if (known) return known;
  const byKey = Map.groupBy(policy.roles, ([, { held }]) => identifierKey(held.name));
  const made = new Map<string, string>();
  for (const [key, roles] of byKey) {
    const [only, ...more] = roles;
    if (only && more.length === 0) made.set(key, only[0]);
  }
  named.set(policy, made);
  return made;
}

const types = new WeakMap<Policy, ReadonlySet<string>>();

function typesOf(policy: Policy): ReadonlySet<string> {
  const known = types.get(policy);
  if (known) return known;
  const made = new Set<string>(Object.keys(resourceTypes));
  for (const id of policy.space.ids) {
    const parts = id.split(".");
    for (let end = 1; end < parts.length; end++) made.add(parts.slice(0, end).join("."));
  }
  types.set(policy, made);
  return made;
}

/**
 * The permission that a question is about; null when the tenant has no such permission or type, or when the
 * permission is no action of the type: whoever may update documents has been given nothing on a to-do.
 */
export function permissionFor(
  policy: Policy,
  action: EvaluationRequest["action"],
  resource: { type: string },
): string | null {
  const { type } = resource;
  if (!typesOf(policy).has(type)) return null;
  for (const id of [action.name, `${type}.${action.name}`]) {
    if (policy.space.indexOf(id) !== undefined && isActionOf(id, type)) return id;
  }
  return null;
}

/** Why there is no permission for a question. */
function whyNone(
  { space }: Policy,
  { name }: EvaluationRequest["action"],
  { type }: { type: string },
): string {
  return space.indexOf(name) === undefined
    ? `There is no permission for ${name} on ${type}.`
    : `The action ${name} does not belong to the type ${type}.`;
}

/**
 * Whom the question names as the owner. The first draft of the standard, which products still send,
 * had properties on the resource itself.
 */
export function ownerIn(policy: Policy, resource: Entity): string | null {
  const name = policy.ownerPropertyOf(resource.type);
  for (const place of [resource.properties, resource as Readonly<Record<string, unknown>>]) {
    if (!place || !Object.hasOwn(place, name)) continue;
    const owner = place[name];
    // Nobody is called anything longer; and many questions may share one such text.
    if (typeof owner === "string" && owner.length <= MAX_ID_LENGTH) return owner;
  }
  return null;
}

/** The resource of a question; null, and nothing looked up, when the answer cannot depend on it. */
async function targetFor(
  tenantId: string,
  { access }: Principal,
  permission: string,
  resource: Entity,
): Promise<Target | null> {
  if (!dependsOnResource(access, permission)) return null;
  const { type, id } = resource;
  return locateTarget(tenantId, { type, id, owner: ownerIn(access.policy, resource) });
}

/** A decision, and how to record it when it is a denial that was given to somebody. */
export type Decided = { decision: Decision; note: (() => Promise<void>) | null };

const permitted: Decided = { decision: { decision: true }, note: null };

/** The decision about one question. Whatever is unknown is denied, and is no error. */
export async function answerTo(
  tenantId: string,
  { subject, action, resource, context }: EvaluationRequest,
  asker: Asker,
): Promise<Decided> {
  const principal = await subjectOf(tenantId, subject, context);
  if (!principal) {
    const reason = `There is no active ${subject.type} ${subject.id}.`;
    const note = () => noteDenied(tenantId, UNKNOWN, asker, { subject, resource }, reason);
    return denied("subject", reason, note);
  }
  const permission = permissionFor(principal.access.policy, action, resource);
  if (permission === null) {
    const reason = whyNone(principal.access.policy, action, resource);
    const note = () => noteDenied(tenantId, UNKNOWN, asker, { subject, resource }, reason);
    return denied("unknown", reason, note);
  }
  const needed = neededFor(principal.access.policy, permission, { action, resource });
  const lacking = await firstLacking(tenantId, principal, needed, resource, "note");
  if (lacking === null) return permitted;
  const reason = `Lacks the permission ${lacking}.`;
  const note = () => noteDenied(tenantId, lacking, asker, { subject, resource }, reason);
  return denied("permission", reason, note);
}

type Properties = { properties?: Readonly<Record<string, unknown>> | undefined };

/** All that a question about a permission needs, by what it says of the action and the resource. */
export function neededFor(
  { conditions }: Policy,
  permission: string,
  said: { action?: Properties; resource: Properties },
): readonly string[] {
  return permissionsNeeded(conditions, permission, {
    action: said.action?.properties,
    resource: said.resource.properties,
  });
}

/**
 * The first of these permissions that somebody has not on a resource; null when they have them all.
 * @param noting `"note"` to have the use of each noted when they do.
 */
export async function firstLacking(
  tenantId: string,
  principal: Principal,
  needed: readonly string[],
  resource: Entity,
  noting: "note" | "silent",
): Promise<string | null> {
  const used: [permission: string, target: Target | null][] = [];
  for (const permission of needed) {
    const target = await targetFor(tenantId, principal, permission, resource);
    if (!decide(principal.access, permission, target)) return permission;
    used.push([permission, target]);
  }
  if (noting === "silent") return null;
  for (const [permission, target] of used) {
    recordUse(tenantId, principal.userId, principal.access, permission, target);
  }
  return null;
}

function denied(code: string, reason: string, note: () => Promise<void>): Decided {
  return { decision: { decision: false, context: { code, reason_admin: { en: reason } } }, note };
}
