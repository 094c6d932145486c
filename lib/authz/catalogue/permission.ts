import type { ResourceType } from "./resource-types.ts";

/** How much harm a wrongly given permission can do. */
export type Risk = "low" | "medium" | "high" | "critical";

export type Category =
  | "User management"
  | "Organization management"
  | "Module access"
  | "Data operations"
  | "System administration"
  | "Security operations"
  | "Billing and subscriptions";

export type Permission = {
  name: string;
  /** One plain sentence that completes "Someone with this permission can …". */
  sentence: string;
  category: Category;
  risk: Risk;
  /**
   * The kind of resource it is about; it can then be given on one of these, on one that lies above
   * it in the tree, or on a whole type. Absent for what is about the tenant as a whole.
   */
  on?: ResourceType;
  /** What whoever has it has as well. Whoever is denied one of these is denied it too. */
  implies?: readonly string[];
};
