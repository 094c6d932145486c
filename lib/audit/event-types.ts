/** What kind of fact an event is; retention is set per tenant and category. */
export type AuditCategory = "authentication" | "access" | "configuration" | "security" | "external";

type EventType = { category: AuditCategory; sentence: string };

/** Every event the portal itself records. Events of other programs bring their own actions. */
export const eventTypes = {
  "session.created": { category: "authentication", sentence: "Signed in." },
  "session.create_failed": { category: "authentication", sentence: "Failed to sign in." },
  "session.ended": { category: "authentication", sentence: "Signed out." },
  "session.revoked": { category: "authentication", sentence: "Ended somebody's session." },
  "login_link.redeemed": {
    category: "authentication",
    sentence: "Chose a password through a one-time link.",
  },
  "login_link.redeem_failed": {
    category: "authentication",
    sentence: "Failed to use a one-time link.",
  },
  "api_key.created": { category: "configuration", sentence: "Created an API key." },
  "api_key.revoked": { category: "configuration", sentence: "Revoked an API key." },
  "api_key.rejected": {
    category: "authentication",
    sentence: "Used an API key that is not valid.",
  },
  "tenant.created": { category: "configuration", sentence: "Created a tenant." },
  "user.created": { category: "access", sentence: "Added a person." },
  "role.created": { category: "access", sentence: "Created a role." },
  "role.updated": { category: "access", sentence: "Changed a role." },
  "role.deleted": { category: "access", sentence: "Deleted a role." },
  "role.assigned": { category: "access", sentence: "Gave a person a role." },
  "role.unassigned": { category: "access", sentence: "Took a role from a person." },
  "preferences.updated": { category: "configuration", sentence: "Changed their own preferences." },
  "alert.raised": { category: "security", sentence: "A detection rule raised an alert." },
  "alert.acknowledged": { category: "security", sentence: "Took on an alert." },
  "alert.resolved": { category: "security", sentence: "Resolved an alert." },
  "alert.reopened": { category: "security", sentence: "Opened a resolved alert again." },
  "job.retried": { category: "configuration", sentence: "Had a failed job run again." },
  "access.denied": { category: "access", sentence: "Tried something without the permission." },
} as const satisfies Record<string, EventType>;

export type EventTypeId = keyof typeof eventTypes;
