/** What kind of fact an event is; retention is set per tenant and category. */
export type AuditCategory = "authentication" | "access" | "configuration" | "security" | "external";

type EventType = { category: AuditCategory; sentence: string };

/** Every event the portal itself records. Events of other programs bring their own actions. */
export const eventTypes = {
  "session.created": { category: "authentication", sentence: "Logged in." },
  "session.create_failed": { category: "authentication", sentence: "Failed to log in." },
  "session.ended": { category: "authentication", sentence: "Logged out." },
  "session.revoked": { category: "authentication", sentence: "Ended somebody's session." },
  "login_link.redeemed": {
    category: "authentication",
    sentence: "Chose a password through a one-time link.",
  },
  "login_link.redeem_failed": {
    category: "authentication",
    sentence: "Failed to use a one-time link.",
  },
  "password.changed": { category: "authentication", sentence: "Changed their own password." },
  "password.change_failed": {
    category: "authentication",
    sentence: "Failed to change their own password.",
  },
  "api_key.created": { category: "configuration", sentence: "Created an API key." },
  "api_key.revoked": { category: "configuration", sentence: "Revoked an API key." },
  "api_key.rejected": {
    category: "authentication",
    sentence: "Used an API key that is not valid.",
  },
  "tenant.created": { category: "configuration", sentence: "Created a tenant." },
  "user.created": { category: "access", sentence: "Added a person." },
  "user.updated": { category: "access", sentence: "Changed what is known of a person." },
  "user.disabled": { category: "access", sentence: "Kept a person out." },
  "user.enabled": { category: "access", sentence: "Let a person in again." },
  "login_link.created": {
    category: "access",
    sentence: "Made a one-time link for a person to choose a password.",
  },
  "password.reset_link_created": {
    category: "access",
    sentence: "Made a one-time link for a person to choose a new password.",
  },
  "user.unlocked": {
    category: "access",
    sentence: "Let a person log in again after too many wrong passwords.",
  },
  "group.created": { category: "access", sentence: "Created a group." },
  "group.updated": { category: "access", sentence: "Changed a group." },
  "group.deleted": { category: "access", sentence: "Deleted a group." },
  "group.members_added": { category: "access", sentence: "Put people into a group." },
  "group.members_removed": { category: "access", sentence: "Took people out of a group." },
  "group.role_assigned": { category: "access", sentence: "Gave a group a role." },
  "group.role_updated": {
    category: "access",
    sentence: "Changed from when until when a group has a role.",
  },
  "group.role_unassigned": { category: "access", sentence: "Took a role from a group." },
  "role.created": { category: "access", sentence: "Created a role." },
  "role.updated": { category: "access", sentence: "Changed a role." },
  "role.deleted": { category: "access", sentence: "Deleted a role." },
  "role.assigned": { category: "access", sentence: "Gave a person a role." },
  "role.assignment_updated": {
    category: "access",
    sentence: "Changed from when until when a person has a role.",
  },
  "role.unassigned": { category: "access", sentence: "Took a role from a person." },
  "sod_rule.created": { category: "access", sentence: "Separated duties with a rule." },
  "sod_rule.updated": { category: "access", sentence: "Changed a separation of duty." },
  "sod_rule.deleted": { category: "access", sentence: "Gave up a separation of duty." },
  "sod_exception.created": {
    category: "access",
    sentence: "Asked for an exception from a separation of duty.",
  },
  "sod_exception.approved": {
    category: "access",
    sentence: "Approved an exception from a separation of duty.",
  },
  "sod_exception.refused": {
    category: "access",
    sentence: "Refused an exception from a separation of duty.",
  },
  "sod_exception.ended": {
    category: "access",
    sentence: "Ended an exception from a separation of duty.",
  },
  "elevation_rule.updated": {
    category: "access",
    sentence: "Changed whether a role can be requested or taken in an emergency.",
  },
  "access_request.created": {
    category: "access",
    sentence: "Asked for a role for a limited time.",
  },
  "access_request.approved": {
    category: "access",
    sentence: "Approved a request: gave a person a role for a limited time.",
  },
  "access_request.refused": { category: "access", sentence: "Refused a request for a role." },
  "access_request.withdrawn": { category: "access", sentence: "Withdrew a request for a role." },
  "access_request.lapsed": {
    category: "access",
    sentence: "Ended a request for a role that was deleted.",
  },
  "access_request.ended": {
    category: "access",
    sentence: "Ended a role that was given for a limited time before its time.",
  },
  "break_glass.used": { category: "access", sentence: "Took a role in an emergency." },
  "review.started": { category: "security", sentence: "Started a review of access." },
  "review.line_kept": { category: "security", sentence: "Kept access in a review." },
  "review.line_revoked": { category: "access", sentence: "Revoked access in a review." },
  "review.line_lapsed": {
    category: "access",
    sentence: "Revoked access that nobody had decided on by the end of a review.",
  },
  "review.line_gone": {
    category: "security",
    sentence: "Found access gone that a review was about.",
  },
  "review.line_failed": {
    category: "security",
    sentence: "Could not revoke access in a review.",
  },
  "review.line_asked": { category: "security", sentence: "Asked about access in a review." },
  "review.line_answered": {
    category: "security",
    sentence: "Answered a question about access in a review.",
  },
  "review.line_reassigned": {
    category: "security",
    sentence: "Gave a line of a review to another reviewer.",
  },
  "review.ended": {
    category: "security",
    sentence: "Ended a review of access before its deadline.",
  },
  "review.closed": { category: "security", sentence: "Closed a review and signed its evidence." },
  "review.evidence_downloaded": {
    category: "security",
    sentence: "Downloaded the signed evidence of a review.",
  },
  "session.roles_chosen": {
    category: "access",
    sentence: "Chose which of the roles that exclude each other to use.",
  },
  "module.enabled": { category: "configuration", sentence: "Switched a module on." },
  "module.disabled": { category: "configuration", sentence: "Switched a module off." },
  "resource_type.updated": {
    category: "configuration",
    sentence: "Registered or changed a type of resource.",
  },
  "resource_type.deleted": { category: "configuration", sentence: "Removed a type of resource." },
  "subject_type.updated": {
    category: "configuration",
    sentence: "Said that subjects of a type are people, or by what searches name them.",
  },
  "subject_type.deleted": {
    category: "configuration",
    sentence: "Said that subjects of a type are nobody.",
  },
  "resource.created": { category: "access", sentence: "Registered a resource." },
  "resource.placed": {
    category: "access",
    sentence: "Registered a resource whose owner or place changes who may do what on it.",
  },
  "resource.updated": { category: "access", sentence: "Moved or changed a resource." },
  "resource.deleted": { category: "access", sentence: "Removed a resource." },
  "grant.created": { category: "access", sentence: "Gave or denied access to a resource." },
  "grant.revoked": { category: "access", sentence: "Took back what was given on a resource." },
  "preferences.updated": { category: "configuration", sentence: "Changed their own preferences." },
  "alert.raised": { category: "security", sentence: "A detection rule raised an alert." },
  "alert.acknowledged": { category: "security", sentence: "Took on an alert." },
  "alert.resolved": { category: "security", sentence: "Resolved an alert." },
  "alert.merged": {
    category: "security",
    sentence: "Found that an alert is part of another one.",
  },
  "alert.reopened": { category: "security", sentence: "Opened a resolved alert again." },
  "job.retried": { category: "configuration", sentence: "Had a failed job run again." },
  "access_change.exported": {
    category: "security",
    sentence: "Downloaded the changes of access as a file.",
  },
  "matrix.exported": { category: "access", sentence: "Downloaded the access matrix as a file." },
  "access.denied": { category: "access", sentence: "Tried something without the permission." },
} as const satisfies Record<string, EventType>;

export type EventTypeId = keyof typeof eventTypes;
