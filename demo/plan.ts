import type { PermissionId } from "#lib/authz/catalogue/permissions";
import type { BuiltInRoleId } from "#lib/authz/catalogue/roles";
import type { Weighted } from "../lib/core/random.ts";
import type { DepartmentId, Program } from "./departments.ts";
import type { OfficeId } from "./locations.ts";

/** People whom a log-in or a scene needs; everybody else is made up by chance. */
export type Part = "admin" | "officer" | "executive" | "notice" | "victim";

export type CastMember = {
  name: string;
  department: DepartmentId;
  office: OfficeId;
  role: BuiltInRoleId | null;
};

/** The words of a company's trade. */
export type Trade = {
  /** What it sells, in the plural. */
  goods: string;
  documents: readonly string[];
  problems: readonly string[];
  reports: readonly string[];
};

/** A role that the tenant admin made for the company. */
export type OwnRolePlan = {
  name: string;
  description: string;
  permissions: readonly PermissionId[];
  /** When it was made, counted from today. */
  daysAgo: number;
  /** How many of a department hold it. */
  holders: readonly { department: DepartmentId; count: number }[];
};

/** What a demo tenant is made from. */
export type CompanyPlan = {
  slug: string;
  name: string;
  domain: string;
  /** Change it to get another company of the same kind. */
  seed: string;
  trade: Trade;
  programs: readonly Program[];
  offices: readonly Weighted<OfficeId>[];
  headcount: Partial<Record<DepartmentId, number>>;
  cast: Partial<Record<Part, CastMember>>;
  /** How many others of a department hold a role. */
  roles: readonly { role: BuiltInRoleId; department: DepartmentId; count: number }[];
  ownRoles: readonly OwnRolePlan[];
  /** People who joined and who left during the days that are shown. */
  joiners: number;
  leavers: number;
  customers: number;
  /** Of what people of the department usually do; 1 is as in departments.ts. */
  activity: number;
  /** What happens besides everyday work. */
  scenes: readonly (
    | "automation"
    | "brute-force"
    | "odd-export"
    | "password-guessing"
    | "password-spraying"
  )[];
};
