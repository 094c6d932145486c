type Definition = {
  name: string;
  /** What it can lie under: grants reach from there down to it. */
  parents: readonly string[];
};

/** The kinds of resources that every tenant's products have; tenants register more of their own. */
export const resourceTypes = {
  organization: { name: "Organization", parents: [] },
  workspace: { name: "Workspace", parents: ["organization"] },
  project: { name: "Project", parents: ["workspace"] },
  document: { name: "Document", parents: ["project"] },
  workflow: { name: "Workflow", parents: ["project"] },
  report: { name: "Report", parents: ["project"] },
  customer: { name: "Customer", parents: ["organization"] },
  order: { name: "Order", parents: ["customer"] },
  invoice: { name: "Invoice", parents: ["order", "customer"] },
  subscription: { name: "Subscription", parents: ["customer"] },
} as const satisfies Record<string, Definition>;

export type ResourceType = keyof typeof resourceTypes;

/** The property in which a product names the owner of a resource of these types. */
export const OWNER_PROPERTY = "owner";

/** Whether the string names one of these types. */
export function isResourceType(value: string): value is ResourceType {
  return Object.hasOwn(resourceTypes, value);
}

/** A type and all that can lie above it. */
export function withAncestors(type: ResourceType): ReadonlySet<ResourceType> {
  const found = new Set<ResourceType>();
  const add = (next: ResourceType) => {
    found.add(next);
    resourceTypes[next].parents.forEach(add);
  };
  add(type);
  return found;
}
