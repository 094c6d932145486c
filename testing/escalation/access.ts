import * as assignments from "../../lib/access/assignments/service.ts";
import * as grants from "../../lib/access/grants/service.ts";
import * as modules from "../../lib/access/modules/service.ts";
import * as resources from "../../lib/access/resources/service.ts";
import * as roles from "../../lib/access/roles/service.ts";
import { type Attempt, idOf, pick, type Run, trying } from "./step.ts";
import { about, asked } from "./world.ts";

/** Half of it the actor has and may give, so that what follows builds on something. */
const own = [
  "document.read",
  "user.read",
  "group.read",
  "role.assign",
  "user.update",
  "grant.read",
];
const tempting = [...own, ...asked, "document.delete"];

/** Soon, so that what ends can be seen to have ended, and later than any run takes. */
export const hours = (number: number) => new Date(Date.now() + number * 3_600_000).toISOString();
const windows = [
  {},
  { startsAt: hours(1) },
  { endsAt: hours(2) },
  { startsAt: hours(1), endsAt: hours(2) },
];

/** Somebody of the tenant, mostly those who matter to the attempt. */
export function somebody({ world, have }: Attempt, number: number): string {
  const { actor, helper, admin, above } = world;
  const people = [actor, helper, helper, above.victim, above.later, above.disabled, admin];
  return pick([...people, ...have.people], number).id;
}

/** A role, mostly one of the tenant's own: nobody changes built-in ones, and few may give them. */
export function roleIn({ have }: Attempt, number: number): string {
  const made = have.roles.filter(({ builtIn }) => !builtIn);
  return pick([...made, ...made, ...have.roles], number).id;
}

function entriesFrom({ a, b, c }: Attempt) {
  const entry = (number: number) => ({
    permission: pick(tempting, number),
    effect: pick(["allow", "allow", "deny"], b),
    ownOnly: c % 5 === 0 && b % 3 !== 2,
  });
  const [one, other] = [entry(a), entry(a + c)];
  return a % 2 === 0 || one.permission === other.permission ? [one] : [one, other];
}

function roleFrom(attempt: Attempt) {
  const { a, c } = attempt;
  const parents = c % 3 === 0 ? [roleIn(attempt, a)] : [];
  return { description: "", entries: c % 4 === 1 ? [] : entriesFrom(attempt), parents };
}

function ofRole(attempt: Attempt) {
  const { a, b } = attempt;
  return { roleId: roleIn(attempt, a), userId: somebody(attempt, b) };
}

function resourceFrom({ world, a, b, c }: Attempt) {
  const { type, id } = pick(about, a);
  const { actor, helper, above } = world;
  const owners = [null, actor.id, actor.email, above.victim.id, helper.email, "outsider"];
  const parents = [null, { type: "project", id: "p1" }, { type: "project", id: "p2" }];
  return { type, id, owner: pick(owners, b), parent: type === "project" ? null : pick(parents, c) };
}

function typeFrom({ a, b, c }: Attempt) {
  return {
    type: pick(["todo", "todo", "note"], c),
    name: "To-do",
    actions: pick([["read"], ["close"], ["read", "close"], []], a).map((name) => ({ name })),
    ownerProperty: pick([null, "assignee"], b),
    ...(c % 2 === 0 ? { builtInAdministrators: b % 2 === 0 } : {}),
  };
}

function grantFrom(attempt: Attempt) {
  const { have, a, b, c } = attempt;
  const { type, id } = pick(about, c);
  const groupId = a % 3 === 0 ? idOf(have.groups, b) : null;
  return {
    ...(groupId ? { groupId } : { userId: somebody(attempt, a) }),
    permission: pick(tempting, b),
    effect: pick(["allow", "deny"], a),
    resourceType: type,
    resourceId: pick([null, id], b),
    ...pick(windows, c),
  };
}

export const inAccess: Record<string, Run> = {
  "access/assignments assignRole": trying(assignments.assignRole, (attempt) => ({
    ...ofRole(attempt),
    ...pick(windows, attempt.c),
  })),
  "access/assignments updateAssignment": trying(assignments.updateAssignment, (attempt) => ({
    ...ofRole(attempt),
    ...pick(windows, attempt.c),
  })),
  "access/assignments unassignRole": trying(assignments.unassignRole, ofRole),
  "access/grants createGrant": trying(grants.createGrant, grantFrom),
  "access/grants revokeGrant": trying(grants.revokeGrant, ({ have, a }) => {
    const grantId = idOf(have.grants, a);
    return grantId && { grantId };
  }),
  "access/modules switchModule": trying(modules.switchModule, ({ a, b }) => ({
    module: pick(["documents", "documents", "orders", "groups", "reviews"], a),
    isEnabled: b % 2 === 0,
  })),
  "access/resources putResource": trying(resources.putResource, resourceFrom),
  "access/resources deleteResource": trying(resources.deleteResource, ({ a }) => {
    const { type, id } = pick(about, a);
    return { type, id };
  }),
  "access/resources putResourceType": trying(resources.putResourceType, typeFrom),
  "access/resources deleteResourceType": trying(resources.deleteResourceType, ({ c }) => ({
    type: pick(["todo", "note"], c),
  })),
  "access/roles createRole": trying(roles.createRole, (attempt) => ({
    name: `Role ${attempt.at}`,
    ...roleFrom(attempt),
  })),
  "access/roles updateRole": trying(roles.updateRole, (attempt) => {
    const changeable = attempt.have.roles.filter(({ builtIn }) => !builtIn);
    if (changeable.length === 0) return null;
    const { id: roleId, updatedAt: basedOn } = pick(changeable, attempt.b);
    return { roleId, basedOn, name: `Changed ${attempt.at}`, ...roleFrom(attempt) };
  }),
  "access/roles deleteRole": trying(roles.deleteRole, (attempt) => ({
    roleId: roleIn(attempt, attempt.a),
    reassignTo: attempt.b % 3 === 0 ? null : roleIn(attempt, attempt.b),
  })),
};
