import { z } from "zod";
import type { DifferenceLine } from "./difference.ts";

type Named = { id: string; name: string };

/** A change of who may do what, as the list shows it. Times are ISO 8601. */
export type ChangeRow = {
  /** The audit event's. */
  id: string;
  at: string;
  by: Named | null;
  byType: "user" | "api_key" | "system" | "external";
  action: string;
  /** What was done, in words: "Gave the role Manager". */
  what: string;
  /** Whose access, or what gives it: a person, a role, a group, a resource. */
  target: { type: string; id: string; name: string } | null;
  /** Empty when nobody said. */
  reason: string;
  /** How many people's access it altered; null when the event does not say. */
  peopleCount: number | null;
};

type Reaching = { permission: string; reach: string };

export type ChangeRadius = {
  peopleCount: number;
  groups: ChangeGroup[];
  /** Who gained and lost the use of what they have, until they choose in a session. */
  untilChosen?: ChangeGroup[] | undefined;
};

type ChangeGroup = {
  gained: Reaching[];
  lost: Reaching[];
  people: Named[];
  /** How many more there are than are named. */
  morePeople: number;
};

/** All that is known of one change. */
export type ChangeDetail = ChangeRow & {
  /** People whom the change itself names, as those who were put into a group. */
  people: Named[];
  differences: DifferenceLine[];
  /** Null when the event says nothing about it, as older ones. */
  radius: ChangeRadius | null;
};

/** A change with the moments between which it happened. */
export type OpenedChange = ChangeDetail & { justBefore: string; justAfter: string };

export type ChangePage = {
  rows: ChangeRow[];
  nextCursor: string | null;
  previousCursor: string | null;
};

const ids = z
  .array(
    z
      .string()
      .min(1)
      .max(256)
      // PostgreSQL has no text with a NUL in it.
      .refine((text) => !text.includes("\0"), "This is no id."),
  )
  .max(50)
  .optional();
const roleId = z
  .string()
  .max(64)
  .regex(/^[\w-]+$/);
const instant = z.iso
  .datetime({ offset: true })
  .refine((text) => Date.parse(text) >= 0, "This is no moment since 1970.")
  .optional();

export const changeFilters = z.strictObject({
  from: instant,
  to: instant,
  /** Ids of those who made the change; any of them. */
  by: ids,
  action: ids,
  /** A person whose access it altered, or whom it names. */
  person: z.uuid().optional(),
  /** Roles that it is about, or that it gives or takes; any of them. */
  role: z.array(roleId).max(50).optional(),
  /** Groups; any of them. */
  group: z.array(z.uuid()).max(50).optional(),
  /** With a person: only what reached people that the log counts and does not name. */
  unnamed: z.boolean().optional(),
});
export type ChangeFilters = z.infer<typeof changeFilters>;

export const exportFormats = ["csv", "jsonl"] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const exportInput = z.strictObject({
  format: z.enum(exportFormats),
  filters: changeFilters,
});

type FacetValues = { value: string; label: string; count: number }[];

/** What there is to choose from, by how often. */
export type ChangeFacets = {
  by: FacetValues;
  action: FacetValues;
  role: FacetValues;
  group: FacetValues;
  /** Counts are of the newest changes only. */
  truncated: boolean;
};
