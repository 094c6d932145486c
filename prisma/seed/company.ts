import type { RoleId } from "#lib/access/roles";
import type { DepartmentId } from "./departments.ts";
import type { OfficeId } from "./locations.ts";
import type { Weighted } from "./random.ts";

/** People whom a log-in or a scene needs; everybody else is made up by chance. */
export type Part = "admin" | "officer" | "executive" | "notice" | "victim";

export type CastMember = {
  name: string;
  department: DepartmentId;
  office: OfficeId;
  role: RoleId | null;
};

/** What a demo tenant is made from. */
export type CompanyPlan = {
  slug: string;
  name: string;
  domain: string;
  /** Change it to get another company of the same kind. */
  seed: string;
  offices: readonly Weighted<OfficeId>[];
  headcount: Partial<Record<DepartmentId, number>>;
  cast: Partial<Record<Part, CastMember>>;
  /** How many others of a department hold a role. */
  roles: readonly { role: RoleId; department: DepartmentId; count: number }[];
  /** People who joined and who left during the days that are shown. */
  joiners: number;
  leavers: number;
  customers: number;
  /** Of what people of the department usually do; 1 is as in departments.ts. */
  activity: number;
  /** Scheduled jobs and programs with API keys. */
  hasAutomation: boolean;
};

/** Makes robots for warehouses, and sells the software that runs the fleets. */
export const northwind: CompanyPlan = {
  slug: "northwind",
  name: "Northwind Robotics",
  domain: "northwind.example",
  seed: "northwind-1",
  offices: [["boston", 58], ["berlin", 32], ["singapore", 10]],
  headcount: {
    leadership: 5,
    engineering: 34,
    sales: 19,
    success: 15,
    support: 13,
    finance: 9,
    operations: 11,
    marketing: 8,
    people: 4,
    security: 4,
  },
  cast: {
    admin: {
      name: "Maren Lindqvist",
      department: "security",
      office: "boston",
      role: "tenant_admin",
    },
    officer: {
      name: "Tobias Okafor",
      department: "security",
      office: "boston",
      role: "security_officer",
    },
    executive: {
      name: "Ingrid Castellanos",
      department: "leadership",
      office: "boston",
      role: "executive",
    },
    notice: { name: "Colin Ferraro", department: "sales", office: "boston", role: null },
    victim: { name: "Dana Whitfield", department: "finance", office: "boston", role: null },
  },
  roles: [
    { role: "tenant_admin", department: "security", count: 1 },
    { role: "security_officer", department: "security", count: 1 },
    { role: "executive", department: "leadership", count: 3 },
  ],
  joiners: 8,
  leavers: 4,
  customers: 180,
  activity: 1,
  hasAutomation: true,
};

/** A small company that makes dashboards for ports; there to prove the wall between tenants. */
export const harbor: CompanyPlan = {
  slug: "harbor",
  name: "Harbor Analytics",
  domain: "harbor.example",
  seed: "harbor-1",
  offices: [["halifax", 1]],
  headcount: { leadership: 2, engineering: 6, sales: 2, success: 2, support: 1, finance: 1, people: 1 },
  cast: {
    admin: {
      name: "Priya Raman",
      department: "leadership",
      office: "halifax",
      role: "tenant_admin",
    },
  },
  roles: [{ role: "executive", department: "leadership", count: 1 }],
  joiners: 1,
  leavers: 0,
  customers: 30,
  activity: 0.8,
  hasAutomation: false,
};
