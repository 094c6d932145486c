import type { CompanyPlan, Trade } from "../plan.ts";

const trade: Trade = {
  goods: "berths",
  documents: [
    "Data catalogue",
    "Pricing",
    "Port survey",
    "Roadmap",
    "Budget",
    "Service agreement",
    "Tide model",
    "Onboarding guide",
    "Quarterly review",
  ],
  problems: [
    "Dashboard loads slowly",
    "Vessel is shown twice",
    "Arrival times are an hour off",
    "Cannot share a board",
    "Feed stopped on Friday",
  ],
  reports: ["Revenue by port", "Active boards", "Pipeline", "Feed delays"],
};

/** A small company that makes dashboards for ports; there to prove the wall between tenants. */
export const harbor: CompanyPlan = {
  slug: "harbor",
  name: "Harbor Analytics",
  domain: "harbor.example",
  seed: "harbor-1",
  trade,
  programs: ["billing", "crm", "documents", "people", "reports", "support"],
  offices: [["halifax", 1]],
  headcount: {
    leadership: 2,
    engineering: 6,
    sales: 2,
    success: 2,
    support: 1,
    finance: 1,
    people: 1,
  },
  cast: {
    admin: {
      name: "Priya Raman",
      department: "leadership",
      office: "halifax",
      role: "tenant_admin",
    },
  },
  roles: [{ role: "executive", department: "leadership", count: 1 }],
  ownRoles: [
    {
      name: "Customer support",
      description: "Helps people who cannot log in.",
      permissions: ["user.read", "session.read"],
      daysAgo: 55,
      holders: [{ department: "support", count: 1 }],
    },
    {
      name: "Bookkeeper",
      description: "Reads the audit log and the figures for the yearly audit.",
      permissions: ["audit.read", "kpi.product.read"],
      daysAgo: 31,
      holders: [{ department: "finance", count: 1 }],
    },
  ],
  joiners: 1,
  leavers: 0,
  customers: 30,
  activity: 0.5,
  scenes: [],
};
