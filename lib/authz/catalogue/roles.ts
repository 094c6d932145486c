import type { PermissionId } from "./permissions.ts";

export type BuiltInRole = {
  name: string;
  sentence: string;
  /** Ids of built-in roles whose permissions it has as well. */
  parents: readonly string[];
  /** Permission ids; `invoice.*` is each that begins so, `*` is all, also those of products. */
  allows: readonly (PermissionId | `${string}.*` | "*")[];
};

/** The roles every tenant has from the start; their ids are what `roles.id` stores for them. */
export const builtInRoles = {
  super_admin: {
    name: "Super admin",
    sentence: "Runs the platform itself; only people of the platform's own tenant can have it.",
    parents: ["tenant_admin"],
    allows: ["*"],
  },
  tenant_admin: {
    name: "Tenant admin",
    sentence: "Manages people, roles, keys and sessions, and sees everything in the tenant.",
    parents: ["manager", "security_officer", "executive"],
    allows: ["*"],
  },
  manager: {
    name: "Manager",
    sentence: "Leads a team: works with customers, orders and documents, and sees how it is going.",
    parents: ["user"],
    allows: [
      "kpi.product.read",
      "kpi.personal_data.read",
      "user.read",
      "role.read",
      "workspace.*",
      "project.*",
      "document.*",
      "workflow.*",
      "report.*",
      "order.*",
      "customer.read",
      "customer.create",
      "customer.update",
      "invoice.read",
      "subscription.read",
      "review.decide",
    ],
  },
  user: {
    name: "User",
    sentence: "Works in the tenant's products; manages nothing in the portal.",
    parents: [],
    allows: [
      "workspace.read",
      "project.read",
      "document.read",
      "document.create",
      "workflow.read",
      "workflow.run",
      "report.read",
      "customer.read",
      "order.read",
      "access_request.create",
    ],
  },
  security_officer: {
    name: "Security officer",
    sentence: "Works alerts, searches the audit log and ends suspicious sessions.",
    parents: [],
    allows: [
      "audit.read",
      "session.revoke",
      "user.read",
      "role.read",
      "grant.read",
      "alert.acknowledge",
      "alert.resolve",
      "kpi.security.read",
      "kpi.personal_data.read",
      "access_request.create",
      "access_request.read",
      "access_change.read",
      "sod.read",
      "sod_exception.approve",
      "review.read",
      "review.decide",
    ],
  },
  executive: {
    name: "Executive",
    sentence: "Follows the figures of the business; sees no personal events.",
    parents: [],
    allows: ["kpi.product.read", "kpi.security.read", "access_request.create"],
  },
} as const satisfies Record<string, BuiltInRole>;

export type BuiltInRoleId = keyof typeof builtInRoles;

/** A role as its holder sees it. */
export type HeldRole = { id: string; name: string; sentence: string };

/** Whether the id is one of ours and not of a tenant's own making. */
export function isBuiltInRole(id: string): id is BuiltInRoleId {
  return Object.hasOwn(builtInRoles, id);
}

/** The permissions among `ids` that a built-in role's pattern names. */
export function matching(pattern: string, ids: readonly string[]): readonly string[] {
  if (pattern === "*") return ids;
  if (!pattern.endsWith(".*")) return ids.includes(pattern) ? [pattern] : [];
  const prefix = pattern.slice(0, -1);
  return ids.filter((id) => id.startsWith(prefix));
}
