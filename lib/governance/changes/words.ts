import { eventTypes } from "../../events/event-types.ts";
import { nameOfPermission } from "./difference.ts";

type Details = Record<string, unknown>;

/** What was done, as its list says it: the sentence of the event, with the role or the permission in it. */
export function whatOf(action: string, details: Details): string {
  const role = typeof details.roleName === "string" ? details.roleName : null;
  if (role !== null) {
    if (action === "role.assigned" || action === "group.role_assigned")
      return `Gave the role ${role}`;
    if (action === "role.unassigned" || action === "group.role_unassigned")
      return `Took the role ${role}`;
    if (action === "role.assignment_updated" || action === "group.role_updated")
      return `Changed the time of the role ${role}`;
  }
  if (action === "grant.created" || action === "grant.revoked") {
    const words = grantWords(action, details.after ?? details.before);
    if (words) return words;
  }
  const moved = Array.isArray(details.people) ? details.people.length : 0;
  if (moved > 0 && action === "group.members_added") return `Put in ${peopleWords(moved)}`;
  if (moved > 0 && action === "group.members_removed") return `Took out ${peopleWords(moved)}`;
  return actionWords(action);
}

function grantWords(action: string, grant: unknown): string | null {
  if (typeof grant !== "object" || grant === null) return null;
  const { permission, effect, resourceType, resourceId } = grant as Details;
  if (typeof permission !== "string" || typeof resourceType !== "string") return null;
  const where =
    typeof resourceId === "string" ? `${resourceType} ${resourceId}` : `every ${resourceType}`;
  const denied = effect === "deny";
  const verb =
    action === "grant.created"
      ? denied
        ? "Denied"
        : "Gave"
      : denied
        ? "Took back the denial of"
        : "Took back";
  return `${verb} ${nameOfPermission(permission)} on ${where}`;
}

function peopleWords(count: number): string {
  return count === 1 ? "one person" : `${count} people`;
}

/** What such changes are called; an action that is no longer known says its id. */
export function actionWords(action: string): string {
  if (!Object.hasOwn(eventTypes, action)) return action;
  return eventTypes[action as keyof typeof eventTypes].sentence.replace(/\.$/, "");
}
