import type { Named, requireRequest } from "./checks.ts";

type About = { requestId: string; person: Named; role: Named };

/** Whom and what an event is about: as with assignments, the person whose access it is. */
export function aboutOf({ requestId, person, role }: About) {
  return {
    target: { type: "user", id: person.id, name: person.name },
    details: { requestId, role: role.id, roleName: role.name },
  };
}

type Found = Awaited<ReturnType<typeof requireRequest>>;

/** The same of a stored request, under the name that the role had. */
export function aboutRequest({ id, userId, user, roleId, roleName }: Found) {
  const person = { id: userId, name: user.name };
  return aboutOf({ requestId: id, person, role: { id: roleId, name: roleName } });
}
