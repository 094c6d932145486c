import type { Permission } from "./permission.ts";

/** People, their sessions, and what they hold. */
export const peoplePermissions = {
  "user.read": {
    name: "See people",
    sentence: "See the tenant's people and the roles that they have.",
    category: "User management",
    risk: "low",
    implies: ["module.people"],
  },
  "user.create": {
    name: "Add people",
    sentence: "Add people to the tenant, with no more than the adder may do.",
    category: "User management",
    risk: "high",
    implies: ["user.read"],
  },
  "user.update": {
    name: "Change people",
    sentence: "Change people's names, external ids and attributes, by which groups choose them.",
    category: "User management",
    risk: "critical",
    implies: ["user.read"],
  },
  "user.disable": {
    name: "Disable people",
    sentence: "Keep people out of the tenant, and let them in again.",
    category: "User management",
    risk: "high",
    implies: ["user.read"],
  },
  "group.read": {
    name: "See groups",
    sentence: "See which groups there are, who is in them and what they give.",
    category: "User management",
    risk: "low",
    implies: ["module.groups"],
  },
  "group.create": {
    name: "Create groups",
    sentence: "Create groups, by hand or by a rule on people's attributes.",
    category: "User management",
    risk: "high",
    implies: ["group.read"],
  },
  "group.update": {
    name: "Change groups",
    sentence: "Change a group's name and the rule that chooses its people.",
    category: "User management",
    risk: "critical",
    implies: ["group.read"],
  },
  "group.delete": {
    name: "Delete groups",
    sentence: "Delete groups and what was given to them.",
    category: "User management",
    risk: "high",
    implies: ["group.read"],
  },
  "group.manage_members": {
    name: "Choose group members",
    sentence: "Put people into groups and take them out, within what the group gives.",
    category: "User management",
    risk: "critical",
    implies: ["group.read", "user.read"],
  },
  "session.read": {
    name: "See sessions",
    sentence: "See who is signed in to the tenant, from where and since when.",
    category: "User management",
    risk: "medium",
    implies: ["module.sessions"],
  },
  "session.revoke": {
    name: "End sessions",
    sentence: "Sign other people out within a second.",
    category: "User management",
    risk: "high",
    implies: ["session.read"],
  },
} as const satisfies Record<string, Permission>;
