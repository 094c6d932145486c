import type { Permission } from "./permission.ts";

/** Keys, jobs and the decision API. */
export const systemPermissions = {
  "api_key.read": {
    name: "See API keys",
    sentence: "See which API keys exist, what they may do and when they were last used.",
    category: "System administration",
    risk: "low",
    implies: ["module.api_keys"],
  },
  "api_key.create": {
    name: "Create API keys",
    sentence: "Create API keys with permissions that the creator holds.",
    category: "System administration",
    risk: "high",
    implies: ["api_key.read"],
  },
  "api_key.revoke": {
    name: "Revoke API keys",
    sentence: "Revoke API keys so that they stop working within a second.",
    category: "System administration",
    risk: "high",
    implies: ["api_key.read"],
  },
  "job.read": {
    name: "See background jobs",
    sentence: "See background jobs that failed for good, and why.",
    category: "System administration",
    risk: "low",
    implies: ["module.jobs"],
  },
  "job.retry": {
    name: "Retry background jobs",
    sentence: "Have a failed background job run again.",
    category: "System administration",
    risk: "medium",
    implies: ["job.read"],
  },
  "kpi.product.read": {
    name: "See product figures",
    sentence: "See how much the product is used and how well it answers.",
    category: "System administration",
    risk: "low",
    implies: ["module.overview"],
  },
  "access.decide": {
    name: "Ask for decisions",
    sentence: "Ask the decision API whether somebody may do something.",
    category: "System administration",
    risk: "medium",
  },
  "access.explain": {
    name: "Explain access",
    sentence: "See why somebody may or may not do something, now and in the past.",
    category: "System administration",
    risk: "medium",
    implies: ["user.read", "role.read"],
  },
  "access.search": {
    name: "Search decisions",
    sentence: "Ask the decision API who may do something, to what, and what somebody may do.",
    category: "System administration",
    risk: "high",
    implies: ["access.decide"],
  },
} as const satisfies Record<string, Permission>;
