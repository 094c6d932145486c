import { type EventTypeId, eventTypes } from "./event-types.ts";

/** About access, and no change of it. */
const noChanges: readonly string[] = ["access.denied", "session.roles_chosen"];
/** Of other categories, and changes of who may do what all the same. */
const alsoChanges: readonly string[] = [
  "api_key.created",
  "api_key.revoked",
  "module.enabled",
  "module.disabled",
  "resource_type.updated",
  "resource_type.deleted",
  "subject_type.updated",
  "subject_type.deleted",
];

/** Every event that changes who may do what. A resource without owner and place changes nobody's access. */
export const changeActions = (Object.keys(eventTypes) as EventTypeId[]).filter(
  (id) =>
    alsoChanges.includes(id) ||
    (eventTypes[id].category === "access" &&
      id !== "resource.created" &&
      !id.endsWith(".exported") &&
      !noChanges.includes(id)),
);
