/** How much harm a wrongly given permission can do. */
export type Risk = "low" | "medium" | "high" | "critical";

export type Permission = {
  name: string;
  /** One plain sentence that completes "Someone with this permission can …". */
  sentence: string;
  category: string;
  risk: Risk;
};

/** Every permission there is. Whatever checks access names an id of this catalogue. */
export const permissions = {
  "audit.read": {
    name: "Search the audit log",
    sentence: "Search and read every event in the tenant's audit log.",
    category: "Audit",
    risk: "medium",
  },
  "audit.record": {
    name: "Send audit events",
    sentence: "Add events of other programs to the tenant's audit log.",
    category: "Audit",
    risk: "medium",
  },
  "api_key.read": {
    name: "See API keys",
    sentence: "See which API keys exist, what they may do and when they were last used.",
    category: "API keys",
    risk: "low",
  },
  "api_key.create": {
    name: "Create API keys",
    sentence: "Create API keys with permissions that the creator holds.",
    category: "API keys",
    risk: "high",
  },
  "api_key.revoke": {
    name: "Revoke API keys",
    sentence: "Revoke API keys so that they stop working within a second.",
    category: "API keys",
    risk: "high",
  },
  "session.read": {
    name: "See sessions",
    sentence: "See who is signed in to the tenant, from where and since when.",
    category: "Sessions",
    risk: "medium",
  },
  "session.revoke": {
    name: "End sessions",
    sentence: "Sign other people out within a second.",
    category: "Sessions",
    risk: "high",
  },
} as const satisfies Record<string, Permission>;

export type PermissionId = keyof typeof permissions;

/** Whether a string from outside names a catalogued permission. */
export function isPermissionId(value: string): value is PermissionId {
  return Object.hasOwn(permissions, value);
}
