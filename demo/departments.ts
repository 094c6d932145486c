import type { Weighted } from "../lib/core/random.ts";

/** How the people of a department use the company's programs. */
export type Department = {
  name: string;
  /** Bursts of activity on a full working day of an average person. */
  burstsPerDay: number;
  /** When the average person begins, in minutes after midnight. */
  arrival: number;
  /** Part of working days spent at home. */
  homeShare: number;
  /** Part of working days spent travelling. */
  travelShare: number;
  /** Part of weekend days on which somebody works. */
  weekendShare: number;
  /** Their programs, and how much of their work each is. */
  programs: readonly Weighted<Program>[];
};

/** The company's programs that send events; `source` of what they send. */
export type Program =
  | "billing"
  | "campaigns"
  | "crm"
  | "documents"
  | "fleet"
  | "inventory"
  | "people"
  | "support"
  | "reports";

const hour = 60;

export const departments = {
  leadership: {
    name: "Leadership",
    burstsPerDay: 1,
    arrival: 8 * hour,
    homeShare: 0.15,
    travelShare: 0.14,
    weekendShare: 0.1,
    programs: [
      ["documents", 5],
      ["reports", 6],
      ["crm", 1],
    ],
  },
  engineering: {
    name: "Engineering",
    burstsPerDay: 1,
    arrival: 9 * hour + 30,
    homeShare: 0.45,
    travelShare: 0.01,
    weekendShare: 0.035,
    programs: [
      ["fleet", 8],
      ["documents", 4],
      ["reports", 1],
    ],
  },
  sales: {
    name: "Sales",
    burstsPerDay: 1.7,
    arrival: 8 * hour + 40,
    homeShare: 0.25,
    travelShare: 0.12,
    weekendShare: 0.03,
    programs: [
      ["crm", 10],
      ["documents", 4],
      ["billing", 1],
      ["reports", 1],
    ],
  },
  success: {
    name: "Customer success",
    burstsPerDay: 1.5,
    arrival: 8 * hour + 50,
    homeShare: 0.35,
    travelShare: 0.05,
    weekendShare: 0.02,
    programs: [
      ["crm", 7],
      ["support", 3],
      ["documents", 3],
      ["billing", 2],
    ],
  },
  support: {
    name: "Support",
    burstsPerDay: 2.6,
    arrival: 8 * hour + 10,
    homeShare: 0.4,
    travelShare: 0,
    weekendShare: 0.2,
    programs: [
      ["support", 12],
      ["crm", 2],
      ["fleet", 2],
    ],
  },
  finance: {
    name: "Finance",
    burstsPerDay: 2.4,
    arrival: 8 * hour + 20,
    homeShare: 0.3,
    travelShare: 0,
    weekendShare: 0.015,
    programs: [
      ["billing", 14],
      ["documents", 3],
      ["reports", 2],
    ],
  },
  operations: {
    name: "Operations",
    burstsPerDay: 1.6,
    arrival: 7 * hour + 30,
    homeShare: 0.12,
    travelShare: 0.02,
    weekendShare: 0.06,
    programs: [
      ["inventory", 10],
      ["fleet", 3],
      ["documents", 2],
    ],
  },
  marketing: {
    name: "Marketing",
    burstsPerDay: 1.2,
    arrival: 9 * hour,
    homeShare: 0.4,
    travelShare: 0.05,
    weekendShare: 0.02,
    programs: [
      ["campaigns", 7],
      ["documents", 5],
      ["crm", 2],
      ["reports", 1],
    ],
  },
  people: {
    name: "People",
    burstsPerDay: 1.3,
    arrival: 8 * hour + 45,
    homeShare: 0.3,
    travelShare: 0,
    weekendShare: 0.01,
    programs: [
      ["people", 9],
      ["documents", 4],
    ],
  },
  security: {
    name: "Security and IT",
    burstsPerDay: 1.2,
    arrival: 8 * hour + 30,
    homeShare: 0.35,
    travelShare: 0.01,
    weekendShare: 0.07,
    programs: [
      ["documents", 4],
      ["fleet", 3],
      ["people", 1],
    ],
  },
} as const satisfies Record<string, Department>;

export type DepartmentId = keyof typeof departments;
