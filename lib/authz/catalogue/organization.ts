import type { Permission } from "./permission.ts";

/** Roles, and what a tenant's own products may ask about. */
export const organizationPermissions = {
  "role.read": {
    name: "See roles",
    sentence: "See which roles exist, what they allow and who has them.",
    category: "Organization management",
    risk: "low",
    implies: ["module.roles"],
  },
  "role.create": {
    name: "Create roles",
    sentence: "Create roles from permissions that the creator holds.",
    category: "Organization management",
    risk: "high",
    implies: ["role.read"],
  },
  "role.update": {
    name: "Change roles",
    sentence: "Change what a role is called and allows, within what the editor holds.",
    category: "Organization management",
    risk: "critical",
    implies: ["role.read"],
  },
  "role.delete": {
    name: "Delete roles",
    sentence: "Delete roles that allow no more than the deleter may do.",
    category: "Organization management",
    risk: "high",
    implies: ["role.read"],
  },
  "role.assign": {
    name: "Assign roles",
    sentence: "Give people roles, and take them away, within what the giver holds.",
    category: "Organization management",
    risk: "critical",
    implies: ["role.read", "user.read"],
  },
  "resource_type.read": {
    name: "See resource types",
    sentence:
      "See which kinds of things and people the tenant's products ask about, and what can be done.",
    category: "Organization management",
    risk: "low",
    implies: ["module.resources"],
  },
  "resource_type.update": {
    name: "Register resource types",
    sentence:
      "Register, change and remove the products' own types of resources, with their actions, and of people.",
    category: "Organization management",
    risk: "high",
    implies: ["resource_type.read"],
  },
  "resource.read": {
    name: "See resources",
    sentence: "See the registered resources and what lies under what.",
    category: "Organization management",
    risk: "low",
    implies: ["module.resources"],
  },
  "resource.update": {
    name: "Register resources",
    sentence: "Register resources, move them in the tree and remove them.",
    category: "Organization management",
    risk: "high",
    implies: ["resource.read"],
  },
  "tenant_module.read": {
    name: "See modules",
    sentence: "See which modules are switched on for the tenant.",
    category: "Organization management",
    risk: "low",
  },
  "tenant_module.update": {
    name: "Switch modules",
    sentence: "Switch modules on and off for everybody in the tenant.",
    category: "Organization management",
    risk: "critical",
    implies: ["tenant_module.read"],
  },
  "grant.read": {
    name: "See grants",
    sentence: "See who was given which permission on which resource, and until when.",
    category: "Organization management",
    risk: "medium",
    implies: ["module.grants"],
  },
  "grant.create": {
    name: "Give access to resources",
    sentence: "Give people and groups permissions on resources, within what the giver holds.",
    category: "Organization management",
    risk: "critical",
    implies: ["grant.read"],
  },
  "grant.revoke": {
    name: "Take access to resources away",
    sentence: "Take grants on resources away, within what the taker holds.",
    category: "Organization management",
    risk: "high",
    implies: ["grant.read"],
  },
  "elevation.update": {
    name: "Allow elevation",
    sentence: "Decide which roles can be requested, or taken in an emergency, and for how long.",
    category: "Organization management",
    risk: "critical",
    implies: ["role.read"],
  },
} as const satisfies Record<string, Permission>;
