import { z } from "zod";
import { composed } from "../../core/unicode.ts";
import { windowFields } from "../../core/window.ts";

/** Roles and permissions that exclude each other; times are ISO 8601. */
export type SodRuleRow = {
  id: string;
  name: string;
  description: string;
  kind: SodKind;
  /** How many of the roles and permissions are too many together. */
  limit: number;
  roles: Named[];
  /** Ids of the catalogue's or of a product's own. */
  permissions: string[];
  /** Roles that hold too much by themselves, by name: nobody can be given one without an exception. */
  breakingRoles: Named[];
  /**
   * Static: whoever breaks it now or will, without an exception. Dynamic: whoever has to choose in
   * each session. By name.
   */
  people: Conflict[];
  updatedAt: string;
};

export type SodExceptionRow = {
  id: string;
  rule: Named;
  person: Named;
  reason: string;
  state: "asked" | "approved" | "refused" | "ended";
  endsAt: string;
  askedBy: Named;
  askedAt: string;
  decidedBy: Named | null;
  decidedAt: string | null;
  /** Null for one that is over. */
  need: ExceptionNeed | null;
};

/**
 * For what an exception is needed: for what the person has or will have without another change, for a role
 * that they have asked for, or for nothing yet.
 */
export type ExceptionNeed = { by: "held" } | { by: "asked"; role: string } | { by: "nothing" };

type Named = { id: string; name: string };

/** A role or a permission of a rule that somebody has. */
export type ConflictPart = {
  kind: "role" | "permission";
  /** A role's name, or the permission's id. */
  what: string;
  /** What makes them have it: names of roles, "a grant on invoice/7". */
  by: string[];
};

/** Somebody with what a rule keeps apart. */
export type Conflict = {
  id: string;
  name: string;
  has: ConflictPart[];
  /** When it begins; null for what is so already. */
  from: string | null;
};

/** Static: nobody may have them together. Dynamic: nobody may use them in one session. */
export type SodKind = (typeof sodKinds)[number];
export const sodKinds = ["static", "dynamic"] as const;

/** As many roles and permissions can be in one rule. */
export const MOST_MEMBERS = 20;

const { reason } = windowFields;
const ids = (length: number, once: string) =>
  z
    .array(z.string().min(1).max(length))
    .max(MOST_MEMBERS, `Choose at most ${MOST_MEMBERS}.`)
    .refine((all) => new Set(all).size === all.length, once)
    .default([]);
const rule = {
  name: z
    .string()
    .trim()
    .overwrite(composed)
    .min(1, "Give it a name.")
    .max(60, "Use at most 60 characters."),
  description: z.string().trim().max(300, "Use at most 300 characters.").default(""),
  kind: z.enum(sodKinds),
  limit: z.int().min(2, "At least two together are too many.").max(MOST_MEMBERS).default(2),
  roles: ids(64, "Name each role once."),
  permissions: ids(129, "Name each permission once."),
  reason,
};

type Members = { limit: number; roles: readonly string[]; permissions: readonly string[] };

/** A rule that can be broken. */
function checked<Shape extends z.ZodType<Members>>(schema: Shape) {
  const countOf = ({ roles, permissions }: Members) => roles.length + permissions.length;
  return schema
    .refine((said) => countOf(said) >= 2, {
      message: "Choose at least two roles or permissions.",
      path: ["roles"],
    })
    .refine((said) => countOf(said) <= MOST_MEMBERS, {
      message: `Choose at most ${MOST_MEMBERS} roles and permissions.`,
      path: ["roles"],
    })
    .refine((said) => said.limit <= Math.max(2, countOf(said)), {
      message: "That is more than there are roles and permissions.",
      path: ["limit"],
    });
}

export const createSodRuleInput = checked(z.strictObject(rule));
export const updateSodRuleInput = checked(
  z.strictObject({
    ...rule,
    ruleId: z.uuid(),
    /** `updatedAt` of the rule that was edited: somebody else's change in between is a conflict. */
    basedOn: z.iso.datetime(),
  }),
);
export const deleteSodRuleInput = z.strictObject({ ruleId: z.uuid(), reason });

/** No exception is for longer: it is asked for again, and looked at again. */
export const MAX_EXCEPTION_DAYS = 366;
const DAY_MS = 86_400_000;

export const askExceptionInput = z.strictObject({
  ruleId: z.uuid(),
  userId: z.uuid("Choose a person."),
  endsAt: z.iso
    .datetime({ offset: true })
    .refine((text) => Date.parse(text) > Date.now(), "It must end in the future.")
    .refine(
      (text) => Date.parse(text) <= Date.now() + MAX_EXCEPTION_DAYS * DAY_MS,
      "It must end within a year.",
    ),
  reason: reason.unwrap().min(1, "Say why."),
});
export const exceptionNeedInput = z.strictObject({ ruleId: z.uuid(), userId: z.uuid() });
export const decideExceptionInput = z.strictObject({ exceptionId: z.uuid(), reason });

export type CreateSodRuleInput = z.input<typeof createSodRuleInput>;
