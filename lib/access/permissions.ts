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
  "user.read": {
    name: "See people",
    sentence: "See the tenant's people and the roles that they have.",
    category: "People and roles",
    risk: "low",
  },
  "role.read": {
    name: "See roles",
    sentence: "See which roles exist, what they allow and who has them.",
    category: "People and roles",
    risk: "low",
  },
  "role.create": {
    name: "Create roles",
    sentence: "Create roles from permissions that the creator holds.",
    category: "People and roles",
    risk: "high",
  },
  "role.update": {
    name: "Change roles",
    sentence: "Change what a role is called and allows, within what the editor holds.",
    category: "People and roles",
    risk: "critical",
  },
  "role.delete": {
    name: "Delete roles",
    sentence: "Delete roles that allow no more than the deleter may do.",
    category: "People and roles",
    risk: "high",
  },
  "role.assign": {
    name: "Assign roles",
    sentence: "Give people roles, and take them away, within what the giver holds.",
    category: "People and roles",
    risk: "critical",
  },
  "alert.read": {
    name: "See alerts",
    sentence: "See alerts and the events that triggered them.",
    category: "Alerts",
    risk: "medium",
  },
  "alert.acknowledge": {
    name: "Acknowledge alerts",
    sentence: "Tell the others that somebody is looking at an alert.",
    category: "Alerts",
    risk: "medium",
  },
  "alert.resolve": {
    name: "Resolve alerts",
    sentence: "Close alerts with a verdict and a comment, and open them again.",
    category: "Alerts",
    risk: "high",
  },
  "kpi.product.read": {
    name: "See product figures",
    sentence: "See how much the product is used and how well it answers.",
    category: "Figures",
    risk: "low",
  },
  "kpi.security.read": {
    name: "See security figures",
    sentence: "See how many log-ins fail and how many alerts are open.",
    category: "Figures",
    risk: "low",
  },
  "job.read": {
    name: "See background jobs",
    sentence: "See background jobs that failed for good, and why.",
    category: "Operations",
    risk: "low",
  },
  "job.retry": {
    name: "Retry background jobs",
    sentence: "Have a failed background job run again.",
    category: "Operations",
    risk: "medium",
  },
} as const satisfies Record<string, Permission>;

export type PermissionId = keyof typeof permissions;

/** Whether a string from outside names a catalogued permission. */
export function isPermissionId(value: string): value is PermissionId {
  return Object.hasOwn(permissions, value);
}
