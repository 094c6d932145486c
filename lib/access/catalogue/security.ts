import type { Permission } from "./permission.ts";

/** The audit log and alerts. */
export const securityPermissions = {
  "audit.read": {
    name: "Search the audit log",
    sentence: "Search and read every event in the tenant's audit log.",
    category: "Security operations",
    risk: "medium",
    implies: ["module.audit"],
  },
  "audit.record": {
    name: "Send audit events",
    sentence: "Add events of other programs to the tenant's audit log.",
    category: "Security operations",
    risk: "medium",
  },
  "alert.read": {
    name: "See alerts",
    sentence: "See alerts and the events that triggered them.",
    category: "Security operations",
    risk: "medium",
    implies: ["module.alerts"],
  },
  "alert.acknowledge": {
    name: "Acknowledge alerts",
    sentence: "Tell the others that somebody is looking at an alert.",
    category: "Security operations",
    risk: "medium",
    implies: ["alert.read"],
  },
  "alert.resolve": {
    name: "Resolve alerts",
    sentence: "Close alerts with a verdict and a comment, and open them again.",
    category: "Security operations",
    risk: "high",
    implies: ["alert.read"],
  },
  "kpi.security.read": {
    name: "See security figures",
    sentence: "See how many log-ins fail and how many alerts are open.",
    category: "Security operations",
    risk: "low",
    implies: ["module.overview"],
  },
} as const satisfies Record<string, Permission>;
