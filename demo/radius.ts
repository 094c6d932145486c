import { builtInRoles } from "#lib/authz/catalogue/roles";
import { compileAccess, nobody } from "#lib/authz/engine/access";
import { compareAccess, storable } from "#lib/authz/engine/blast-radius";
import { compilePolicy } from "#lib/authz/engine/policy";
import { entriesOf, type OwnRole } from "./own-roles.ts";
import type { Person } from "./people.ts";

const always = { via: null, startsAt: null, endsAt: null };

/**
 * Says whom a change of somebody's roles reached, by the engine that decides.
 * @param ownRoles those of the company's own making.
 */
export function radiusAmong(ownRoles: readonly OwnRole[]) {
  const builtIn = Object.keys(builtInRoles).map((id) => ({ id, name: "", entries: [] }));
  const own = ownRoles.map((role) => ({ ...role, entries: entriesOf(role.permissions) }));
  const policy = compilePolicy({
    version: "demo",
    roles: [...builtIn, ...own].map(({ id, name, entries }) => {
      return { id, name, description: "", parents: [], entries };
    }),
    productPermissions: [],
    closedTypes: [],
    ownerProperties: {},
    subjectTypes: {},
    conditions: [],
    disabledModules: [],
    sodRules: [],
  });
  const accessOf = (roles: readonly string[]) => {
    const holdings = roles.map((roleId) => ({ roleId, ...always }));
    return compileAccess(policy, { ...nobody, holdings }, 0);
  };
  return ({ id, name }: Pick<Person, "id" | "name">, before: string[], after: string[]) => {
    const { gained, lost } = compareAccess(accessOf(before), accessOf(after));
    if (gained.length + lost.length === 0) return storable({ peopleCount: 0, groups: [] });
    return storable({ peopleCount: 1, groups: [{ gained, lost, people: [{ id, name }] }] });
  };
}
