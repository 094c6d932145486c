import type { Permission } from "./permission.ts";

/** Page families of the portal, and modules of the tenant's products: denying one denies all that lies in it. */
export const modulePermissions = {
  "module.overview": {
    name: "Overview",
    sentence: "Open the overview and its figures.",
    category: "Module access",
    risk: "low",
  },
  "module.alerts": {
    name: "Alerts",
    sentence: "Open the pages about alerts.",
    category: "Module access",
    risk: "low",
  },
  "module.audit": {
    name: "Audit log",
    sentence: "Open the pages about the audit log.",
    category: "Module access",
    risk: "low",
  },
  "module.roles": {
    name: "Roles",
    sentence: "Open the pages about roles.",
    category: "Module access",
    risk: "low",
  },
  "module.people": {
    name: "People",
    sentence: "Open the pages about people.",
    category: "Module access",
    risk: "low",
  },
  "module.groups": {
    name: "Groups",
    sentence: "Open the pages about groups.",
    category: "Module access",
    risk: "low",
  },
  "module.sessions": {
    name: "Sessions",
    sentence: "Open the page about sessions.",
    category: "Module access",
    risk: "low",
  },
  "module.api_keys": {
    name: "API keys",
    sentence: "Open the page about API keys.",
    category: "Module access",
    risk: "low",
  },
  "module.jobs": {
    name: "Background jobs",
    sentence: "Open the page about background jobs.",
    category: "Module access",
    risk: "low",
  },
  "module.workspaces": {
    name: "Workspaces and projects",
    sentence: "Use the products' workspaces and projects.",
    category: "Module access",
    risk: "low",
  },
  "module.documents": {
    name: "Documents",
    sentence: "Use the products' documents.",
    category: "Module access",
    risk: "low",
  },
  "module.workflows": {
    name: "Workflows",
    sentence: "Use the products' workflows.",
    category: "Module access",
    risk: "low",
  },
  "module.reports": {
    name: "Reports",
    sentence: "Use the products' reports.",
    category: "Module access",
    risk: "low",
  },
  "module.customers": {
    name: "Customers",
    sentence: "Use the products' customer records.",
    category: "Module access",
    risk: "low",
  },
  "module.orders": {
    name: "Orders",
    sentence: "Use the products' orders.",
    category: "Module access",
    risk: "low",
  },
  "module.invoices": {
    name: "Invoices",
    sentence: "Use the products' invoices.",
    category: "Module access",
    risk: "low",
  },
  "module.subscriptions": {
    name: "Subscriptions",
    sentence: "Use the products' subscriptions.",
    category: "Module access",
    risk: "low",
  },
} as const satisfies Record<string, Permission>;
