import { z } from "zod";
import type { RoleEntry } from "../../authz/engine/facts.ts";

/** How far back a question about use can look, in days. */
export const usageDays = [30, 90, 180] as const;
export type UsageDays = (typeof usageDays)[number];

type Named = { id: string; name: string };

/** Since when it can be known what of a role is used. Times are ISO 8601. */
export type Observed = {
  since: string;
  /** From when on it is long enough to call something unused. */
  enoughFrom: string;
  isEnough: boolean;
};

/** A role, and how much of it was used; times are ISO 8601. */
export type RoleUsage = Named & {
  builtIn: boolean;
  /** People whom it reaches: they have it now, or a role that inherits from it. */
  reachedCount: number;
  /** Permissions of the role, modules not counted. */
  permissionCount: number;
  /** Null where nothing can be known, because nobody has it or nothing was recorded. */
  observed: Observed | null;
  /**
   * Those that none of these people has used, nor anything that implies them, in the time asked about;
   * null while that cannot be told yet.
   */
  unusedCount: number | null;
};

export type RoleUsages = {
  rows: RoleUsage[];
  /** The first day, in UTC, of which anything is known; null when nothing was used yet. */
  recordedSince: string | null;
  asOf: string;
};

/** One permission that a role gives. */
export type PermissionUsage = {
  permission: string;
  ownOnly: boolean;
  /** The role that says it: the role itself, or the nearest from which it inherits. */
  from: Named;
  /** When any of its people last used it, as far back as is known; null for never. */
  lastUsedAt: string | null;
  /** How many of its people used it in the time asked about. */
  peopleCount: number;
  /** It was used in that time, or something was that implies it. */
  isNeeded: boolean;
};

export type RoleUsageDetail = Named & {
  builtIn: boolean;
  description: string;
  parents: Named[];
  /** For saving: `basedOn` of an update. */
  updatedAt: string;
  /** As in `RoleUsage`. */
  reachedCount: number;
  recordedSince: string | null;
  observed: Observed | null;
  permissions: PermissionUsage[];
  /** What it says itself. */
  entries: RoleEntry[];
  /** The same without what nobody used; all of it while that cannot be told yet. */
  proposal: RoleEntry[];
};

/** Something that a person may do by roles, or by a grant, and when they last did. */
export type HeldUsage = {
  permission: string;
  /** As a blast radius says it. */
  reach: "everywhere" | "own" | `on ${string}`;
  /** The person's roles that give it; none for a grant. */
  roles: Named[];
  /** As far back as is known; null for never. */
  lastUsedAt: string | null;
  count: number;
  /** It was used in the time asked about, or something was that implies it. */
  isNeeded: boolean;
};

export type PersonUsage = { name: string; rows: HeldUsage[]; recordedSince: string | null };

/** How much somebody uses at all. */
export type PersonActivity = {
  userId: string;
  /** Permissions used in the time asked about. */
  usedCount: number;
  /** As far back as is known; null for never. */
  lastUsedAt: string | null;
};

/** A decision that was positive, and would not be any more. */
export type NewDenial = {
  person: Named;
  permission: string;
  /** Of a grant, what it was given on: `project/p1`, or a type. */
  on: string | null;
  lastAt: string;
  count: number;
};

export type Replay = {
  /** Decisions asked again, and the people whose they were. */
  decisions: number;
  peopleCount: number;
  /** How many of them would now be denied, and some of them, the most frequent first. */
  deniedDecisions: number;
  denials: NewDenial[];
  /** How many more of these there are. */
  moreDenials: number;
};

export const replayInput = z.strictObject({
  roleId: z.uuid(),
  days: z.literal(usageDays),
  entries: z
    .array(
      z.strictObject({
        permission: z.string().min(1).max(128),
        effect: z.enum(["allow", "deny"]),
        ownOnly: z.boolean(),
      }),
    )
    .max(1_000),
});
export type ReplayInput = z.output<typeof replayInput>;
